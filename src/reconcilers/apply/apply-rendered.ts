import { Degraded } from '../../crds/status/degraded.ts';
import { messageOf } from '../../k8s/errors.ts';
import { describeRef, refOf, type KubeObject, type ObjectRef } from '../../k8s/object.ts';
import type { Rendered } from '../../renderers/component.ts';
import { tellAwaiting } from '../cluster/calico-api-server.ts';
import type { ReconcileContext } from '../context.ts';
import { applyObject, lostARace, type Applied } from './apply-object.ts';
import { datastoreLock, isCalicoData } from '../migration/datastore-lock.ts';
import { deleteObject, type MayGo } from './delete-object.ts';
import type { Extent } from './take-over.ts';
import { wavesOf } from './waves.ts';
import { Race } from './race.ts';

export interface ApplyOptions {
  /** Default: `whole`. */
  readonly extent?: Extent;
  /** Why an object is held back for now, if it is; shown in status. */
  readonly hold?: (object: KubeObject) => string | undefined;
  /** Called before each wave leaves, with what it holds. */
  readonly beforeWave?: (wave: readonly KubeObject[]) => Promise<void>;
}

/** What an executor pass leaves to be said or done. */
export interface ApplyReport {
  readonly written: number;
  /** Sentences about objects that wait, sorted. */
  readonly waits: readonly string[];
  /** Sentences about objects that others decide as well (docs/warnings.md). */
  readonly warnings: readonly string[];
  /** The sentence among them about what waits for Calico's API server. */
  readonly awaited?: string;
  /** When to look again; absent where only a watch can bring news. */
  readonly againAfterMs?: number;
}

/**
 * Makes the cluster as rendered: waves in order, objects of a wave together, deletions last. Throws
 * `Degraded('ResourceUpdateError')` naming every object of the wave that failed; later waves are then not sent. While
 * Calico's data is being moved, none of it is written.
 */
export async function applyRendered(
  ctx: ReconcileContext,
  rendered: Rendered,
  options: ApplyOptions = {},
): Promise<ApplyReport> {
  const results: Result[] = [];
  const lock = datastoreLock(ctx);
  const mayWrite = (object: { readonly apiVersion: string }): boolean => lock === undefined || !isCalicoData(object);
  const isLocked = ![...rendered.present, ...rendered.absent].every(mayWrite);
  const held = isLocked && lock !== undefined ? [lock] : [];
  for (const wave of wavesOf(rendered.present.filter(mayWrite))) {
    const sendable = wave.filter((object) => !noteHold(object, options, held));
    await options.beforeWave?.(sendable);
    const settled = await Promise.allSettled(
      sendable.map((object) => applyObject(ctx, object, options.extent ?? 'whole')),
    );
    throwFailures(settled, sendable.map(refOf), 'apply');
    settled.forEach((each, index) => {
      const object = sendable[index];
      if (each.status === 'fulfilled' && object !== undefined) results.push({ object, applied: each.value });
    });
  }
  await deleteAll(ctx, rendered.absent);
  const awaiting = results.flatMap(({ object, applied }) => (applied.result === 'awaiting' ? [object] : []));
  const told = rendered.present.flatMap((object) => ctx.memory.disputes.tell(object) ?? []);
  return summary(results, held, { told, awaited: tellAwaiting(ctx, awaiting) });
}

/**
 * Deletes in order: a tier can go only after its policies. What `mayGo` says no to stays, and so does what only Calico's
 * API server could delete while that does not answer.
 */
export async function deleteAll(ctx: ReconcileContext, refs: readonly ObjectRef[], mayGo?: MayGo): Promise<void> {
  const mayWrite = datastoreLock(ctx) === undefined;
  const allowed = refs.filter((ref) => mayWrite || !isCalicoData(ref));
  for (const ref of allowed) throwFailures(await Promise.allSettled([deleteObject(ctx, ref, mayGo)]), [ref], 'delete');
}

function noteHold(object: KubeObject, { hold }: ApplyOptions, held: string[]): boolean {
  const because = hold?.(object);
  if (because !== undefined) held.push(`${describeRef(refOf(object))} is held back: ${because}`);
  return because !== undefined;
}

function throwFailures(
  settled: readonly PromiseSettledResult<unknown>[],
  refs: readonly ObjectRef[],
  verb: 'apply' | 'delete',
): void {
  const failures = settled.flatMap((each, index) =>
    each.status === 'rejected' ? [{ error: each.reason as unknown, ref: refs[index] }] : [],
  );
  if (failures.length === 0) return;
  const real = failures.filter(({ error }) => !lostARace(error));
  const lines = (real.length === 0 ? failures : real).map(
    ({ error, ref }) => `Could not ${verb} ${ref === undefined ? '' : describeRef(ref)}: ${messageOf(error)}`,
  );
  const text = lines.toSorted().join('\n');
  if (real.length === 0) throw new Race(text);
  throw new Degraded('ResourceUpdateError', text, { cause: real[0]?.error });
}

interface Result {
  readonly object: KubeObject;
  readonly applied: Applied;
}

interface Sayings {
  readonly told: readonly { readonly warning: string; readonly againAfterMs: number }[];
  readonly awaited: string | undefined;
}

function summary(results: readonly Result[], held: readonly string[], { told, awaited }: Sayings): ApplyReport {
  const terminating = results.flatMap(({ object, applied }) =>
    applied.result === 'terminating'
      ? [`${describeRef(refOf(object))} is being deleted; it will be created again once it is gone`]
      : [],
  );
  const rests = results.flatMap(({ applied }) => (applied.result === 'resting' ? [applied.forMs] : []));
  const written = results.filter(({ applied: { result } }) => result === 'written' || result === 'recreated').length;
  const waits = [...held, ...terminating, ...(awaited === undefined ? [] : [awaited])].toSorted();
  const warnings = told.map(({ warning }) => warning).toSorted();
  const report = { written, waits, warnings, ...(awaited !== undefined && { awaited }) };
  const againAfterMs = Math.min(...rests, ...told.map((each) => each.againAfterMs));
  return Number.isFinite(againAfterMs) ? { ...report, againAfterMs } : report;
}
