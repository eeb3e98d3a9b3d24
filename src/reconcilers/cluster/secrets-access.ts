import { sleep } from '../../k8s/clock.ts';
import { CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import type { ReconcileContext } from '../context.ts';
import { mayDo } from './access-review.ts';

const pollMs = 50;
const tries = 40;

/**
 * Waits until the binding that the operator has just made lets it read the Secrets of calico-system, then watches them.
 * The API server needs some milliseconds to see a new binding, and a refused watch is a line in the audit log that
 * nobody wants to explain. Gives up quietly after two seconds: the watch then tries by itself.
 */
export async function ensureSecretsWatched(ctx: ReconcileContext, signal?: AbortSignal): Promise<void> {
  if (ctx.cluster.secrets.watched) return;
  for (let attempt = 0; attempt < tries && !(await mayWatchSecrets(ctx)); attempt += 1) {
    await sleep(ctx.clock, pollMs, signal);
  }
  await ctx.cluster.secrets.watch().whenSynced(signal);
}

/**
 * Watches the Secrets of calico-system if the operator may, for steps that come before its binding is made sure of. One
 * question, and no waiting: a binding that somebody broke is mended later in the same pass.
 */
export async function ensureSecretsReadable(ctx: ReconcileContext): Promise<boolean> {
  if (!ctx.cluster.secrets.watched && !(await mayWatchSecrets(ctx))) return false;
  await ctx.cluster.secrets.watch().whenSynced();
  return true;
}

function mayWatchSecrets(ctx: ReconcileContext): Promise<boolean> {
  return mayDo(ctx, { namespace: CALICO_SYSTEM, verb: 'watch', resource: 'secrets' });
}
