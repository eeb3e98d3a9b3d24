import type { AdmissionRule } from './rule.ts';

/** A rule for each pool of the list, which CEL sees as `pool`. */
type PoolRule = Omit<AdmissionRule, 'path' | 'value'> & { readonly field: string };

const ipip = "pool.?encapsulation.orValue('') in ['IPIP', 'IPIPCrossSubnet']";
const vxlan = "pool.?encapsulation.orValue('') in ['VXLAN', 'VXLANCrossSubnet']";
const loadBalancer = "pool.?allowedUses.orValue([]).exists(use, use == 'LoadBalancer')";
const isV6 = 'isCIDR(pool.cidr) && cidr(pool.cidr).ip().family() == 6';

const eachPool: readonly PoolRule[] = [
  {
    field: 'cidr',
    refuses: '!isCIDR(pool.cidr)',
    message: 'is no range of addresses; write it like 192.168.0.0/16 or fd00:10:244::/56',
  },
  {
    field: 'encapsulation',
    refuses: `${ipip} && ${isV6}`,
    message: 'is for IPv4 only; set None, VXLAN or VXLANCrossSubnet',
  },
  {
    field: 'encapsulation',
    refuses: `${vxlan} && variables.cni == 'Calico' && variables.ipam == 'HostLocal'`,
    message: 'does not work with spec.cni.ipam.type HostLocal; set IPIP or None, or IPAM to Calico',
  },
  {
    field: 'encapsulation',
    refuses: `!(variables.cni in ['', 'Calico']) && !(pool.?encapsulation.orValue('None') in ['', 'None'])`,
    message: 'must be None with another CNI plugin than Calico',
  },
  {
    field: 'encapsulation',
    refuses:
      `pool.?encapsulation.orValue('') in ['IPIP', 'IPIPCrossSubnet', 'None'] && !${loadBalancer} && ` +
      "variables.cni == 'Calico' && variables.ipam == 'Calico' && variables.bgp == 'Disabled' && variables.routing == 'BIRD'",
    message:
      'needs routes that BGP brings, but spec.calicoNetwork.bgp is Disabled; set bgp to Enabled, or encapsulation to VXLAN',
  },
  {
    field: 'nodeSelector',
    refuses: "!(variables.cni in ['', 'Calico']) && !(pool.?nodeSelector.orValue('') in ['', 'all()'])",
    message: 'must be all() with another CNI plugin than Calico',
  },
  {
    field: 'blockSize',
    refuses:
      'isCIDR(pool.cidr) && pool.?blockSize.hasValue() && (cidr(pool.cidr).ip().family() == 4 ' +
      '? (pool.blockSize < 20 || pool.blockSize > 32) : (pool.blockSize < 116 || pool.blockSize > 128))',
    message: 'must be from 20 to 32 for an IPv4 pool, from 116 to 128 for an IPv6 pool',
  },
  {
    field: 'blockSize',
    refuses: 'isCIDR(pool.cidr) && pool.?blockSize.hasValue() && cidr(pool.cidr).prefixLength() > pool.blockSize',
    message: 'is larger than the pool; set the length of its prefix or more, or widen the pool',
  },
  {
    field: 'allowedUses',
    refuses: `${loadBalancer} && pool.allowedUses.size() > 1`,
    message: 'must be LoadBalancer alone; make a pool of its own for load balancers',
  },
  {
    field: 'nodeSelector',
    refuses: `${loadBalancer} && !(pool.?nodeSelector.orValue('') in ['', 'all()'])`,
    message: 'must be all() in a pool for load balancers, whose addresses belong to no node',
  },
  {
    field: 'disableBGPExport',
    refuses: `${loadBalancer} && pool.?disableBGPExport.orValue(false)`,
    message: 'must be false in a pool for load balancers, whose routes must be known outside',
  },
];

/** Pools, each by itself and all together. */
export const pools: readonly AdmissionRule[] = [
  ...eachPool.map(inAnyPool),
  {
    path: 'spec.calicoNetwork.ipPools',
    refuses:
      'variables.pools.exists(pool, isCIDR(pool.cidr) && ' +
      'variables.pools.filter(other, isCIDR(other.cidr) && cidr(other.cidr).containsCIDR(pool.cidr)).size() > 1)',
    message: 'has two pools that overlap, so that two pods could get one address; choose ranges that share none',
  },
  {
    path: 'spec.calicoNetwork.bgp',
    refuses: "!(variables.cni in ['', 'Calico']) && variables.bgp == 'Enabled' && variables.pools.size() > 0",
    message: 'must be Disabled while pools are listed with another CNI plugin than Calico',
  },
];

function inAnyPool({ field, refuses, message }: PoolRule): AdmissionRule {
  return {
    path: `spec.calicoNetwork.ipPools[].${field}`,
    refuses: `variables.pools.exists(pool, ${refuses})`,
    value: `'of ' + variables.pools.filter(pool, ${refuses}).map(pool, pool.cidr).join(', ')`,
    message,
  };
}
