import type { DaemonSet } from '../../crds/generated/core.gen.ts';
import type { FelixConfiguration } from '../../crds/kinds.ts';
import { CALICO_NODE } from '../../renderers/shared/names.ts';
import { foreignManagers } from '../apply/field-managers.ts';

/** Variables that are not named after their field. */
const fieldsByVariable: Readonly<Record<string, string>> = { FELIX_IPINIPMTU: 'ipipMTU' };

/** Fields of the Installation by what they make calico-node's variables say. */
const decidedBy: readonly (readonly [variables: RegExp, field: string])[] = [
  [/^FELIX_(?:VXLAN|WIREGUARD|IPINIP)MTU(?:V6)?$/, 'spec.calicoNetwork.mtu'],
  [/^FELIX_PROMETHEUSMETRICS(?:ENABLED|PORT)$/, 'spec.nodeMetricsPort'],
  [/^FELIX_IPV6SUPPORT$/, 'spec.calicoNetwork.ipPools'],
  [/^FELIX_(?:INTERFACEPREFIX|ROUTESOURCE|IPTABLES(?:MANGLE|FILTER)ALLOWACTION)$/, 'spec.cni.type'],
];

/**
 * Fields of FelixConfiguration that somebody has set and that have no effect, because a variable of calico-node says
 * something else: Felix reads those first (https://docs.tigera.io/calico/latest/reference/felix/configuration). CAL-305
 * shows both values. Pure.
 */
export function outrankedFields(live: FelixConfiguration | undefined, node: DaemonSet | undefined): string[] {
  if (live === undefined) return [];
  const variables = node?.spec?.template.spec?.containers.find(({ name }) => name === CALICO_NODE)?.env ?? [];
  const values = new Map(variables.map(({ name, value }) => [fieldKey(name), { name, value }]));
  return Object.entries(live.spec ?? {}).flatMap(([field, found]) => {
    const variable = values.get(field.toLowerCase());
    if (variable?.value === undefined || isSame(JSON.stringify(found), JSON.stringify(variable.value))) return [];
    const managers = foreignManagers(live, ['f:spec', `f:${field}`]);
    return managers.length === 0 ? [] : [outranked(field, found, managers, { ...variable, value: variable.value })];
  });
}

/** The field that a variable sets, in small letters; a variable that sets none gives a key that no field has. */
function fieldKey(variable: string): string {
  return (fieldsByVariable[variable] ?? variable.replace(/^FELIX_/, '')).toLowerCase();
}

/** Felix does not care about the case of words, and a number of seconds is a duration. */
function isSame(field: string, variable: string): boolean {
  return plain(field) === plain(variable);
}

function plain(json: string): string {
  const text = json.replaceAll('"', '').toLowerCase();
  return text.replace(/^(\d+)s$/, '$1');
}

function outranked(
  field: string,
  found: unknown,
  managers: readonly string[],
  { name, value }: { readonly name: string; readonly value: string },
): string {
  const [, by] = decidedBy.find(([variables]) => variables.test(name)) ?? [];
  const remedy =
    by === undefined
      ? 'spec.calicoNodeDaemonSet of the Installation can give the container another value'
      : `${by} of the Installation decides it`;
  return `CAL-305 FelixConfiguration default: spec.${field}: ${JSON.stringify(found)}, set by ${managers.join(', ')}, has no effect, because calico-node has ${name}=${value}; ${remedy}`;
}
