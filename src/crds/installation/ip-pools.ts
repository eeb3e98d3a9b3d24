import type { CalicoApiGroup } from '../calico/calico-kind.ts';
import type { IPPool, IPPoolSpec } from '../calico/ip-pool.ts';
import { expandedCidr, parseCidr, sameRange, type Cidr } from '../cidr.ts';
import type { IpPoolEntry, SettledIpPool } from './ip-pool.ts';
import type { CniType, IpamType, KubernetesProvider } from './spec.ts';

/** What the cluster says about pools. */
export interface PoolFacts {
  /** Every IPPool, disabled ones too. */
  readonly existing: readonly IPPool[];
  /** Ranges for pods that OpenShift or kubeadm name, maybe none; undefined where neither is there. */
  readonly platformCidrs?: readonly string[];
  /** Pools of `status.computed`: what was decided before. */
  readonly previous?: readonly SettledIpPool[];
}

/** What of the Installation decides about pools. */
export interface PoolSettings {
  readonly listed: readonly IpPoolEntry[] | undefined;
  readonly provider: KubernetesProvider;
  readonly cni: { readonly type: CniType; readonly ipam: { readonly type: IpamType } };
}

/** Label of pools that the operator keeps. The value is that of the Go operator, whose pools become ours. */
export const MANAGED_POOL_LABEL = { 'app.kubernetes.io/managed-by': 'tigera-operator' } as const;

/**
 * The pools to keep, with all defaults; undefined where pools are managed elsewhere. Pools that were chosen stay chosen:
 * first those of `status.computed`, then those that carry our label. Rules: docs/ip-pools.md.
 */
export function settleIpPools(settings: PoolSettings, facts: PoolFacts): SettledIpPool[] | undefined {
  if (settings.listed !== undefined) return withDefaults(settings.listed, settings.cni.type, facts.existing);
  if (facts.previous !== undefined) return [...facts.previous];
  if (facts.existing.length > 0) return poolsInCharge(facts.existing);
  const chosen = choosePools(settings, facts.platformCidrs);
  return chosen === undefined ? undefined : withDefaults(chosen, settings.cni.type, []);
}

/** Ours of the pools that exist, where any is. */
function poolsInCharge(existing: readonly IPPool[]): SettledIpPool[] | undefined {
  const ours = existing.filter(hasOurLabel).map(settledPoolOf);
  return ours.length === 0 ? undefined : ours;
}

/** Whether the pool carries the label of pools that the operator keeps. */
export function hasOurLabel({ metadata }: IPPool): boolean {
  return Object.entries(MANAGED_POOL_LABEL).every(([key, value]) => metadata.labels?.[key] === value);
}

/**
 * Whether the operator may change the pool: it carries our label, or it has none such and is in every field what the
 * Installation lists, so that nothing would change by taking it over.
 */
export function mayKeepPool(pool: IPPool, wanted: readonly SettledIpPool[]): boolean {
  if (hasOurLabel(pool)) return true;
  if (pool.metadata.labels?.['app.kubernetes.io/managed-by'] !== undefined) return false;
  const found = settledPoolOf(pool);
  return wanted.some((entry) => isSamePool(entry, found));
}

const isSamePool = (one: SettledIpPool, other: SettledIpPool): boolean =>
  sameRange(one.cidr, other.cidr) && textOf({ ...one, cidr: '' }) === textOf({ ...other, cidr: '' });

/** Equal for pools that are equal, in whatever order their fields and uses stand. */
function textOf({ allowedUses, ...rest }: SettledIpPool): string {
  const fields = Object.entries(rest).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([fields, [...allowedUses].sort()]);
}

/**
 * Pools for a cluster that has none and whose Installation lists none. Where a platform decides about the network of pods
 * and does not say what it decided, any choice would be a guess: none is made.
 */
function choosePools(
  { provider, cni }: PoolSettings,
  platformCidrs: readonly string[] | undefined,
): IpPoolEntry[] | undefined {
  if (cni.type === 'Calico' && platformCidrs !== undefined) {
    const ranges = platformCidrs.filter((cidr) => parseCidr(cidr) !== undefined);
    return ranges.length === 0 ? undefined : ranges.map((cidr, index) => platformPool(cidr, index, ranges));
  }
  if (cni.ipam.type !== 'Calico') return undefined;
  if (provider === 'EKS') return [{ name: defaultName(4), cidr: '172.16.0.0/16', encapsulation: 'VXLAN' }];
  return [{ name: defaultName(4), cidr: '192.168.0.0/16' }];
}

/** The first range of each family gets the default name. */
function platformPool(cidr: string, index: number, all: readonly string[]): IpPoolEntry {
  const family = familyOf(cidr);
  const first = all.findIndex((other) => familyOf(other) === family) === index;
  return first ? { cidr, name: defaultName(family) } : { cidr };
}

const defaultName = (family: 4 | 6): string => `default-ipv${family}-ippool`;

/** Family of a range, by its looks where it is none. */
export function familyOf(cidr: string): 4 | 6 {
  return cidr.includes(':') ? 6 : 4;
}

function withDefaults(pools: readonly IpPoolEntry[], cni: CniType, existing: readonly IPPool[]): SettledIpPool[] {
  return pools.map((pool) => ({ ...poolDefaults(pool, cni), ...given(pool), name: poolName(pool, pools, existing) }));
}

/** Fields that say something: an empty string is as good as none. */
function given(pool: IpPoolEntry): IpPoolEntry {
  const { nodeSelector, ...rest } = pool;
  return nodeSelector === undefined || nodeSelector === '' ? rest : { ...rest, nodeSelector };
}

function poolDefaults({ cidr, allowedUses = [] }: IpPoolEntry, cni: CniType): Omit<SettledIpPool, 'name'> {
  const v4 = familyOf(cidr) === 4;
  const wraps = v4 && cni === 'Calico' && !allowedUses.includes('LoadBalancer');
  return {
    cidr,
    encapsulation: wraps ? 'IPIP' : 'None',
    natOutgoing: v4 ? 'Enabled' : 'Disabled',
    nodeSelector: 'all()',
    blockSize: v4 ? 26 : 122,
    disableBGPExport: false,
    disableNewAllocations: false,
    allowedUses: ['Workload', 'Tunnel'],
    assignmentMode: 'Automatic',
  };
}

function poolName(pool: IpPoolEntry, all: readonly IpPoolEntry[], existing: readonly IPPool[]): string {
  if (pool.name !== undefined && pool.name !== '') return pool.name;
  const isFree = (name: string): boolean => all.every((other) => other.name !== name);
  const known = existing.find(({ spec }) => sameRange(spec.cidr, pool.cidr))?.metadata.name;
  if (known !== undefined && isFree(known)) return known;
  const usual = defaultName(familyOf(pool.cidr));
  const alone = all.length <= 2 && all.filter(({ cidr }) => familyOf(cidr) === familyOf(pool.cidr)).length === 1;
  // No pool can change its range: where the usual name is taken, the range moves on to a pool of its own.
  const isTaken = existing.some(({ metadata }) => metadata.name === usual);
  return alone && !isTaken && isFree(usual) ? usual : derivedName(pool.cidr);
}

/** `10.0.0.0/16` → `10.0.0.0-16`; colons become dots. What is no range keeps its text, for the message that refuses it. */
function derivedName(cidr: string): string {
  const parsed: Cidr | undefined = parseCidr(cidr);
  return (parsed === undefined ? cidr : expandedCidr(parsed)).replaceAll(':', '.').replace('/', '-');
}

type Modes = Pick<IPPoolSpec, 'ipipMode' | 'vxlanMode'>;

/** Without encapsulation both modes stay away, which Calico reads as Never. */
const modes: Readonly<Record<SettledIpPool['encapsulation'], Modes>> = {
  IPIP: { ipipMode: 'Always', vxlanMode: 'Never' },
  IPIPCrossSubnet: { ipipMode: 'CrossSubnet', vxlanMode: 'Never' },
  VXLAN: { ipipMode: 'Never', vxlanMode: 'Always' },
  VXLANCrossSubnet: { ipipMode: 'Never', vxlanMode: 'CrossSubnet' },
  None: {},
};

const uses = ['Workload', 'Tunnel', 'LoadBalancer'] as const;
const isUse = (word: string): word is (typeof uses)[number] => uses.some((use) => use === word);

/** The IPPool to keep for an entry. What is false stays away, as false is what absence means. */
export function ipPoolObject(pool: SettledIpPool, apiVersion: CalicoApiGroup): IPPool {
  return {
    apiVersion,
    kind: 'IPPool',
    metadata: { name: pool.name, labels: { ...MANAGED_POOL_LABEL } },
    spec: {
      cidr: pool.cidr,
      ...modes[pool.encapsulation],
      blockSize: pool.blockSize,
      nodeSelector: pool.nodeSelector,
      allowedUses: pool.allowedUses.filter(isUse),
      assignmentMode: pool.assignmentMode === 'Manual' ? 'Manual' : 'Automatic',
      ...(pool.natOutgoing === 'Enabled' ? { natOutgoing: true } : {}),
      ...(pool.disableNewAllocations ? { disabled: true } : {}),
      ...(pool.disableBGPExport ? { disableBGPExport: true } : {}),
    },
  };
}

/** The entry that an IPPool would be made from: the way back of `ipPoolObject`. Fields that it lacks mean what Calico's defaults are. */
export function settledPoolOf({ metadata, spec }: IPPool): SettledIpPool {
  const v4 = familyOf(spec.cidr) === 4;
  return {
    name: metadata.name,
    cidr: spec.cidr,
    encapsulation: encapsulationOf(spec),
    natOutgoing: spec.natOutgoing === true ? 'Enabled' : 'Disabled',
    nodeSelector: orElse(spec.nodeSelector, 'all()'),
    blockSize: spec.blockSize ?? (v4 ? 26 : 122),
    disableBGPExport: spec.disableBGPExport ?? false,
    disableNewAllocations: spec.disabled ?? false,
    allowedUses: orElse(spec.allowedUses, ['Workload', 'Tunnel']),
    assignmentMode: spec.assignmentMode ?? 'Automatic',
  };
}

/** Empty means unset, as Go writes it. */
function orElse<T extends { readonly length: number }>(value: T | undefined, fallback: T): T {
  return value === undefined || value.length === 0 ? fallback : value;
}

function encapsulationOf({ ipipMode, vxlanMode }: IPPoolSpec): SettledIpPool['encapsulation'] {
  if (ipipMode === 'Always') return 'IPIP';
  if (ipipMode === 'CrossSubnet') return 'IPIPCrossSubnet';
  if (vxlanMode === 'Always') return 'VXLAN';
  return vxlanMode === 'CrossSubnet' ? 'VXLANCrossSubnet' : 'None';
}
