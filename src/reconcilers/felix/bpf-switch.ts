import type { DaemonSet } from '../../crds/generated/core.gen.ts';
import type { SettledSpec } from '../../crds/installation/spec.ts';
import type { FelixConfiguration } from '../../crds/kinds.ts';
import type { FieldSet } from '../../k8s/object.ts';
import type { CalicoApiGroup } from '../../renderers/input.ts';
import { CALICO_NODE } from '../../renderers/shared/names.ts';
import { foreignManagers } from '../apply/field-managers.ts';
import { daemonSetHealth } from '../status/workload-health.ts';

/** What decides about `bpfEnabled` of FelixConfiguration `default`. */
export interface BpfFacts {
  readonly spec: SettledSpec;
  readonly calicoApi: CalicoApiGroup;
  /** FelixConfiguration `default` as it is. */
  readonly live: FelixConfiguration | undefined;
  /** `spec` fields of it that are ours, by our own entry or the former operator's. */
  readonly ours: FieldSet;
  /** DaemonSet calico-node as it is. */
  readonly node: DaemonSet | undefined;
  /** What kube-proxy lacks to serve every node again; '' where nothing, or where there is none to wait for. */
  readonly proxyLacks: string;
  /** kube-proxy was switched off, so Felix must have been running BPF. */
  readonly proxyIsOff: boolean;
}

/** `value` is what we write; absent: the field is not ours to write now. */
export interface BpfDecision {
  readonly value?: boolean;
  readonly wait?: string;
  readonly warning?: string;
}

/**
 * A value that somebody else has set stays, and is told. Ours goes on at once where no calico-node runs yet, elsewhere
 * only after every node runs a calico-node that was made for BPF; and off only after kube-proxy serves again, because in
 * between nobody would balance Services (docs/adr/0005-who-decides-felix.md). Pure.
 */
export function decideBpf(facts: BpfFacts): BpfDecision {
  const { live, ours, spec } = facts;
  const found = live?.spec?.bpfEnabled;
  const wanted = spec.calicoNetwork.linuxDataplane === 'BPF';
  if (found === wanted) return { value: wanted };
  if (live !== undefined && found !== undefined && ours['f:bpfEnabled'] === undefined) return theirs(live, spec);
  return wanted ? goesOn(facts, found) : goesOff(facts, found);
}

function theirs(live: FelixConfiguration, { calicoNetwork }: SettledSpec): BpfDecision {
  const release = `kubectl patch felixconfigurations.v3.projectcalico.org default --type json -p '[{"op":"remove","path":"/spec/bpfEnabled"}]'`;
  const value = String(live.spec?.bpfEnabled);
  const warning = `CAL-301 FelixConfiguration default: spec.bpfEnabled: ${value} was set by ${managersOf(live).join(', ')} and stays, but spec.calicoNetwork.linuxDataplane of the Installation is ${calicoNetwork.linuxDataplane}; change that, or leave the field to the operator: ${release}`;
  return { warning };
}

/** Who manages the field, by the names in managedFields. */
function managersOf(live: FelixConfiguration): string[] {
  const names = foreignManagers(live, ['f:spec', 'f:bpfEnabled']);
  return names.length === 0 ? ['somebody else'] : names;
}

function goesOn({ node, proxyIsOff }: BpfFacts, found: boolean | undefined): BpfDecision {
  const wasOn = node !== undefined && (isOnByVariable(node) || (proxyIsOff && found === undefined));
  if (node === undefined || wasOn) return { value: true };
  const lacks = lacksForBpf(node);
  if (lacks === '') return { value: true };
  const wait = `BPF goes on once calico-node is ready for it on every node: ${lacks}`;
  return found === undefined ? { wait } : { value: found, wait };
}

/** Operators of long ago switched BPF on by a variable of the container, which is about to go. */
function isOnByVariable({ spec }: DaemonSet): boolean {
  const container = spec?.template.spec?.containers.find(({ name }) => name === CALICO_NODE);
  return container?.env?.some(({ name, value }) => name === 'FELIX_BPFENABLED' && value === 'true') === true;
}

/** What calico-node lacks before Felix can use BPF on every node; '' where nothing. Pure. */
export function lacksForBpf(node: DaemonSet | undefined): string {
  if (node === undefined || !isMadeForBpf(node)) return 'it is about to be rolled out';
  return daemonSetHealth({ kind: 'DaemonSet', name: CALICO_NODE }, node).progress;
}

/** With another dataplane the bootstrap may fail, and nobody would notice that BPF does not work on a node. */
function isMadeForBpf({ spec }: DaemonSet): boolean {
  const { volumes = [], initContainers = [] } = spec?.template.spec ?? {};
  const bootstrap = initContainers.find(({ name }) => name === 'ebpf-bootstrap');
  const isStrict = bootstrap?.command?.includes('-best-effort') === false;
  return isStrict && volumes.some(({ name }) => name === 'bpffs');
}

function goesOff({ proxyLacks }: BpfFacts, found: boolean | undefined): BpfDecision {
  if (found === undefined || proxyLacks === '') return { value: false };
  return { value: true, wait: `BPF goes off once kube-proxy serves every node again: ${proxyLacks}` };
}
