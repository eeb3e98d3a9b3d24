import { apiServerPolicyRef, apiServiceRef } from '../../renderers/apiserver/index.ts';
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
    // The policy can be deleted only while the API server answers; where it does not, it goes with its namespace.
    first: [registrationRef, ...(isStale(ctx) ? [apiServerPolicyRef, apiServiceRef] : [])],
    workloads: [CALICO_APISERVER, CALICO_WEBHOOKS],
    finalizer: apiServerFinalizer,
    isAskedFor: loadApiServer(ctx) !== undefined,
  });
}
