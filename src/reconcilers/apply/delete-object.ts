import { incarnationOf, type KubeObject, type ObjectRef } from '../../k8s/object.ts';
import { awaitedCalicoApi, isServedByCalico } from '../cluster/calico-api-server.ts';
import { resourceTypeOf } from '../cluster/resource-types.ts';
import type { ReconcileContext } from '../context.ts';

/** Decides about an object as it was just read. */
export type MayGo = (live: KubeObject) => Promise<boolean>;

/**
 * Makes sure that an object is gone or on its way. What a watch shows to be absent costs no request; a delete follows a
 * live read and names exactly what was read, because stale views kill through deletes.
 * `mayGo` is asked in between; when the object changes while it thinks, the delete is refused as a race.
 * @returns whether the object is gone; false while finalizers or `mayGo` hold it, or nobody answers who could delete it.
 */
export async function deleteObject(ctx: ReconcileContext, ref: ObjectRef, mayGo?: MayGo): Promise<boolean> {
  const found = ctx.cluster.find(ref);
  if (found.covered && found.object === undefined) return true;
  if (isServedByCalico(ctx, ref) && awaitedCalicoApi(ctx) !== undefined) return false;
  const type = resourceTypeOf(ref);
  const live = await ctx.client.get(type, ref);
  if (live === undefined) return true;
  if (live.metadata.deletionTimestamp !== undefined) return false;
  if (mayGo !== undefined && !(await mayGo(live))) return false;
  const incarnation = incarnationOf(live);
  const remains = await ctx.client.delete(type, incarnation);
  if (remains === undefined) ctx.cluster.deleted(ref, incarnation);
  else ctx.cluster.wrote(remains);
  return remains === undefined;
}
