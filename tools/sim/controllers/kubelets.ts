import type { Node, Pod } from '../../../src/crds/generated/core.gen.ts';
import { Node as Nodes } from '../../../src/k8s/kinds.ts';
import type { ResourceType } from '../../../src/k8s/object.ts';
import { secondTime } from '../../../src/k8s/time.ts';
import type { DirectAccess } from '../direct-access.ts';
import { pods } from './pods.ts';

const nodes = Nodes as ResourceType<Node>;

export interface KubeletTimes {
  /** At least and at most how long a pod takes to become ready, and to stop; milliseconds. */
  readonly startMs: readonly [number, number];
  readonly stopMs: readonly [number, number];
}

export const quickKubelets: KubeletTimes = { startMs: [200, 1_500], stopMs: [50, 500] };

/**
 * What kubelets do: pods become ready some time after they have a node, and go some time after they were deleted. On a
 * node whose condition Ready is not True nothing happens until it is again.
 */
export function runKubelets(cluster: DirectAccess, times: KubeletTimes = quickKubelets): void {
  cluster.onChange(({ type, resource, object, before }) => {
    if (resource.plural === 'nodes') followNode(cluster, object as Node, times);
    if (resource.plural !== 'pods' || type === 'DELETED') return;
    const pod = object as Pod;
    if (type === 'ADDED' && pod.spec?.nodeName !== undefined) startLater(cluster, pod, times);
    const wasLeft = before?.metadata.deletionTimestamp === undefined;
    if (pod.metadata.deletionTimestamp !== undefined && wasLeft) stopLater(cluster, pod, times);
  });
}

/** Pods of a lost node are called not ready by their controller; a node that is back goes on where it stopped. */
function followNode(cluster: DirectAccess, { metadata, status }: Node, times: KubeletTimes): void {
  if (status?.conditions?.some(({ type }) => type === 'Ready') !== true) return;
  const here = cluster.list(pods).filter(({ spec }) => spec?.nodeName === metadata.name);
  const isBack = isUp(cluster, metadata.name);
  for (const pod of here) {
    if (!isBack) tell(cluster, pod, 'False');
    else if (pod.metadata.deletionTimestamp === undefined) startLater(cluster, pod, times);
    else stopLater(cluster, pod, times);
  }
}

function startLater(cluster: DirectAccess, pod: Pod, { startMs }: KubeletTimes): void {
  cluster.scheduler.after(cluster.chance.between(...startMs), () => {
    const live = cluster.get(pods, pod.metadata);
    if (live === undefined || live.metadata.uid !== pod.metadata.uid || !isUp(cluster, pod.spec?.nodeName)) return;
    tell(cluster, live, 'True');
  });
}

function stopLater(cluster: DirectAccess, pod: Pod, { stopMs }: KubeletTimes): void {
  cluster.scheduler.after(cluster.chance.between(...stopMs), () => {
    if (isUp(cluster, pod.spec?.nodeName)) cluster.finishPod(pods, pod);
  });
}

/** Nodes without conditions are up: nobody reports for them. */
function isUp(cluster: DirectAccess, name: string | undefined): boolean {
  const node = name === undefined ? undefined : cluster.get(nodes, { name });
  return node?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status !== 'True') !== true;
}

function tell(cluster: DirectAccess, { metadata }: Pod, status: 'True' | 'False'): void {
  const conditions = [{ type: 'Ready', status, lastTransitionTime: secondTime(cluster.scheduler.wall()) }];
  cluster.patch(pods, metadata, { status: { phase: 'Running', conditions } }, 'status');
}
