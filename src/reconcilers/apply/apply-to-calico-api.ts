import { StoredIpPools } from '../../crds/kinds.ts';
import { apiVersionOf, refOf, type KubeObject } from '../../k8s/object.ts';
import { awaitedCalicoApi } from '../cluster/calico-api-server.ts';
import type { Found } from '../cluster/owned-views.ts';
import { resourceTypeOf } from '../cluster/resource-types.ts';
import type { ReconcileContext } from '../context.ts';
import type { Applied } from './apply-object.ts';
import { mergePatchOf, type MergePatch } from './merge-patch.ts';
import { ignoreAnnotation } from './plan.ts';
import { fieldManager, type Extent } from './take-over.ts';

/**
 * Makes one object as desired that Calico's own API server serves: a create, or a merge patch that the resource version
 * guards (docs/adr/0003-server-side-apply.md). Nothing is asked of a server that does not answer.
 */
export async function applyToCalicoApi(ctx: ReconcileContext, desired: KubeObject, extent: Extent): Promise<Applied> {
  const isAwaited = awaitedCalicoApi(ctx) !== undefined;
  const found = liveOf(ctx, desired);
  if (!found.covered && isAwaited) return { result: 'awaiting' };
  const live = found.covered ? found.object : await ctx.client.get(resourceTypeOf(desired), desired.metadata);
  if (live === undefined) return isAwaited ? { result: 'awaiting' } : create(ctx, desired);
  const action = planChange(ctx, { desired, live, extent });
  if (!('body' in action)) return action;
  return isAwaited ? { result: 'awaiting' } : change(ctx, desired, action.body);
}

function planChange(ctx: ReconcileContext, { desired, live, extent }: Change): Applied | { readonly body: MergePatch } {
  if (ctx.memory.isAnswer(desired, live)) return { result: 'unchanged' };
  if (live.metadata.deletionTimestamp !== undefined) return { result: 'terminating' };
  if (live.metadata.annotations?.[ignoreAnnotation] === 'true') return { result: 'ignored' };
  const body = mergePatchOf(desired, live, extent);
  return body === undefined ? { result: 'unchanged' } : { body };
}

interface Change {
  readonly desired: KubeObject;
  readonly live: KubeObject;
  readonly extent: Extent;
}

/** Pools are watched where they are stored: they are needed before anybody serves them. */
function liveOf({ cluster }: ReconcileContext, desired: KubeObject): Found {
  const ref = refOf(desired);
  return cluster.find(ref.kind === StoredIpPools.kind ? { ...ref, apiVersion: apiVersionOf(StoredIpPools) } : ref);
}

function create(ctx: ReconcileContext, desired: KubeObject): Promise<Applied> {
  return rested(ctx, desired, () => ctx.client.create(resourceTypeOf(desired), desired, { fieldManager }));
}

function change(ctx: ReconcileContext, desired: KubeObject, body: MergePatch): Promise<Applied> {
  const patch = { type: 'merge', body } as const;
  return rested(ctx, desired, () =>
    ctx.client.patch(resourceTypeOf(desired), desired.metadata, patch, { fieldManager }),
  );
}

async function rested(ctx: ReconcileContext, desired: KubeObject, write: () => Promise<KubeObject>): Promise<Applied> {
  const forMs = ctx.memory.restOf(desired);
  if (forMs > 0) return { result: 'resting', forMs };
  const answer = await write();
  ctx.memory.remember(desired, answer);
  ctx.cluster.wrote(answer);
  return { result: 'written' };
}
