import { ApiError } from '../../k8s/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { ReconcileContext } from '../context.ts';
import { isActiveOperator, type ActivityFacts } from '../installation/active-operator.ts';
import type { FailedCrd } from './findings.ts';

/** Definitions that could not be written; the message names each with the answer of the API server. */
export class CrdsNotBrought extends Error {
  override readonly name = 'CrdsNotBrought';

  constructor(failed: readonly FailedCrd[]) {
    super(failed.map(({ name, message }) => `CRD ${name}: ${message}`).join('; '));
  }
}

/** What keeping CRDs takes; less than other controllers need, whose kinds may not be there yet. */
export interface CrdContext extends ActivityFacts, Pick<ReconcileContext, 'crds' | 'log'> {
  readonly cluster: Pick<Cluster, 'configMaps' | 'definitions'>;
}

/** How long a pass rests that nothing has woken. */
type Ensured = { readonly requeueAfterMs?: number };

/**
 * Makes the CRDs as this release has them, where this operator is the one that acts. Rejects with CrdsNotBrought, and as
 * the client does.
 */
export async function ensureCrds(ctx: CrdContext, signal: AbortSignal): Promise<Ensured> {
  if (ctx.crds === undefined || !isActiveOperator(ctx)) return {};
  const { failed, againAfterMs } = await ctx.crds.pass(signal);
  if (failed.length > 0) throw new CrdsNotBrought(failed);
  return againAfterMs === undefined ? {} : { requeueAfterMs: againAfterMs };
}

/**
 * The same before any controller starts, so that nothing is written by a schema that is about to change. What goes wrong
 * is logged, and left to the controller: an operator that cannot bring a CRD can still keep the network up.
 */
export async function ensureCrdsFirst(ctx: CrdContext, signal: AbortSignal): Promise<void> {
  const { definitions, configMaps } = ctx.cluster;
  try {
    await Promise.all([definitions?.whenSynced(signal), configMaps.whenSynced(signal)]);
    await ensureCrds(ctx, signal);
  } catch (error) {
    if (signal.aborted) return;
    const expected = error instanceof CrdsNotBrought || error instanceof ApiError;
    ctx.log.warn(expected ? { reason: error.message } : { error }, 'Not all CRDs could be brought; trying again');
  }
}
