import { apiServiceRef } from '../../renderers/apiserver/index.ts';
import { CALICO_APISERVER, CALICO_WEBHOOKS } from '../../renderers/shared/names.ts';
import { registrationRef } from '../../renderers/webhooks/index.ts';
import { removeWorkloads } from '../addons/remove-workloads.ts';
import type { ReconcileContext } from '../context.ts';
import type { PassResult } from '../report.ts';
import { isStale } from './live-registrations.ts';
import { apiServerFinalizer, loadApiServer } from './load-api-server.ts';

/**
 * Takes down what the Kubernetes API server calls: the registrations first, because without pods behind them writes are
 * refused, then the pods.
 */
export function removeApiServer(ctx: ReconcileContext): Promise<PassResult> {
  return removeWorkloads(ctx, {
    what: 'The API server',
    first: [registrationRef, ...(isStale(ctx) ? [apiServiceRef] : [])],
    workloads: [CALICO_APISERVER, CALICO_WEBHOOKS],
    finalizer: apiServerFinalizer,
    isAskedFor: loadApiServer(ctx) !== undefined,
  });
}
