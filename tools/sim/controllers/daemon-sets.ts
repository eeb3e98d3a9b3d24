import type { DaemonSet, Node, Pod } from '../../../src/crds/generated/core.gen.ts';
import { DaemonSet as DaemonSets, Node as Nodes } from '../../../src/k8s/kinds.ts';
import type { ResourceType } from '../../../src/k8s/object.ts';
import { createPod, isReady, isUpdated, pods, podsOf } from './pods.ts';
import type { DirectAccess } from '../direct-access.ts';
import { LazyQueue, targetOf } from './lazy-queue.ts';

const daemonSets = DaemonSets as ResourceType<DaemonSet>;
const nodes = Nodes as ResourceType<Node>;

/** A pod on every node that matches, rolled node by node. Tolerations are not looked at: ours tolerate all. */
export function runDaemonSets(cluster: DirectAccess): void {
  const queue = new LazyQueue(cluster, [5, 40], (key) => sync(cluster, key));
  cluster.onChange(({ resource, object }) => {
    if (resource.plural === 'daemonsets') queue.addObject(object);
    if (resource.plural === 'pods') {
      const owner = object.metadata.ownerReferences?.find(({ kind }) => kind === 'DaemonSet');
      if (owner !== undefined) queue.add(`${object.metadata.namespace ?? ''}/${owner.name}`);
    }
    if (resource.plural === 'nodes') for (const each of cluster.list(daemonSets)) queue.addObject(each);
  });
}

function sync(cluster: DirectAccess, key: string): void {
  const live = cluster.get(daemonSets, targetOf(key));
  if (live === undefined || live.metadata.deletionTimestamp !== undefined) return;
  const wanted = nodesFor(cluster, live);
  const owned = podsOf(cluster, live);
  place(cluster, live, wanted, owned);
  roll(cluster, live, owned, wanted.length);
  report(cluster, live, wanted.length);
}

function nodesFor(cluster: DirectAccess, { spec }: DaemonSet): string[] {
  const selector = Object.entries(spec?.template.spec?.nodeSelector ?? {});
  return cluster
    .list(nodes)
    .filter(({ metadata }) => selector.every(([label, value]) => metadata.labels?.[label] === value))
    .map(({ metadata }) => metadata.name);
}

/** One pod on each wanted node, none elsewhere. A node whose pod is stopping waits. */
function place(cluster: DirectAccess, daemonSet: DaemonSet, wanted: readonly string[], owned: readonly Pod[]): void {
  const taken = new Set(owned.map(({ spec }) => spec?.nodeName));
  for (const node of wanted) if (!taken.has(node)) createPod(cluster, daemonSet, node);
  for (const pod of owned) if (!wanted.includes(pod.spec?.nodeName ?? '')) remove(cluster, pod);
}

/** Old pods that are not ready go at once; ready ones as far as the budget allows. */
function roll(cluster: DirectAccess, daemonSet: DaemonSet, owned: readonly Pod[], wanted: number): void {
  if (daemonSet.spec?.updateStrategy?.type === 'OnDelete') return;
  const unavailable = wanted - owned.filter(isReady).length;
  const old = owned.filter((pod) => !isUpdated(pod, daemonSet) && pod.metadata.deletionTimestamp === undefined);
  for (const pod of old.filter((each) => !isReady(each))) remove(cluster, pod);
  const budget = Math.max(0, budgetOf(daemonSet, wanted) - unavailable);
  for (const pod of old.filter(isReady).slice(0, budget)) remove(cluster, pod);
}

function budgetOf({ spec }: DaemonSet, wanted: number): number {
  const given = spec?.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1;
  return typeof given === 'number' ? given : Math.ceil((wanted * Number.parseInt(given, 10)) / 100);
}

function remove(cluster: DirectAccess, pod: Pod): void {
  if (pod.metadata.deletionTimestamp === undefined) cluster.delete(pods, pod);
}

function report(cluster: DirectAccess, daemonSet: DaemonSet, desired: number): void {
  const owned = podsOf(cluster, daemonSet).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const ready = owned.filter(isReady).length;
  const status = {
    observedGeneration: daemonSet.metadata.generation ?? 0,
    desiredNumberScheduled: desired,
    currentNumberScheduled: owned.length,
    updatedNumberScheduled: owned.filter((pod) => isUpdated(pod, daemonSet)).length,
    numberReady: ready,
    numberAvailable: ready,
    numberUnavailable: desired - ready,
    numberMisscheduled: 0,
  };
  cluster.patch(daemonSets, daemonSet.metadata, { status }, 'status');
}
