import type { Pod } from '../../crds/generated/core.gen.ts';
import { isOutage } from '../../k8s/errors.ts';
import { Pod as Pods } from '../../k8s/kinds.ts';
import type { ResourceType } from '../../k8s/object.ts';
import { CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import type { ReconcileContext } from '../context.ts';
import { podFailures } from './pod-failures.ts';
import type { WorkloadHealth } from './workload-health.ts';

/** A rollout that makes no progress for so long is worth a look at its pods; starting up is no failure. */
const patienceMs = 20_000;
/** Passes can follow each other closely; pods are not asked for more often than this. */
const restMs = 5_000;

/** What a look at stalled pods shows. */
export interface Look {
  /** Sentences about pods that cannot run. */
  readonly failures: readonly string[];
  /** A sentence for each stalled workload about the pod that takes longest. */
  readonly slowest: readonly string[];
  /** When to look again. */
  readonly againAfterMs?: number;
}

interface Watched {
  readonly progress: string;
  readonly since: number;
  /** The last look at its pods, and when it was. */
  looked?: { readonly at: number; readonly look: Look };
}

const nothing: Look = { failures: [], slowest: [] };

/**
 * Remembers since when workloads make no progress, and looks at the pods of those that make none. Pods are read on
 * demand by label and never cached: there may be a hundred thousand of them.
 */
export class StalledPods {
  readonly #watched = new Map<string, Watched>();

  async look(ctx: ReconcileContext, workloads: readonly WorkloadHealth[]): Promise<Look> {
    const now = ctx.clock.monotonic();
    const ages = workloads.map((workload) => ({ workload, age: this.#ageOf(workload, now) }));
    const unhealthy = ages.filter(({ workload }) => workload.verdict !== 'healthy');
    if (unhealthy.length === 0) return nothing;
    const stalled = unhealthy.filter(({ age }) => age >= patienceMs);
    const looks = await Promise.all(stalled.map(({ workload }) => this.#lookAt(ctx, workload)));
    const waits = unhealthy.map(({ age }) => (age >= patienceMs ? patienceMs : patienceMs - age));
    return {
      failures: looks.flatMap(({ failures }) => failures),
      slowest: looks.flatMap(({ slowest }) => slowest),
      againAfterMs: Math.min(...waits),
    };
  }

  /** What is seen now, or was a moment ago; a server that does not answer leaves it at that. */
  async #lookAt(ctx: ReconcileContext, workload: WorkloadHealth): Promise<Look> {
    const watched = this.#watched.get(keyOf(workload));
    const now = ctx.clock.monotonic();
    const { looked } = watched ?? {};
    if (looked !== undefined && now - looked.at < restMs) return looked.look;
    const look = await lookAt(ctx, workload).catch((error: unknown) => {
      if (!isOutage(error)) throw error;
      return looked?.look ?? nothing;
    });
    if (watched !== undefined) watched.looked = { at: now, look };
    return look;
  }

  #ageOf(workload: WorkloadHealth, now: number): number {
    const { progress, verdict } = workload;
    const key = keyOf(workload);
    if (verdict === 'healthy') {
      this.#watched.delete(key);
      return 0;
    }
    const watched = this.#watched.get(key);
    if (watched?.progress === progress) return now - watched.since;
    this.#watched.set(key, { progress, since: now });
    return 0;
  }
}

function keyOf({ kind, name }: WorkloadHealth): string {
  return `${kind} ${name}`;
}

async function lookAt(ctx: ReconcileContext, { kind, name }: WorkloadHealth): Promise<Look> {
  const pods: Pod[] = [];
  const selection = { namespace: CALICO_SYSTEM, labelSelector: `k8s-app=${name}` };
  const sink = { item: (pod: Pod) => void (isReady(pod) || pods.push(pod)), restart: () => void (pods.length = 0) };
  await ctx.client.listInto(Pods as ResourceType<Pod>, selection, sink);
  const about = (sentence: string): string => `${kind} ${name}: ${sentence}`;
  return { failures: podFailures(pods).map(about), slowest: slowestOf(pods).map(about) };
}

function isReady({ status }: Pod): boolean {
  return (status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');
}

/** The pod that is waited for longest, by its node: the place to look at first. */
function slowestOf(pods: readonly Pod[]): string[] {
  const [oldest] = pods.toSorted((a, b) => (createdAt(a) < createdAt(b) ? -1 : 1));
  if (oldest === undefined) return [];
  const { metadata, spec } = oldest;
  const where = spec?.nodeName === undefined ? 'no node yet' : `node ${spec.nodeName}`;
  return [`waiting longest for pod ${metadata.name} on ${where}, made at ${createdAt(oldest)}`];
}

function createdAt({ metadata }: Pod): string {
  return metadata.creationTimestamp ?? '';
}
