import type { Deployment, Node, Pod } from '../../../src/crds/generated/core.gen.ts';
import { Deployment as Deployments, Node as Nodes } from '../../../src/k8s/kinds.ts';
import type { ResourceType } from '../../../src/k8s/object.ts';
import { createPod, isReady, isUpdated, pods, podsOf } from './pods.ts';
import type { DirectAccess } from '../direct-access.ts';
import { LazyQueue, targetOf } from './lazy-queue.ts';

const deployments = Deployments as ResourceType<Deployment>;
const nodes = Nodes as ResourceType<Node>;

/** Replicas over nodes, rolled within the strategy's bounds. Pods belong to the Deployment itself: no ReplicaSets. */
export function runDeployments(cluster: DirectAccess): void {
  const queue = new LazyQueue(cluster, [5, 40], (key) => sync(cluster, key));
  cluster.onChange(({ resource, object }) => {
    if (resource.plural === 'deployments') queue.addObject(object);
    if (resource.plural !== 'pods') return;
    const owner = object.metadata.ownerReferences?.find(({ kind }) => kind === 'Deployment');
    if (owner !== undefined) queue.add(`${object.metadata.namespace ?? ''}/${owner.name}`);
  });
}

function sync(cluster: DirectAccess, key: string): void {
  const live = cluster.get(deployments, targetOf(key));
  if (live === undefined || live.metadata.deletionTimestamp !== undefined) return;
  const replicas = live.spec?.replicas ?? 1;
  const owned = podsOf(cluster, live).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const updated = owned.filter((pod) => isUpdated(pod, live));
  const old = owned.filter((pod) => !isUpdated(pod, live));
  reschedule(cluster, live, updated);
  const room = replicas + surgeOf(live, replicas) - owned.length;
  for (let missing = Math.min(replicas - updated.length, room); missing > 0; missing--) place(cluster, live);
  shrink(cluster, old, owned.filter(isReady).length - (replicas - unavailableOf(live, replicas)));
  for (const pod of updated.slice(replicas)) cluster.delete(pods, pod);
  report(cluster, live);
}

/** A pod that waits for a node goes once there is one, and the next look makes another: a scheduler for the poor. */
function reschedule(cluster: DirectAccess, deployment: Deployment, updated: readonly Pod[]): void {
  const waiting = updated.find(({ spec }) => spec?.nodeName === undefined);
  if (waiting !== undefined && nodesFor(cluster, deployment).length > 0) cluster.finishPod(pods, waiting);
}

/** A pod with the host's network needs a node where its Deployment has none yet; without one it has to wait. */
function nodesFor(cluster: DirectAccess, deployment: Deployment): string[] {
  const taken = new Set(podsOf(cluster, deployment).map(({ spec }) => spec?.nodeName));
  const all = cluster.list(nodes).map(({ metadata }) => metadata.name);
  const free = all.filter((name) => !taken.has(name));
  return deployment.spec?.template.spec?.hostNetwork === true || free.length > 0 ? free : all;
}

function place(cluster: DirectAccess, deployment: Deployment): void {
  const possible = nodesFor(cluster, deployment);
  createPod(cluster, deployment, possible.length === 0 ? undefined : cluster.chance.pick(possible));
}

/** Old pods that are not ready go at once; ready ones as far as enough others are ready. */
function shrink(cluster: DirectAccess, old: readonly Pod[], spare: number): void {
  for (const pod of old.filter((each) => !isReady(each))) cluster.delete(pods, pod);
  for (const pod of old.filter(isReady).slice(0, Math.max(0, spare))) cluster.delete(pods, pod);
}

function surgeOf({ spec }: Deployment, replicas: number): number {
  if (spec?.strategy?.type === 'Recreate') return 0;
  return share(spec?.strategy?.rollingUpdate?.maxSurge ?? '25%', replicas, Math.ceil);
}

function unavailableOf({ spec }: Deployment, replicas: number): number {
  if (spec?.strategy?.type === 'Recreate') return replicas;
  return share(spec?.strategy?.rollingUpdate?.maxUnavailable ?? '25%', replicas, Math.floor);
}

function share(of: number | string, replicas: number, round: (value: number) => number): number {
  return typeof of === 'number' ? of : round((replicas * Number.parseInt(of, 10)) / 100);
}

function report(cluster: DirectAccess, deployment: Deployment): void {
  const owned = podsOf(cluster, deployment).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const ready = owned.filter(isReady).length;
  const status = {
    observedGeneration: deployment.metadata.generation ?? 0,
    replicas: owned.length,
    updatedReplicas: owned.filter((pod) => isUpdated(pod, deployment)).length,
    readyReplicas: ready,
    availableReplicas: ready,
    unavailableReplicas: Math.max(0, (deployment.spec?.replicas ?? 1) - ready),
  };
  cluster.patch(deployments, deployment.metadata, { status }, 'status');
}
