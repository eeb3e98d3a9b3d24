import type { Settings } from '../../src/reconcilers/context.ts';
import { anApiServer } from './api-server-cluster.ts';
import { withContent } from './cluster-objects.ts';
import type { TestContext } from './reconcile-context.ts';

/** Settings of a cluster where Calico's own API server serves projectcalico.org/v3. */
export const aggregated: Partial<Settings> = { calicoApi: 'crd.projectcalico.org/v1' };

/** An APIServer that is registered; it answers, unless `refusal` says why not. */
export function aCalicoApi(ctx: TestContext, refusal?: string, namespace = 'calico-system'): void {
  anApiServer(ctx);
  const metadata = { name: 'v3.projectcalico.org', creationTimestamp: '2020-01-01T00:00:00Z' };
  const registration = { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata };
  const condition =
    refusal === undefined ? { status: 'True' } : { status: 'False', message: refusal, reason: 'FailedDiscoveryCheck' };
  const spec = { service: { name: 'calico-api', namespace } };
  ctx.holds(withContent(registration, { spec, status: { conditions: [{ type: 'Available', ...condition }] } }));
}
