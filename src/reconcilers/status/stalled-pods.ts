import type { Pod } from '../../crds/generated/core.gen.ts';
import { Pod as Pods } from '../../k8s/kinds.ts';
import type { ResourceType } from '../../k8s/object.ts';
import { CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import type { ReconcileContext } from '../context.ts';
import { podFailures } from './pod-failures.ts';
import type { WorkloadHealth } from './workload-health.ts';

/** A rollout that makes no progress for so long is worth a look at its pods; starting up is no failure. */
const patienceMs = 20_000;

interface Watched {
  progress: string;
  since: number;
}

/**
 * Remembers since when workloads make no progress, and looks at the pods of those that make none. Pods are read on
 * demand by label and never cached: there may be a hundred thousand of them.
 */
export class StalledPods {
  readonly #watched = new Map<string, Watched>();

  /** Sentences about pods that cannot run, and when to look again. */
  async look(
    ctx: ReconcileContext,
    workloads: readonly WorkloadHealth[],
  ): Promise<{ failures: readonly string[]; againAfterMs?: number }> {
    const now = ctx.clock.monotonic();
    const ages = workloads.map((workload) => ({ workload, age: this.#ageOf(workload, now) }));
    const unhealthy = ages.filter(({ workload }) => workload.verdict !== 'healthy');
    if (unhealthy.length === 0) return { failures: [] };
    const stalled = unhealthy.filter(({ age }) => age >= patienceMs);
    const failures = await Promise.all(stalled.map(({ workload }) => failuresOf(ctx, workload)));
    const waits = unhealthy.map(({ age }) => (age >= patienceMs ? patienceMs : patienceMs - age));
    return { failures: failures.flat(), againAfterMs: Math.min(...waits) };
  }

  #ageOf({ kind, name, progress, verdict }: WorkloadHealth, now: number): number {
    const key = `${kind} ${name}`;
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

async function failuresOf(ctx: ReconcileContext, { kind, name }: WorkloadHealth): Promise<string[]> {
  const pods: Pod[] = [];
  const selection = { namespace: CALICO_SYSTEM, labelSelector: `k8s-app=${name}` };
  const suspicious = (pod: Pod): void => {
    if (pod.status?.conditions?.every(({ type, status }) => type !== 'Ready' || status !== 'True') ?? true)
      pods.push(pod);
  };
  await ctx.client.listInto(Pods as ResourceType<Pod>, selection, {
    item: suspicious,
    restart: () => void (pods.length = 0),
  });
  return podFailures(pods).map((failure) => `${kind} ${name}: ${failure}`);
}
