import { refTo } from '../../renderers/shared/refs.ts';
import type { ObjectRef } from '../../k8s/object.ts';
import { deleteAll } from '../apply/apply-rendered.ts';
import { removeFinalizer } from '../apply/finalizers.ts';
import { podsLeft } from '../cluster/pods-left.ts';
import type { ReconcileContext } from '../context.ts';
import { loadInstallation } from '../installation/load.ts';
import type { PassResult } from '../report.ts';

const pollMs = 1_000;

/** What is to go, and what it is called. */
export interface Removal {
  /** Beginning of a sentence, `The API server`. */
  readonly what: string;
  /** Goes before the workloads, in this order. */
  readonly first?: readonly ObjectRef[];
  /** Deployments of calico-system. */
  readonly workloads: readonly string[];
  /** Leaves the Installation once no pod is left. */
  readonly finalizer: string;
  /** Whether the custom resource that asked for it is still there. */
  readonly isAskedFor: boolean;
}

/**
 * Takes down the pods of something beside the Installation while they still have a network; the Installation may go after
 * that. Garbage collection takes the rest with the custom resource.
 */
export async function removeWorkloads(ctx: ReconcileContext, removal: Removal): Promise<PassResult> {
  const { what, first = [], workloads, finalizer, isAskedFor } = removal;
  await deleteAll(ctx, [...first, ...workloads.map(refTo.deployment)]);
  const left = await podsLeft(ctx, workloads);
  if (left > 0) {
    const wait = `Removing ${what.replace(/^The/, 'the')}: ${left} pods of ${workloads.join(' and ')} are still there`;
    return { waits: [wait], againAfterMs: pollMs };
  }
  const installation = loadInstallation(ctx);
  if (installation !== undefined) await removeFinalizer(ctx, installation, finalizer);
  return isAskedFor ? { waits: [`${what} is gone, because it is deleted or the Installation is`] } : {};
}
