import { intern } from '../../k8s/projection.ts';
import type { Node } from '../../crds/generated/core.gen.ts';

/** What is kept of each node: a few words instead of some 13 KB, because there may be thousands. */
export interface NodeFacts {
  readonly name: string;
  readonly os: string;
  /** Cordoned. */
  readonly unschedulable: boolean;
  /** False where its kubelet says so, or is not heard any more. */
  readonly ready: boolean;
  /** A node of the AKS virtual kubelet, where no host-networked pod can run. */
  readonly virtual: boolean;
  /** `GKE`, `DockerEnterprise`, `Kind`, `AKS` or empty: the platform that this node gives away. */
  readonly platform: string;
  /** Where other nodes reach it; '' where it has no address yet. */
  readonly address: string;
}

/** Pure projection for the informer of nodes. */
export function nodeFacts(node: Node): NodeFacts {
  const labels = node.metadata.labels ?? {};
  return {
    name: node.metadata.name,
    os: intern(labels['kubernetes.io/os'] ?? ''),
    unschedulable: node.spec?.unschedulable === true,
    ready: isReady(node),
    virtual: 'kubernetes.azure.com/cluster' in labels && labels['type'] === 'virtual-kubelet',
    platform: platformOf(labels, node.spec?.providerID ?? ''),
    address: addressOf(node.status?.addresses ?? []),
  };
}

function isReady({ status }: Node): boolean {
  return status?.conditions?.some((each) => each.type === 'Ready' && each.status !== 'True') !== true;
}

function addressOf(addresses: readonly { readonly type: string; readonly address: string }[]): string {
  return addresses.find(({ type }) => type === 'InternalIP')?.address ?? '';
}

const labelPlatforms: readonly (readonly [prefix: string, platform: string])[] = [
  ['cloud.google.com/gke-', 'GKE'],
  ['com.docker.ucp', 'DockerEnterprise'],
  ['kubernetes.azure.com/', 'AKS'],
];

function platformOf(labels: Readonly<Record<string, string>>, providerId: string): string {
  const names = Object.keys(labels);
  const byLabel = labelPlatforms.find(([prefix]) => names.some((name) => name.startsWith(prefix)));
  return byLabel?.[1] ?? (providerId.startsWith('kind://') ? 'Kind' : '');
}
