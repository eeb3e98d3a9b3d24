import { cidrContains, cidrsOverlap, parseAddress, parseCidr, type Address, type Cidr } from '../cidr.ts';
import { describeProblem, type Problem } from '../problem.ts';
import type { SettledIpPool } from './ip-pool.ts';
import type { KubernetesProvider, SettledSpec } from './spec.ts';

/** A setting that works as far as the API goes, and that people regret. Codes are explained in docs/warnings.md. */
export interface Advice extends Problem {
  readonly code: `CAL-${number}`;
}

/** What the cluster says that settings may not go with. */
export interface AdviceFacts {
  /** Every node with its address; '' where it has none yet. */
  readonly nodes: readonly { readonly name: string; readonly address: string }[];
  /** Ranges or single addresses of Services, and where they are written. */
  readonly services: readonly { readonly range: string; readonly from: string }[];
  /** Ranges for pods that OpenShift or kubeadm name. */
  readonly platformCidrs?: readonly string[];
  /** Whether every node speaks BGP with every other. */
  readonly fullMesh: boolean;
}

/** What is better changed, in the order of the list below; empty where there is nothing to say. Pure. */
export function adviseInstallation(spec: SettledSpec, facts: AdviceFacts): readonly Advice[] {
  return rules.flatMap((rule) => rule(spec, facts));
}

/** `CAL-101 spec.calicoNetwork.ipPools[0].cidr: "10.0.0.0/8" overlaps …`. */
export function describeAdvice(advice: Advice): string {
  return `${advice.code} ${describeProblem(advice)}`;
}

type AdviceRule = (spec: SettledSpec, facts: AdviceFacts) => readonly Advice[];

interface Pool {
  readonly pool: SettledIpPool;
  readonly path: (field: keyof SettledIpPool) => string;
  readonly range: Cidr;
}

/** Pools whose range is one; the others are refused elsewhere. */
function poolsOf({ calicoNetwork: { ipPools = [] } }: SettledSpec): Pool[] {
  return ipPools.flatMap((pool, index) => {
    const range = parseCidr(pool.cidr);
    const path = (field: keyof SettledIpPool): string => `spec.calicoNetwork.ipPools[${index}].${field}`;
    return range === undefined ? [] : [{ pool, path, range }];
  });
}

const forWorkloads = ({ pool }: Pool): boolean => pool.allowedUses.includes('Workload');

function holds(range: Cidr, { family, value }: Address): boolean {
  return cidrContains(range, { family, first: value, prefixLength: family === 4 ? 32 : 128 });
}

const nodeAddresses: AdviceRule = (spec, { nodes }) =>
  poolsOf(spec).flatMap(({ pool, path, range }) => {
    const hit = nodes.find(({ address }) => {
      const parsed = address === '' ? undefined : parseAddress(address);
      return parsed !== undefined && holds(range, parsed);
    });
    if (hit === undefined) return [];
    const message = `holds ${hit.address}, the address of node ${hit.name}, so a pod could get the address of a node; choose a range apart from the nodes' network`;
    return [{ code: 'CAL-101', path: path('cidr'), value: pool.cidr, message }];
  });

const serviceAddresses: AdviceRule = (spec, { services }) =>
  poolsOf(spec).flatMap(({ pool, path, range }) => {
    const hit = services.find(({ range: text }) => {
      const address = parseAddress(text);
      const other = parseCidr(text);
      return (address !== undefined && holds(range, address)) || (other !== undefined && cidrsOverlap(range, other));
    });
    if (hit === undefined) return [];
    const message = `overlaps ${hit.range} of Services (${hit.from}), so connections to Services may end at pods; choose a range apart from them`;
    return [{ code: 'CAL-102', path: path('cidr'), value: pool.cidr, message }];
  });

const enoughBlocks: AdviceRule = (spec, { nodes }) =>
  poolsOf(spec)
    .filter(forWorkloads)
    .flatMap(({ pool, path, range }) => {
      const bits = pool.blockSize - range.prefixLength;
      if (pool.nodeSelector !== 'all()' || bits >= 31 || 2 ** bits >= nodes.length) return [];
      const message = `cuts ${pool.cidr} into ${2 ** bits} blocks for ${nodes.length} nodes, so some nodes have to borrow addresses; use a larger range or a larger blockSize`;
      return [{ code: 'CAL-103', path: path('blockSize'), value: pool.blockSize, message }];
    });

const platformRanges: AdviceRule = (spec, { platformCidrs = [] }) => {
  const platform = platformCidrs.map(parseCidr).filter((range) => range !== undefined);
  if (spec.cni.type !== 'Calico' || platform.length === 0) return [];
  return poolsOf(spec).flatMap(({ pool, path, range }) => {
    if (platform.some((outer) => cidrContains(outer, range))) return [];
    const message = `is not within the pod network that the platform was told, ${platformCidrs.join(', ')}; other parts of the platform may not know these addresses`;
    return [{ code: 'CAL-104', path: path('cidr'), value: pool.cidr, message }];
  });
};

const wayOut: AdviceRule = (spec) =>
  poolsOf(spec)
    .filter(forWorkloads)
    .flatMap(({ pool, path, range }) => {
      const isOverlay = pool.encapsulation !== 'None' && spec.calicoNetwork.bgp !== 'Enabled';
      if (range.family !== 4 || pool.natOutgoing !== 'Disabled' || !isOverlay) return [];
      const message = `with ${pool.encapsulation} and without BGP nobody outside knows the addresses of pods, so answers do not find back; set it to Enabled`;
      return [{ code: 'CAL-105', path: path('natOutgoing'), value: pool.natOutgoing, message }];
    });

const ipipOnAzure: AdviceRule = (spec) =>
  poolsOf(spec).flatMap(({ pool, path }) => {
    if (spec.kubernetesProvider !== 'AKS' || !pool.encapsulation.startsWith('IPIP')) return [];
    const message = 'is dropped by the network of Azure, so pods of different nodes do not reach each other; use VXLAN';
    return [{ code: 'CAL-201', path: path('encapsulation'), value: pool.encapsulation, message }];
  });

/** Above so many nodes the Calico documentation advises route reflectors. */
const mostOfFullMesh = 100;

const fullMesh: AdviceRule = ({ calicoNetwork: { bgp } }, { nodes, fullMesh: isFull }) => {
  if (bgp !== 'Enabled' || !isFull || nodes.length <= mostOfFullMesh) return [];
  const message = `makes each of ${nodes.length} nodes speak with all others; set up route reflectors and set spec.nodeToNodeMeshEnabled of BGPConfiguration default to false`;
  return [{ code: 'CAL-202', path: 'spec.calicoNetwork.bgp', value: bgp, message }];
};

/** Largest packets of the networks of some clouds, in bytes. */
const cloudMtu: Partial<Record<KubernetesProvider, number>> = { AKS: 1_500, EKS: 9_001, GKE: 1_460 };
const ethernetMtu = 1_500;

const packetSize: AdviceRule = (spec) => {
  const { mtu = 0 } = spec.calicoNetwork;
  const overhead = Math.max(0, ...poolsOf(spec).map(({ pool, range }) => overheadOf(pool, range)));
  const most = cloudMtu[spec.kubernetesProvider] ?? (mtu <= ethernetMtu ? ethernetMtu : Infinity);
  if (mtu === 0 || mtu + overhead <= most) return [];
  const message = `and ${overhead} bytes of encapsulation make packets of ${mtu + overhead} bytes, where ${most} are usual; set it to at most ${most - overhead}, or leave it out to have it detected`;
  return [{ code: 'CAL-203', path: 'spec.calicoNetwork.mtu', value: mtu, message }];
};

/** Bytes that encapsulation adds to each packet. */
function overheadOf({ encapsulation }: SettledIpPool, { family }: Cidr): number {
  if (encapsulation.startsWith('IPIP')) return 20;
  return encapsulation.startsWith('VXLAN') ? (family === 4 ? 50 : 70) : 0;
}

/** Kind is a platform of nobody's. */
const platformOfItsOwn: AdviceRule = ({ kubernetesProvider, calicoNetwork }) =>
  (['bpfNetworkBootstrap', 'kubeProxyManagement'] as const).flatMap((field) => {
    const value = calicoNetwork[field];
    if (value !== 'Enabled' || kubernetesProvider === '' || kubernetesProvider === 'Kind') return [];
    const message = `on ${kubernetesProvider}, which manages kube-proxy and the API server itself, so its upgrades may undo it; see whether the platform has a setting for clusters without kube-proxy`;
    return [{ code: 'CAL-303', path: `spec.calicoNetwork.${field}`, value, message }];
  });

const enforceKey = 'pod-security.kubernetes.io/enforce';

const podSecurity: AdviceRule = ({ namespaces = {} }) => {
  const level = namespaces.labels?.[enforceKey] ?? 'privileged';
  if (level === 'privileged') return [];
  const message =
    'keeps calico-node out, which needs the level privileged, unless the admission configuration of the cluster exempts it; remove it or set privileged';
  return [{ code: 'CAL-205', path: `spec.namespaces.labels[${enforceKey}]`, value: level, message }];
};

const logSeverity: AdviceRule = ({ logging }) => {
  const value = logging?.cni?.logSeverity;
  if (value !== 'Warning') return [];
  const message = 'counts as Info, because the CNI plugin knows Error, Info and Debug; set Error for fewer lines';
  return [{ code: 'CAL-208', path: 'spec.logging.cni.logSeverity', value, message }];
};

const rules: readonly AdviceRule[] = [
  nodeAddresses,
  serviceAddresses,
  enoughBlocks,
  platformRanges,
  wayOut,
  ipipOnAzure,
  fullMesh,
  packetSize,
  platformOfItsOwn,
  podSecurity,
  logSeverity,
];
