import { isAlreadyExists, isConflict } from '../../k8s/errors.ts';
import { incarnationOf, refOf, type KubeObject, type ManagedFieldsEntry } from '../../k8s/object.ts';
import { resourceTypeOf } from '../cluster/resource-types.ts';
import { isServedByCalico } from '../cluster/calico-api-server.ts';
import { storedMetadata } from '../cluster/stored-metadata.ts';
import type { ReconcileContext } from '../context.ts';
import { applyToCalicoApi } from './apply-to-calico-api.ts';
import { planApply, type Action, type Wish } from './plan.ts';
import { fieldManager, hasRivals, type Extent } from './take-over.ts';

/** What became of one object in one pass. */
export type Applied =
  | { readonly result: 'unchanged' | 'written' | 'recreated' | 'ignored' }
  /** It is being deleted; a watch tells when it is gone. */
  | { readonly result: 'terminating' }
  /** It has to change, and Calico's API server, which would have to do it, does not answer. */
  | { readonly result: 'awaiting' }
  /** An equal write left a moment ago. */
  | { readonly result: 'resting'; readonly forMs: number };

/** The same for who counts, with the ways in which it fails: somebody was faster, or the API said no. */
export type Tallied = Applied['result'] | 'raced' | 'refused';

/** Makes one object as desired, with as few requests as that takes: none where it is already. */
export async function applyObject(ctx: ReconcileContext, desired: KubeObject, extent: Extent): Promise<Applied> {
  const apply = isServedByCalico(ctx, desired) ? applyToCalicoApi : applyToKubernetes;
  try {
    const applied = await apply(ctx, desired, extent);
    ctx.tally?.(desired.kind, applied.result);
    return applied;
  } catch (error) {
    ctx.tally?.(desired.kind, lostARace(error) ? 'raced' : 'refused');
    throw error;
  }
}

async function applyToKubernetes(ctx: ReconcileContext, desired: KubeObject, extent: Extent): Promise<Applied> {
  const found = ctx.cluster.find(refOf(desired));
  const live = found.covered ? found.object : await ctx.client.get(resourceTypeOf(desired), desired.metadata);
  if (live !== undefined && ctx.memory.isAnswer(desired, live)) return { result: 'unchanged' };
  const action = planApply({ desired, live, extent });
  if (action.do === 'skip') return skip(ctx, desired, live, action.because);
  if (live === undefined) return create(ctx, { desired, live, extent }, action);
  if (isPlain(action) && ctx.memory.disputes.isSettled(desired, live)) return { result: 'unchanged' };
  const forMs = ctx.memory.restOf(desired);
  if (forMs > 0) return { result: 'resting', forMs };
  if (ctx.memory.wasSent(desired)) ctx.memory.disputes.lost(desired, live);
  return carryOut(ctx, { desired, live, extent }, action);
}

function skip(
  { memory }: ReconcileContext,
  desired: KubeObject,
  live: KubeObject | undefined,
  because: keyof typeof skipped,
): Applied {
  if (live !== undefined && because === 'equal') memory.foundEqual(desired, live);
  if (because !== 'terminating') memory.disputes.settled(desired);
  return { result: skipped[because] };
}

/** Whether nobody's fields have to be taken over first. */
function isPlain(action: Action): boolean {
  return action.do === 'apply' && action.firstClaim === undefined;
}

async function create(ctx: ReconcileContext, wish: Wish, action: Exclude<Action, { do: 'skip' }>): Promise<Applied> {
  return isNamespaceGoing(ctx, wish.desired) ? { result: 'terminating' } : carryOut(ctx, wish, action);
}

/** Nothing can be made in a namespace that is being deleted; when it is gone, all of it comes back. */
function isNamespaceGoing({ cluster }: ReconcileContext, { metadata }: KubeObject): boolean {
  if (metadata.namespace === undefined) return false;
  return cluster.namespaces.get(metadata.namespace)?.metadata.deletionTimestamp !== undefined;
}

const skipped = { equal: 'unchanged', ignored: 'ignored', terminating: 'terminating' } as const;

const sentAs = { apply: 'written', release: 'written', recreate: 'recreated' } as const;

async function carryOut(
  ctx: ReconcileContext,
  { desired, live, extent }: Wish,
  action: Exclude<Action, { do: 'skip' }>,
): Promise<Applied> {
  if (live !== undefined && action.do === 'release') return release(ctx, live, action.finalizers);
  if (live !== undefined && action.do === 'recreate') {
    ctx.log.info({ object: refOf(desired), because: action.because }, 'Deleting an object to create it again');
    await deleteLive(ctx, live);
  }
  if (live !== undefined && action.do === 'apply' && action.firstClaim !== undefined) {
    await claim(ctx, live, action.firstClaim);
  } else if (live !== undefined && isPacked(live)) {
    await unpack(ctx, live);
  }
  await send(ctx, { desired, live, extent });
  return { result: sentAs[action.do] };
}

/** What was not there is only made: where somebody was faster, the next pass looks at it before it takes fields over. */
async function send(ctx: ReconcileContext, { desired, live, extent }: Wish): Promise<void> {
  const conflicts = live === undefined ? 'refuse' : 'force';
  const answer = await ctx.client.apply(resourceTypeOf(desired), desired, { fieldManager, conflicts });
  // Somebody wrote after we looked: what they added is still there, and the next pass takes it away.
  if (hasRivals(desired, answer, extent)) ctx.memory.sent(desired);
  else {
    ctx.memory.remember(desired, answer);
    ctx.memory.disputes.stored(desired, answer);
  }
  ctx.cluster.wrote(answer);
}

/** Moves fields of other managers to our entry; refused where the object changed since we looked. */
async function claim(ctx: ReconcileContext, live: KubeObject, entries: readonly ManagedFieldsEntry[]): Promise<void> {
  const operations = [
    { op: 'replace', path: '/metadata/managedFields', value: entries },
    { op: 'replace', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion },
  ] as const;
  const patched = await ctx.client.patch(
    resourceTypeOf(live),
    live.metadata,
    { type: 'json', operations },
    { fieldManager },
  );
  ctx.cluster.wrote(patched);
}

/** Puts labels and annotations back to where server-side apply finds them; Calico goes by them there as well. */
async function unpack(ctx: ReconcileContext, live: KubeObject): Promise<void> {
  const { resourceVersion, labels = {}, annotations = {} } = live.metadata;
  const plain = Object.fromEntries(Object.entries(annotations).filter(([name]) => name !== storedMetadata));
  const operations = [
    { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
    { op: 'add', path: '/metadata/labels', value: labels },
    { op: 'add', path: '/metadata/annotations', value: plain },
  ] as const;
  const patch = { type: 'json', operations } as const;
  ctx.cluster.wrote(await ctx.client.patch(resourceTypeOf(live), live.metadata, patch, { fieldManager }));
}

function isPacked({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[storedMetadata] !== undefined;
}

/** Takes our finalizers off an object that is being deleted, so that it can come back. */
async function release(ctx: ReconcileContext, live: KubeObject, finalizers: readonly string[]): Promise<Applied> {
  const operations = [
    // Not `test`, whose failure is a 422: a wrong version in the result is the 409 that a race is known by.
    { op: 'replace', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion },
    { op: 'replace', path: '/metadata/finalizers', value: finalizers },
  ] as const;
  await ctx.client.patch(resourceTypeOf(live), live.metadata, { type: 'json', operations }, { fieldManager });
  return { result: 'terminating' };
}

async function deleteLive(ctx: ReconcileContext, known: KubeObject): Promise<void> {
  const type = resourceTypeOf(known);
  const live = await ctx.client.get(type, known.metadata);
  if (live === undefined) return;
  const incarnation = incarnationOf(live);
  const remains = await ctx.client.delete(type, incarnation);
  if (remains === undefined) ctx.cluster.deleted(refOf(live), incarnation);
}

/** Whether the same pass may simply run again: somebody was faster. */
export function lostARace(error: unknown): boolean {
  return isConflict(error) || isAlreadyExists(error);
}
