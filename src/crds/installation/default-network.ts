import type {
  CalicoNetwork,
  LinuxDataplane,
  NodeAddressAutodetection,
  SettledCalicoNetwork,
} from './calico-network.ts';
import type { DefaultingFacts } from './facts.ts';
import { familyOf, settleIpPools, settledPoolOf } from './ip-pools.ts';
import type { SettledIpPool } from './ip-pool.ts';
import type { InstallationSpec, KubernetesProvider, SettledCni } from './spec.ts';

/** What was settled before the network. */
export interface NetworkContext {
  readonly provider: KubernetesProvider;
  readonly cni: SettledCni;
  readonly facts: Pick<DefaultingFacts, 'pools' | 'previous'>;
}

/** `spec.calicoNetwork` with its defaults. */
export function settleNetwork(spec: InstallationSpec, context: NetworkContext): SettledCalicoNetwork {
  const { ipPools, ...network } = spec.calicoNetwork ?? {};
  const pools = settlePools(ipPools, context);
  const dataplane = network.linuxDataplane ?? 'Iptables';
  return {
    linuxDataplane: dataplane,
    windowsDataplane: 'Disabled',
    bgp: context.cni.type === 'Calico' && context.provider !== 'EKS' ? 'Enabled' : 'Disabled',
    ...(context.cni.type === 'Calico' ? calicoCniDefaults(dataplane) : {}),
    ...autodetection(dataplane, pools ?? [], context),
    ...network,
    ...(pools === undefined ? {} : { ipPools: pools }),
  };
}

function settlePools(
  listed: CalicoNetwork['ipPools'],
  { provider, cni, facts }: NetworkContext,
): SettledIpPool[] | undefined {
  const previous = facts.previous?.calicoNetwork?.ipPools;
  const settled = previous === undefined ? undefined : settleIpPools({ listed: previous, provider, cni }, facts.pools);
  const poolFacts = settled === undefined ? facts.pools : { ...facts.pools, previous: settled };
  return settleIpPools({ listed, provider, cni }, poolFacts);
}

function calicoCniDefaults(dataplane: LinuxDataplane): Omit<CalicoNetwork, 'ipPools'> {
  const common = { hostPorts: 'Enabled', multiInterfaceMode: 'None' } as const;
  return dataplane === 'Iptables' ? { ...common, linuxPolicySetupTimeoutSeconds: 0 } : common;
}

type Autodetection = Pick<CalicoNetwork, 'nodeAddressAutodetectionV4' | 'nodeAddressAutodetectionV6'>;

/**
 * Addresses are detected in the families that pods use. Pools that are listed count before they exist, so that the first
 * pass is as good as the last; what was detected before goes on while a pool of the family is there, also a disabled one,
 * whose pods still need their routes.
 */
function autodetection(
  dataplane: LinuxDataplane,
  pools: readonly SettledIpPool[],
  { provider, facts }: NetworkContext,
): Autodetection {
  const inUse = [...facts.pools.existing.map(settledPoolOf), ...pools].filter(givesAddressesToPods);
  const families = new Set(inUse.map(({ cidr }) => familyOf(cidr)));
  const v4 = dataplane === 'BPF' || families.has(4) || goesOn(4, facts);
  return {
    ...(v4 ? { nodeAddressAutodetectionV4: defaultAutodetectionV4(provider) } : {}),
    ...(families.has(6) || goesOn(6, facts) ? { nodeAddressAutodetectionV6: { firstFound: true } } : {}),
  };
}

function goesOn(family: 4 | 6, { pools, previous }: NetworkContext['facts']): boolean {
  const before = previous?.calicoNetwork?.[`nodeAddressAutodetectionV${family}`];
  return before !== undefined && pools.existing.some(({ spec }) => familyOf(spec.cidr) === family);
}

/** A pool for load balancers alone must not switch on a family for pods. */
function givesAddressesToPods({ disableNewAllocations, allowedUses }: SettledIpPool): boolean {
  return !disableNewAllocations && allowedUses.some((use) => use !== 'LoadBalancer');
}

/** Bridges of Docker look like interfaces of the node; instances of EKS may have several interfaces. */
function defaultAutodetectionV4(provider: KubernetesProvider): NodeAddressAutodetection {
  if (provider === 'DockerEnterprise') return { skipInterface: '^br-.*' };
  return provider === 'EKS' ? { canReach: '8.8.8.8' } : { firstFound: true };
}
