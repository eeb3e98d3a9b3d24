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
  /** A node of the AKS virtual kubelet or of EKS Fargate, where no host-networked pod can run. */
  readonly virtual: boolean;
  /** Keys and values in turn: thousands of nodes share most of these words, and an array is the smallest thing to hold them. */
  readonly labels: readonly string[];
  /** Taints that keep pods away for good; those of a node's condition come and go with it. */
  readonly taints: readonly Taint[];
  /** `GKE`, `DockerEnterprise`, `Kind`, `AKS` or empty: the platform that this node gives away. */
  readonly platform: string;
  /** Where other nodes reach it; '' where it has no address yet. */
  readonly address: string;
}

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** Value of a label. */
export function labelOf({ labels }: Pick<NodeFacts, 'labels'>, key: string): string | undefined {
  const index = labels.findIndex((word, position) => position % 2 === 0 && word === key);
  return index === -1 ? undefined : labels[index + 1];
}

/** Pure projection for the informer of nodes. */
export function nodeFacts(node: Node): NodeFacts {
  const labels = node.metadata.labels ?? {};
  return {
    name: node.metadata.name,
    os: intern(labels['kubernetes.io/os'] ?? ''),
    unschedulable: node.spec?.unschedulable === true,
    ready: isReady(node),
    virtual: isVirtual(labels),
    labels: labelWords(labels, node.metadata.name),
    taints: lastingTaints(node.spec?.taints ?? []),
    platform: platformOf(labels, node.spec?.providerID ?? ''),
    address: addressOf(node.status?.addresses ?? []),
  };
}

function isReady({ status }: Node): boolean {
  return status?.conditions?.some((each) => each.type === 'Ready' && each.status !== 'True') !== true;
}

function isVirtual(labels: Readonly<Record<string, string>>): boolean {
  const isAksVirtual = 'kubernetes.azure.com/cluster' in labels && labels['type'] === 'virtual-kubelet';
  return isAksVirtual || labels['eks.amazonaws.com/compute-type'] === 'fargate';
}

/** The name of the node, its label `kubernetes.io/hostname` as a rule, is no word to share. */
function labelWords(labels: Readonly<Record<string, string>>, name: string): readonly string[] {
  return Object.entries(labels).flatMap(([key, value]) => [intern(key), value === name ? name : intern(value)]);
}

const none: readonly Taint[] = [];
const conditionTaint = /^node\.(cloudprovider\.)?kubernetes\.io\//;

function lastingTaints(taints: NonNullable<NonNullable<Node['spec']>['taints']>): readonly Taint[] {
  const lasting = taints.filter(({ key, effect }) => effect !== 'PreferNoSchedule' && !conditionTaint.test(key));
  if (lasting.length === 0) return none;
  return lasting.map(({ key, value = '', effect }) => ({
    key: intern(key),
    value: intern(value),
    effect: intern(effect),
  }));
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
