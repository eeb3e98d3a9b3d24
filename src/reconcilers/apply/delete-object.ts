import { incarnationOf, type ObjectRef } from '../../k8s/object.ts';
import { resourceTypeOf } from '../cluster/resource-types.ts';
import type { ReconcileContext } from '../context.ts';

/**
 * Makes sure that an object is gone or on its way. What a watch shows to be absent costs no request; a delete follows a
 * live read and names exactly what was read, because stale views kill through deletes.
 * @returns whether the object is gone; false while finalizers hold it.
 */
export async function deleteObject(ctx: ReconcileContext, ref: ObjectRef): Promise<boolean> {
  const found = ctx.cluster.find(ref);
  if (found.covered && found.object === undefined) return true;
  const type = resourceTypeOf(ref);
  const live = await ctx.client.get(type, ref);
  if (live === undefined) return true;
  if (live.metadata.deletionTimestamp !== undefined) return false;
  const incarnation = incarnationOf(live);
  const remains = await ctx.client.delete(type, incarnation);
  if (remains === undefined) ctx.cluster.deleted(ref, incarnation);
  else ctx.cluster.wrote(remains);
  return remains === undefined;
}
