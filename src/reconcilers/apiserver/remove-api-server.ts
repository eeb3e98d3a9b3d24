import { apiServerPolicyRef, apiServiceRef } from '../../renderers/apiserver/index.ts';
import { CALICO_APISERVER, CALICO_WEBHOOKS } from '../../renderers/shared/names.ts';
import { refTo } from '../../renderers/shared/refs.ts';
import { registrationRef } from '../../renderers/webhooks/index.ts';
import { deleteAll } from '../apply/apply-rendered.ts';
import { removeFinalizer } from '../apply/finalizers.ts';
import { podsLeft } from '../cluster/pods-left.ts';
import type { ReconcileContext } from '../context.ts';
import { loadInstallation } from '../installation/load.ts';
import type { PassResult } from '../report.ts';
import { isStale } from './live-registrations.ts';
import { apiServerFinalizer, loadApiServer } from './load-api-server.ts';

const pollMs = 1_000;
const apps = [CALICO_APISERVER, CALICO_WEBHOOKS];

/**
 * Takes down what the Kubernetes API server calls: the registrations first, because without pods behind them writes are
 * refused, then the pods while they still have a network. The Installation may go after that; garbage collection takes the
 * rest with the APIServer.
 */
export async function removeApiServer(ctx: ReconcileContext): Promise<PassResult> {
  await deleteAll(ctx, [registrationRef]);
  // The policy can be deleted only while the API server answers; where it does not, it goes with its namespace.
  if (isStale(ctx)) await deleteAll(ctx, [apiServerPolicyRef, apiServiceRef]);
  await deleteAll(ctx, apps.map(refTo.deployment));
  const left = await podsLeft(ctx, apps);
  if (left > 0) {
    return {
      waits: [`Removing the API server: ${left} pods of ${apps.join(' and ')} are still there`],
      againAfterMs: pollMs,
    };
  }
  const installation = loadInstallation(ctx);
  if (installation !== undefined) await removeFinalizer(ctx, installation, apiServerFinalizer);
  const isLeft = loadApiServer(ctx) !== undefined;
  return isLeft ? { waits: ['The API server is gone, because it is deleted or the Installation is'] } : {};
}
