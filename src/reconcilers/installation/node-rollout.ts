import type { DaemonSet, Pod } from '../../crds/generated/core.gen.ts';
import type { Installation } from '../../crds/installation/spec.ts';
import { isOutage } from '../../k8s/errors.ts';
import { Pod as Pods } from '../../k8s/kinds.ts';
import type { ResourceType } from '../../k8s/object.ts';
import type { LostNodes } from '../../renderers/shared/lost-nodes.ts';
import { CALICO_VERSION } from '../../renderers/shared/images.ts';
import { CALICO_NODE, CALICO_NODE_WINDOWS, CALICO_SYSTEM, CSI_NODE_DRIVER } from '../../renderers/shared/names.ts';
import type { ReconcileContext } from '../context.ts';
import { isRolledOut, lacksOnReadyNodes } from '../status/workload-health.ts';
import { runningVersion } from '../cluster/running-version.ts';
import { judgeRollout, Silences, type RollingPod, type Rollout } from './judge-rollout.ts';

/** How long a node may be silent before nobody waits for it: a restart of a kubelet takes less. */
const graceMs = 60_000;
/** Pods are not asked for more often than this, and for each node a little less often. */
const shortestRestMs = 5_000;
const restOfNodeMs = 6;

/** What a look at a rollout shows. */
export interface NodeRollout extends Rollout {
  /** How many nodes the DaemonSets want. */
  readonly nodes: number;
  /** Linux nodes that do not count against the budget of the rollout; absent where there are none. */
  readonly lost?: LostNodes;
  /** When to look again. */
  readonly againAfterMs?: number;
}

const names = [CALICO_NODE, CALICO_NODE_WINDOWS];
const noRollout: Rollout = { isDone: true, remaining: [], leftOut: [], excused: [] };

/**
 * Follows calico-node while the version in the status is not ours. Counts in the status of a DaemonSet tell all while
 * every node is ready; where some are silent, only pods tell which nodes the counts are about. Pods are read on demand,
 * and not cached. Safe to be lost: what it remembers are moments of silence, and when it last looked.
 */
export class RolloutWatch {
  readonly #silences = new Silences();
  #last: NodeRollout | undefined;
  #looked: { readonly at: number; readonly pods: readonly RollingPod[] } | undefined;

  /** What was seen last. */
  get last(): NodeRollout | undefined {
    return this.#last;
  }

  async look(ctx: ReconcileContext, installation: Installation): Promise<NodeRollout> {
    this.#last = await this.#look(ctx, installation);
    return this.#last;
  }

  async #look(ctx: ReconcileContext, installation: Installation): Promise<NodeRollout> {
    const daemonSets = names.flatMap((name) => ctx.cluster.daemonSets.get(`${CALICO_SYSTEM}/${name}`) ?? []);
    const nodes = daemonSets.reduce((sum, each) => sum + desiredOf(each), 0);
    if (installation.status?.calicoVersion === CALICO_VERSION || daemonSets.every(isRolledOut)) {
      return { ...noRollout, nodes };
    }
    const now = ctx.clock.monotonic();
    const { silent, againAfterMs } = this.#silences.look(ctx.cluster.nodes.list(), { now, graceMs });
    // The first installation has no old pods: without silent nodes its counts say all.
    const running = runningVersion(ctx, installation) ?? CALICO_VERSION;
    if (running === CALICO_VERSION && silent.size === 0) return { ...counted(nodes), ...soon(againAfterMs) };
    const restMs = Math.max(shortestRestMs, nodes * restOfNodeMs);
    const { pods, isFresh } = await this.#pods(ctx, daemonSets, { now, restMs });
    const allCounted = isFresh && daemonSets.every((each) => lacksOnReadyNodes(each, silent.size) === '');
    const rollout = judgeRollout(pods, { silent, allCounted });
    const lost = lostNodesOf(
      rollout.excused.filter((name) => ctx.cluster.nodes.get(name)?.os === 'linux').length,
      desiredOf(daemonSets.find(({ metadata }) => metadata.name === CALICO_NODE)),
    );
    return { ...rollout, nodes, ...(lost && { lost }), ...soon(againAfterMs, restMs) };
  }

  /** Only what is read after the counts can tell that all is done. */
  async #pods(
    ctx: ReconcileContext,
    daemonSets: readonly DaemonSet[],
    { now, restMs }: { readonly now: number; readonly restMs: number },
  ): Promise<{ readonly pods: readonly RollingPod[]; readonly isFresh: boolean }> {
    const known = this.#looked;
    if (known !== undefined && now - known.at < restMs) return { pods: known.pods, isFresh: false };
    try {
      this.#looked = { at: now, pods: await rollingPods(ctx, daemonSets) };
      return { pods: this.#looked.pods, isFresh: true };
    } catch (error) {
      if (!isOutage(error)) throw error;
      return { pods: known?.pods ?? [], isFresh: false };
    }
  }
}

function desiredOf(live: DaemonSet | undefined): number {
  return live?.status?.desiredNumberScheduled ?? 0;
}

function counted(nodes: number): NodeRollout {
  return { ...noRollout, isDone: false, nodes };
}

function soon(...delays: readonly (number | undefined)[]): Pick<NodeRollout, 'againAfterMs'> {
  const given = delays.filter((delay) => delay !== undefined);
  return given.length === 0 ? {} : { againAfterMs: Math.min(...given) };
}

async function rollingPods(ctx: ReconcileContext, daemonSets: readonly DaemonSet[]): Promise<RollingPod[]> {
  const images = new Map(daemonSets.map((each) => [each.metadata.name, imagesOf(each.spec?.template.spec)]));
  const pods: RollingPod[] = [];
  const selection = { namespace: CALICO_SYSTEM, labelSelector: `k8s-app in (${names.join(',')})` };
  const item = (pod: Pod): void => void pods.push(rollingPod(pod, images));
  await ctx.client.listInto(Pods as ResourceType<Pod>, selection, { item, restart: () => void (pods.length = 0) });
  return pods;
}

/** A pod that is being deleted still runs, so it counts as old. */
function rollingPod(pod: Pod, images: ReadonlyMap<string, string>): RollingPod {
  const { metadata, spec, status = {} } = pod;
  const { startTime, phase = 'Pending', conditions = [] } = status;
  return {
    node: spec?.nodeName ?? '',
    isNew: metadata.deletionTimestamp === undefined && images.get(componentOf(pod)) === imagesOf(spec),
    hasBegun: startTime !== undefined || phase !== 'Pending',
    ready: conditions.some((each) => each.type === 'Ready' && each.status === 'True'),
    createdAt: metadata.creationTimestamp ?? '',
  };
}

function componentOf({ metadata }: Pod): string {
  return metadata.labels?.['k8s-app'] ?? '';
}

function imagesOf(spec: Pod['spec']): string {
  return (spec?.containers ?? [])
    .map(({ name, image = '' }) => `${name}=${image}`)
    .toSorted()
    .join(' ');
}

/**
 * Whether a DaemonSet of the core is complete on all nodes that are waited for. `rollout` has looked at the pods of
 * calico-node; for others their counts are enough.
 */
export function isCompleteBeside(live: DaemonSet, { isDone, leftOut }: Rollout): boolean {
  if (isRolledOut(live)) return true;
  if (leftOut.length === 0) return false;
  return live.metadata.name === CSI_NODE_DRIVER ? lacksOnReadyNodes(live, leftOut.length) === '' : isDone;
}

/** Where more nodes are lost, and more than one in ten, something is wrong that a rollout would make worse. */
const manyLost = 5;

/** Which of `nodes` nodes do not count against the budget of their DaemonSet, where `excused` are lost. Pure. */
export function lostNodesOf(excused: number, nodes: number): LostNodes | undefined {
  const count = Math.min(excused, Math.max(manyLost, Math.floor(nodes / 10)));
  return count === 0 ? undefined : { count, of: nodes };
}
