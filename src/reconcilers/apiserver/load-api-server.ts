import type { APIServer } from '../../crds/apiserver.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { CALICO_APISERVER, CALICO_SYSTEM, CALICO_WEBHOOKS } from '../../renderers/shared/names.ts';
import { isGoing, subjectOf } from '../addons/foundation.ts';
import type { ReconcileContext } from '../context.ts';
import { servingHealth } from './api-service.ts';
import { deploymentHealth, type WorkloadHealth } from '../status/workload-health.ts';

/** Held on the Installation while there is something of an APIServer that needs the network to go in order. */
export const apiServerFinalizer = 'operator.tigera.io/apiserver-controller';

/** Names that the APIServer may have; the second is that of the enterprise edition. */
export const apiServerNames = ['default', 'tigera-secure'] as const;

/** The APIServer; the first of them where there are two. */
export function loadApiServer({ cluster }: ReconcileContext): APIServer | undefined {
  return apiServerNames.map((name) => cluster.apiServers.get(name)).find((found) => found !== undefined);
}

/** Throws `Degraded('ResourceValidationError')` where there are two, since one would undo what the other wants. */
export function requireOnlyOne({ cluster }: ReconcileContext): void {
  if (!apiServerNames.every((name) => cluster.apiServers.get(name) !== undefined)) return;
  const text = `There are two APIServers, ${apiServerNames.join(' and ')}; delete one of them`;
  throw new Degraded('ResourceValidationError', text, { retry: 'on-watch' });
}

/** What the status is about. */
export function loadSubject(ctx: ReconcileContext): KubeObject | undefined {
  return subjectOf(ctx, loadApiServer(ctx), apiServerFinalizer);
}

/** Name of the Deployment that serves: what checks writes, or the API server itself. */
export function servingDeployment({ settings }: ReconcileContext): string {
  return settings.calicoApi === 'projectcalico.org/v3' ? CALICO_WEBHOOKS : CALICO_APISERVER;
}

/** The workload that decides whether the API is available. */
export function apiServerWorkloads(ctx: ReconcileContext): WorkloadHealth[] {
  const name = servingDeployment(ctx);
  if (isGoing(ctx, loadApiServer(ctx)))
    return [{ kind: 'Deployment', name, verdict: 'progressing', progress: 'is being removed' }];
  if (name === CALICO_APISERVER) return [servingHealth(ctx)];
  return [deploymentHealth({ kind: 'Deployment', name }, ctx.cluster.deployments.get(`${CALICO_SYSTEM}/${name}`))];
}
