import { createHash } from 'node:crypto';
import type { DaemonSet, Deployment, Pod } from '../../../src/crds/generated/core.gen.ts';
import { Pod as Pods } from '../../../src/k8s/kinds.ts';
import { keyOf, type ResourceType } from '../../../src/k8s/object.ts';
import type { DirectAccess } from '../direct-access.ts';

export const pods = Pods as ResourceType<Pod>;

export type Workload = DaemonSet | Deployment;

export const templateHashLabel = 'controller-revision-hash';

/** The pods that a workload owns, in the order of their names. */
export function podsOf(cluster: DirectAccess, { metadata }: Workload): readonly Pod[] {
  const known = indexes.get(cluster) ?? new PodIndex(cluster);
  indexes.set(cluster, known);
  return known.of(metadata.uid ?? '');
}

/** Pods by the uids of their owners: with a thousand nodes, nobody can go through all pods for each event. */
class PodIndex {
  readonly #owned = new Map<string, Map<string, Pod>>();
  readonly #sorted = new Map<string, readonly Pod[]>();

  constructor(cluster: DirectAccess) {
    for (const pod of cluster.list(pods)) this.#put(pod);
    cluster.onChange(({ resource, object, before, type }) => {
      if (resource.plural !== 'pods') return;
      if (before !== undefined) this.#drop(before as Pod);
      if (type !== 'DELETED') this.#put(object as Pod);
    });
  }

  of(uid: string): readonly Pod[] {
    const known = this.#sorted.get(uid);
    if (known !== undefined) return known;
    const keyed = [...(this.#owned.get(uid) ?? [])].toSorted(([left], [right]) => (left < right ? -1 : 1));
    const sorted = keyed.map(([, pod]) => pod);
    this.#sorted.set(uid, sorted);
    return sorted;
  }

  #put(pod: Pod): void {
    for (const { uid } of pod.metadata.ownerReferences ?? []) this.#ownedBy(uid).set(keyOf(pod.metadata), pod);
  }

  #drop({ metadata }: Pod): void {
    for (const { uid } of metadata.ownerReferences ?? []) this.#ownedBy(uid).delete(keyOf(metadata));
  }

  /** To be changed. */
  #ownedBy(uid: string): Map<string, Pod> {
    const owned = this.#owned.get(uid) ?? new Map<string, Pod>();
    this.#owned.set(uid, owned);
    this.#sorted.delete(uid);
    return owned;
  }
}

const indexes = new WeakMap<DirectAccess, PodIndex>();

const hashes = new WeakMap<object, string>();

/** Tells templates apart. */
export function templateHash({ spec }: Workload): string {
  const template = spec?.template ?? {};
  const known = hashes.get(template);
  if (known !== undefined) return known;
  const hash = createHash('sha1').update(JSON.stringify(template)).digest('hex').slice(0, 10);
  hashes.set(template, hash);
  return hash;
}

/** Creates a pod as the template says, as far as anybody here looks at pods. */
export function createPod(cluster: DirectAccess, owner: Workload, nodeName: string | undefined): void {
  const { kind, apiVersion, metadata } = owner;
  const suffix = Math.floor(cluster.chance.next() * 36 ** 5).toString(36);
  const { uid = '', namespace = '' } = metadata;
  cluster.create(pods, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...templateMetadata(owner),
      name: `${metadata.name}-${suffix.padStart(5, '0')}`,
      namespace,
      ownerReferences: [{ apiVersion, kind, name: metadata.name, uid, controller: true }],
    },
    spec: { ...templateSpec(owner), ...(nodeName !== undefined && { nodeName }) },
  } as Pod);
}

function templateMetadata(owner: Workload): Pick<Pod['metadata'], 'labels' | 'annotations'> {
  const { labels = {}, annotations } = owner.spec?.template.metadata ?? {};
  const all = { ...labels, [templateHashLabel]: templateHash(owner) };
  return annotations === undefined ? { labels: all } : { labels: all, annotations };
}

function templateSpec({ spec }: Workload): Pod['spec'] {
  const { hostNetwork, serviceAccountName, containers = [] } = spec?.template.spec ?? {};
  return {
    ...(hostNetwork !== undefined && { hostNetwork }),
    ...(serviceAccountName !== undefined && { serviceAccountName }),
    containers: containers.map(({ name, image = '' }) => ({ name, image })),
  };
}

export function isUpdated(pod: Pod, owner: Workload): boolean {
  return pod.metadata.labels?.[templateHashLabel] === templateHash(owner);
}

export function isReady({ status, metadata }: Pod): boolean {
  const ready = status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true;
  return ready && metadata.deletionTimestamp === undefined;
}
