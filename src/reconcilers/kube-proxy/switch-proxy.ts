import { Degraded } from '../../crds/status/degraded.ts';
import type { DaemonSet } from '../../crds/generated/core.gen.ts';
import { ApiError, messageOf } from '../../k8s/errors.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { lostARace } from '../apply/apply-object.ts';
import { fieldManager } from '../apply/take-over.ts';
import { resourceTypeOf } from '../cluster/resource-types.ts';
import type { ReconcileContext } from '../context.ts';
import { KUBE_PROXY, OFF_SELECTOR } from './proxy-state.ts';

/**
 * Adds the selector that no node has to kube-proxy's pods, or takes it away; nothing else of the DaemonSet is touched.
 * @returns milliseconds to wait, where an equal write left a moment ago; else 0. Throws `Degraded('ResourcePatchError')`.
 */
export async function switchProxy(ctx: ReconcileContext, proxy: DaemonSet, to: 'on' | 'off'): Promise<number> {
  const { apiVersion, kind, metadata } = proxy;
  const { name, namespace = '', resourceVersion } = metadata;
  const nodeSelector = { [OFF_SELECTOR]: to === 'off' ? 'true' : null };
  const wish = { apiVersion, kind, metadata: { name, namespace }, spec: { template: { spec: { nodeSelector } } } };
  const restMs = ctx.memory.restOf(wish);
  if (restMs > 0) return restMs;
  const answer = await patch(ctx, proxy, { metadata: { resourceVersion }, spec: wish.spec });
  ctx.memory.remember(wish, answer);
  ctx.cluster.wrote(answer);
  ctx.log.info({ to }, 'Switched kube-proxy');
  return 0;
}

async function patch(ctx: ReconcileContext, proxy: DaemonSet, body: object): Promise<KubeObject> {
  try {
    return await ctx.client.patch(resourceTypeOf(proxy), proxy.metadata, { type: 'merge', body }, { fieldManager });
  } catch (error) {
    if (lostARace(error) || !(error instanceof ApiError)) throw error;
    const text = `Could not patch DaemonSet ${KUBE_PROXY}: ${messageOf(error)}`;
    throw new Degraded('ResourcePatchError', text, { cause: error });
  }
}
