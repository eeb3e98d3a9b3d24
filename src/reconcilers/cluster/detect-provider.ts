import type { KubernetesProvider } from '../../crds/installation/spec.ts';
import type { NodeFacts } from './node-facts.ts';
import type { PlatformConfig, SystemService } from './kube-system-config.ts';

/** What gives a platform away. */
export interface PlatformFacts {
  /** API groups that are served. */
  readonly groups: ReadonlySet<string>;
  readonly nodes: readonly NodeFacts[];
  /** ConfigMaps and Services of kube-system. */
  readonly configMaps: readonly PlatformConfig[];
  readonly services: readonly SystemService[];
}

type Evidence = readonly [provider: KubernetesProvider, holds: (facts: PlatformFacts) => boolean];

/** The first that holds wins: a node label alone says less than an API or a ConfigMap of the platform. */
const evidence: readonly Evidence[] = [
  ['GKE', (facts) => facts.groups.has('networking.gke.io') && hasNodeOf(facts, 'GKE')],
  ['TKG', ({ groups }) => groups.has('core.tanzu.vmware.com')],
  ['OpenShift', ({ groups }) => groups.has('config.openshift.io')],
  ['DockerEnterprise', (facts) => hasNodeOf(facts, 'DockerEnterprise')],
  ['EKS', isEks],
  ['RKE2', ({ configMaps, services }) => has(configMaps, 'rke2') || has(services, 'rke2-coredns-rke2-coredns')],
  ['Kind', (facts) => hasNodeOf(facts, 'Kind')],
  ['AKS', (facts) => hasNodeOf(facts, 'AKS')],
];

/** The platform of the cluster; empty where nothing gives it away. Pure. */
export function detectProvider(facts: PlatformFacts): KubernetesProvider {
  return evidence.find(([, holds]) => holds(facts))?.[0] ?? '';
}

function isEks({ configMaps, services }: PlatformFacts): boolean {
  if (has(configMaps, 'aws-auth') || has(configMaps, 'eks-certificates-controller')) return true;
  const dns = services.find(({ name }) => name === 'kube-dns');
  return dns !== undefined && dns.labels.includes('eks.amazonaws.com/component');
}

function hasNodeOf({ nodes }: PlatformFacts, platform: string): boolean {
  return nodes.some((node) => node.platform === platform);
}

function has(objects: readonly { readonly name: string }[], name: string): boolean {
  return objects.some((object) => object.name === name);
}
