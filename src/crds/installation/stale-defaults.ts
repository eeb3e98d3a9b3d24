import type { CalicoNetwork } from './calico-network.ts';
import { AKS_TYPHA_AFFINITY, CNI_LOG_DEFAULTS, windowsDirectories } from './platform-defaults.ts';
import type { CniType, InstallationSpec, KubernetesProvider } from './spec.ts';

/** What decides whether a stored default still has a meaning. */
interface Situation {
  readonly provider: KubernetesProvider;
  readonly cniType: CniType;
}

/**
 * The spec without values that an earlier operator stored as defaults and that another edit has made meaningless: the
 * user never wrote them, so they must not make the edit invalid. Values other than the default stay, for validation.
 */
export function withoutStaleDefaults(spec: InstallationSpec, situation: Situation): InstallationSpec {
  const { calicoNetwork, ...rest } = spec;
  const stale = Object.entries(staleFields).filter(([, isStale]) => isStale(spec, situation));
  const dropped = new Set(stale.map(([field]) => field));
  const kept = Object.fromEntries(Object.entries(rest).filter(([field]) => !dropped.has(field)));
  if (calicoNetwork === undefined) return kept;
  return { ...kept, calicoNetwork: withoutStaleNetwork(calicoNetwork, situation) };
}

type IsStale = (spec: InstallationSpec, situation: Situation) => boolean;

const staleFields: Readonly<Partial<Record<keyof InstallationSpec, IsStale>>> = {
  logging: ({ logging }, { cniType }) => cniType !== 'Calico' && isSame(logging, { cni: CNI_LOG_DEFAULTS }),
  windowsNodes: ({ windowsNodes, calicoNetwork }) =>
    calicoNetwork?.windowsDataplane !== 'HNS' &&
    platforms.some((platform) => isSame(windowsNodes, windowsDirectories(platform))),
  azure: ({ azure }, { provider }) => provider !== 'AKS' && isSame(azure, { policyMode: 'Default' }),
  typhaAffinity: ({ typhaAffinity }, { provider }) => provider !== 'AKS' && isSame(typhaAffinity, AKS_TYPHA_AFFINITY),
};

const platforms = ['', 'AKS', 'EKS'] as const;

function withoutStaleNetwork(network: CalicoNetwork, { cniType }: Situation): CalicoNetwork {
  const calicoCniOnly: CalicoNetwork =
    cniType === 'Calico' ? {} : { hostPorts: 'Enabled', multiInterfaceMode: 'None', linuxPolicySetupTimeoutSeconds: 0 };
  const iptablesOnly: CalicoNetwork = network.linuxDataplane === 'VPP' ? { linuxPolicySetupTimeoutSeconds: 0 } : {};
  const stale = new Map(Object.entries({ ...calicoCniOnly, ...iptablesOnly }));
  return Object.fromEntries(Object.entries(network).filter(([field, value]) => stale.get(field) !== value));
}

/** Equal as JSON, in whatever order the fields stand. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, child]) => [key, sorted(child)]));
}
