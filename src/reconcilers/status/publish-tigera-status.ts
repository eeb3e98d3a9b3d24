import { TigeraStatuses } from '../../crds/kinds.ts';
import { mergeConditions, sameConditions, type Condition, type Verdict } from '../../crds/status/conditions.ts';
import { presentable } from '../../crds/status/message.ts';
import { incarnationOf, type KubeObject } from '../../k8s/object.ts';
import { secondTime } from '../../k8s/time.ts';
import { fieldManager } from '../apply/take-over.ts';
import type { ReconcileContext } from '../context.ts';

const apiVersion = 'operator.tigera.io/v1';

/** The stored conditions of a component. */
export function storedConditions(ctx: ReconcileContext, name: string): Condition[] {
  return (ctx.cluster.tigeraStatuses.get(name)?.status?.conditions ?? []) as Condition[];
}

/** Makes sure that the object is there, so that `kubectl wait` has something to wait on from the first second. */
export async function ensureTigeraStatus(ctx: ReconcileContext, name: string): Promise<void> {
  if (ctx.cluster.tigeraStatuses.get(name) !== undefined) return;
  const object = { apiVersion, kind: 'TigeraStatus', metadata: { name }, spec: {} };
  ctx.cluster.tigeraStatuses.upsert(await ctx.client.apply(TigeraStatuses, object, { fieldManager }));
}

/** What was said, and what is said now. */
export interface Publication {
  readonly before: readonly Condition[];
  readonly after: readonly Condition[];
  /** Set where only words changed, and so short after the last write that they wait. */
  readonly laterMs?: number;
}

/** A rollout over a thousand nodes changes its numbers a thousand times; people read them every few seconds. */
const wordsRestMs = 3_000;

/** Writes the three conditions at once, and only when one of them changed. */
export async function publishTigeraStatus(
  ctx: ReconcileContext,
  name: string,
  verdicts: readonly Verdict[],
  generations: (type: string) => number | undefined,
): Promise<Publication> {
  await ensureTigeraStatus(ctx, name);
  const before = storedConditions(ctx, name);
  const now = secondTime(ctx.clock.wall());
  const told = verdicts.map((verdict) => ({ ...verdict, message: presentable(verdict.message) }));
  const after = told.flatMap((verdict) =>
    mergeConditions(before, [verdict], { now, observedGeneration: generations(verdict.type) }),
  );
  const laterMs = onlyWordsChanged(before, after) ? ctx.memory.statusRestOf(name, wordsRestMs) : 0;
  if (laterMs > 0) return { before, after: before, laterMs };
  if (!sameConditions(before, after)) {
    ctx.memory.statusWritten(name);
    const object: KubeObject & { status: object } = {
      apiVersion,
      kind: 'TigeraStatus',
      metadata: { name },
      status: { conditions: after },
    };
    const written = await ctx.client.apply(TigeraStatuses, object, { fieldManager, subresource: 'status' });
    ctx.cluster.tigeraStatuses.upsert(written);
  }
  return { before, after };
}

/** Removes the status of a component that is not wanted any more. */
export async function removeTigeraStatus(ctx: ReconcileContext, name: string): Promise<void> {
  if (ctx.cluster.tigeraStatuses.get(name) === undefined) return;
  const live = await ctx.client.get(TigeraStatuses, { name });
  if (live === undefined) return;
  const incarnation = incarnationOf(live);
  if ((await ctx.client.delete(TigeraStatuses, incarnation)) === undefined)
    ctx.cluster.tigeraStatuses.remove(incarnation);
}

/** Whether the conditions differ, but in nothing that a program would act on. */
function onlyWordsChanged(before: readonly Condition[], after: readonly Condition[]): boolean {
  if (sameConditions(before, after)) return false;
  return after.every((condition) => {
    const old = before.find(({ type }) => type === condition.type);
    return (
      old?.status === condition.status &&
      old.reason === condition.reason &&
      old.observedGeneration === condition.observedGeneration
    );
  });
}
