import { incarnationOf, refOf, type KubeObject } from '../../k8s/object.ts';
import { resourceTypeOf } from '../cluster/resource-types.ts';
import type { ReconcileContext } from '../context.ts';
import { fieldManager } from './take-over.ts';

/**
 * Adds what is missing of `finalizers` to the live object. Guarded by the resource version: a finalizer that another
 * controller adds at the same moment is never lost (https://github.com/tigera/operator/issues/4492).
 */
export async function ensureFinalizers(
  ctx: ReconcileContext,
  live: KubeObject,
  finalizers: readonly string[],
): Promise<KubeObject> {
  const present = live.metadata.finalizers ?? [];
  const missing = finalizers.filter((finalizer) => !present.includes(finalizer));
  return missing.length === 0 ? live : replaceFinalizers(ctx, live, [...present, ...missing]);
}

/** Takes one finalizer off the live object, if it is there. */
export async function removeFinalizer(ctx: ReconcileContext, live: KubeObject, finalizer: string): Promise<KubeObject> {
  const present = live.metadata.finalizers ?? [];
  if (!present.includes(finalizer)) return live;
  return replaceFinalizers(
    ctx,
    live,
    present.filter((each) => each !== finalizer),
  );
}

async function replaceFinalizers(
  ctx: ReconcileContext,
  live: KubeObject,
  finalizers: readonly string[],
): Promise<KubeObject> {
  const operations = [
    { op: 'replace', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion },
    { op: 'add', path: '/metadata/finalizers', value: finalizers },
  ] as const;
  const type = resourceTypeOf(live);
  const patched = await ctx.client.patch(type, live.metadata, { type: 'json', operations }, { fieldManager });
  takeIn(ctx, patched);
  return patched;
}

/** An object that is being deleted is gone with its last finalizer: the answer shows what was, not what is. */
function takeIn(ctx: ReconcileContext, patched: KubeObject): void {
  const { deletionTimestamp, finalizers = [] } = patched.metadata;
  if (deletionTimestamp !== undefined && finalizers.length === 0) {
    ctx.cluster.deleted(refOf(patched), incarnationOf(patched));
  } else {
    ctx.cluster.wrote(patched);
  }
}
