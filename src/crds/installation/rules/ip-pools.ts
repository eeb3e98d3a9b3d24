import { isSelector } from '../../calico/selector.ts';
import { cidrsOverlap, parseCidr, type Cidr } from '../../cidr.ts';
import { problemIf, type Problem } from '../../problem.ts';
import type { SettledIpPool } from '../ip-pool.ts';
import type { SettledSpec } from '../spec.ts';
import type { Rule } from './rule.ts';

const where = (index: number, field: keyof SettledIpPool): string => `spec.calicoNetwork.ipPools[${index}].${field}`;

/** One pool of the list, as rules see it. */
interface Subject {
  readonly pool: SettledIpPool;
  readonly index: number;
  readonly spec: SettledSpec;
  /** Undefined where the text is no range, which one rule says and the others leave alone. */
  readonly range: Cidr | undefined;
}

type PoolRule = (subject: Subject) => readonly Problem[];

const eachPool =
  (rule: PoolRule): Rule =>
  (spec) =>
    (spec.calicoNetwork.ipPools ?? []).flatMap((pool, index) =>
      rule({ pool, index, spec, range: parseCidr(pool.cidr) }),
    );

const isRange: PoolRule = ({ pool, index, range }) =>
  problemIf(range === undefined, {
    path: where(index, 'cidr'),
    value: pool.cidr,
    message: 'is no range of addresses; write it like 192.168.0.0/16 or fd00:10:244::/56',
  });

const words: Readonly<Record<'allowedUses' | 'assignmentMode' | 'encapsulation' | 'natOutgoing', readonly string[]>> = {
  allowedUses: ['Workload', 'Tunnel', 'LoadBalancer'],
  assignmentMode: ['Automatic', 'Manual'],
  encapsulation: ['IPIP', 'IPIPCrossSubnet', 'VXLAN', 'VXLANCrossSubnet', 'None'],
  natOutgoing: ['Enabled', 'Disabled'],
};

const knownWords: PoolRule = ({ pool, index }) =>
  (['allowedUses', 'assignmentMode', 'encapsulation', 'natOutgoing'] as const).flatMap((field) => {
    const unknown = [pool[field]].flat().filter((word) => !words[field].includes(word));
    return unknown.map((word) => ({
      path: where(index, field),
      value: word,
      message: `is not known; allowed: ${words[field].join(', ')}`,
    }));
  });

const selectorParses: PoolRule = ({ pool: { nodeSelector }, index }) =>
  problemIf(!isSelector(nodeSelector), {
    path: where(index, 'nodeSelector'),
    value: nodeSelector,
    message: "is no selector; write it like all(), has(zone) or zone == 'a' && !has(gpu)",
  });

const blockSizes = { 4: { min: 20, max: 32 }, 6: { min: 116, max: 128 } } as const;

const blockFits: PoolRule = ({ pool: { blockSize }, index, range }) => {
  if (range === undefined) return [];
  const { min, max } = blockSizes[range.family];
  const problem = { path: where(index, 'blockSize'), value: blockSize };
  if (blockSize < min || blockSize > max) {
    return [{ ...problem, message: `must be from ${min} to ${max} for an IPv${range.family} pool` }];
  }
  return problemIf(range.prefixLength > blockSize, {
    ...problem,
    message: `is larger than the pool, a /${range.prefixLength}; set ${range.prefixLength} or more, or widen the pool`,
  });
};

interface Need {
  readonly field: 'allowedUses' | 'nodeSelector' | 'encapsulation' | 'disableBGPExport';
  readonly holds: (pool: SettledIpPool) => boolean;
  readonly message: string;
}

const loadBalancerNeeds: readonly Need[] = [
  {
    field: 'allowedUses',
    holds: ({ allowedUses }) => allowedUses.length === 1,
    message: 'must be LoadBalancer alone; make a pool of its own for load balancers',
  },
  {
    field: 'nodeSelector',
    holds: ({ nodeSelector }) => nodeSelector === 'all()',
    message: 'must be all() in a pool for load balancers, whose addresses belong to no node',
  },
  {
    field: 'encapsulation',
    holds: ({ encapsulation }) => encapsulation === 'None',
    message: 'must be None in a pool for load balancers',
  },
  {
    field: 'disableBGPExport',
    holds: ({ disableBGPExport }) => !disableBGPExport,
    message: 'must be false in a pool for load balancers, whose routes must be known outside',
  },
];

const loadBalancerPool: PoolRule = ({ pool, index }) => {
  if (!pool.allowedUses.includes('LoadBalancer')) return [];
  return loadBalancerNeeds.flatMap(({ field, holds, message }) =>
    problemIf(!holds(pool), { path: where(index, field), value: pool[field], message }),
  );
};

const isIpip = ({ encapsulation }: SettledIpPool): boolean =>
  encapsulation === 'IPIP' || encapsulation === 'IPIPCrossSubnet';
const isVxlan = ({ encapsulation }: SettledIpPool): boolean =>
  encapsulation === 'VXLAN' || encapsulation === 'VXLANCrossSubnet';

const ipipIsV4Only: PoolRule = ({ pool, index, range }) =>
  problemIf(range?.family === 6 && isIpip(pool), {
    path: where(index, 'encapsulation'),
    value: pool.encapsulation,
    message: 'is for IPv4 only; set None, VXLAN or VXLANCrossSubnet',
  });

const unwrappedNeedsBgp: PoolRule = ({ pool, index, spec: { cni, calicoNetwork } }) => {
  const calico = cni.type === 'Calico' && cni.ipam.type === 'Calico';
  const byBird = calico && calicoNetwork.clusterRoutingMode !== 'Felix' && calicoNetwork.bgp !== 'Enabled';
  const loadBalancer = pool.allowedUses.includes('LoadBalancer');
  return problemIf(byBird && !isVxlan(pool) && !loadBalancer, {
    path: where(index, 'encapsulation'),
    value: pool.encapsulation,
    message:
      'needs routes that BGP brings, but spec.calicoNetwork.bgp is Disabled; set bgp to Enabled, encapsulation to ' +
      'VXLAN, or clusterRoutingMode to Felix',
  });
};

const hostLocalHasNoVxlan: PoolRule = ({ pool, index, spec: { cni } }) =>
  problemIf(cni.type === 'Calico' && cni.ipam.type === 'HostLocal' && isVxlan(pool), {
    path: where(index, 'encapsulation'),
    value: pool.encapsulation,
    message: 'does not work with spec.cni.ipam.type HostLocal; set IPIP or None, or IPAM to Calico',
  });

const foreignCni: PoolRule = ({ pool, index, spec: { cni, calicoNetwork } }) => {
  if (cni.type === 'Calico') return [];
  const because = `because spec.cni.type is ${cni.type}`;
  return [
    ...problemIf(pool.encapsulation !== 'None', {
      path: where(index, 'encapsulation'),
      value: pool.encapsulation,
      message: `must be None, ${because}`,
    }),
    ...problemIf(pool.nodeSelector !== 'all()', {
      path: where(index, 'nodeSelector'),
      value: pool.nodeSelector,
      message: `must be all(), ${because}`,
    }),
    ...problemIf(index === 0 && calicoNetwork.bgp === 'Enabled', {
      path: 'spec.calicoNetwork.bgp',
      value: calicoNetwork.bgp,
      message: `must be Disabled while pools are listed, ${because}`,
    }),
  ];
};

/** Every pair once; the later entry is the one to complain about. */
const pairs: Rule = ({ calicoNetwork: { ipPools = [] } }) =>
  ipPools.flatMap((pool, index) => ipPools.slice(0, index).flatMap((other) => pairProblems(pool, other, index)));

function pairProblems(pool: SettledIpPool, other: SettledIpPool, index: number): readonly Problem[] {
  const [range, otherRange] = [parseCidr(pool.cidr), parseCidr(other.cidr)];
  return [
    ...problemIf(pool.name === other.name, {
      path: where(index, 'name'),
      value: pool.name,
      message: 'is the name of another pool of the list; give each its own',
    }),
    ...problemIf(range !== undefined && otherRange !== undefined && cidrsOverlap(range, otherRange), {
      path: where(index, 'cidr'),
      value: pool.cidr,
      message:
        `of pool ${pool.name} overlaps ${other.cidr} of pool ${other.name}, so that two pods could get one address; ` +
        'choose ranges that share none',
    }),
  ];
}

/** A first pool is derived from what the platform was told; where that is nothing, the user has to say. */
const guessedPools: Rule = ({ cni, calicoNetwork: { ipPools } }, { pools }) => {
  const { existing, platformCidrs } = pools;
  const isGuess = cni.type === 'Calico' && cni.ipam.type === 'Calico' && existing.length === 0 && ipPools === undefined;
  return problemIf(isGuess && platformCidrs !== undefined, {
    path: 'spec.calicoNetwork.ipPools',
    message:
      'is not set, and the platform names no range for pods that a pool could be made of ' +
      '(networking.podSubnet of kubeadm, spec.clusterNetwork of OpenShift); list a pool, or [] for none',
  });
};

/** `spec.calicoNetwork.ipPools`. */
export const ipPoolRules: readonly Rule[] = [
  ...[
    isRange,
    knownWords,
    selectorParses,
    blockFits,
    loadBalancerPool,
    ipipIsV4Only,
    unwrappedNeedsBgp,
    hostLocalHasNoVxlan,
    foreignCni,
  ].map(eachPool),
  pairs,
  guessedPools,
];
