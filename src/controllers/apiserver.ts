import { ensureApiServer } from '../reconcilers/apiserver/ensure-api-server.ts';
import { apiServerWorkloads, loadSubject } from '../reconcilers/apiserver/load-api-server.ts';
import { publishApiServerStatus } from '../reconcilers/apiserver/publish-api-server-status.ts';
import { Refusals } from '../reconcilers/certificates/refusals.ts';
import type { ReconcileContext } from '../reconcilers/context.ts';
import { reporting } from '../reconcilers/report.ts';
import { defineController, type ControllerDefinition } from '../runtime/define-controller.ts';
import { anyChange, besideInstallation } from './wakes.ts';

/**
 * Serves projectcalico.org/v3, or checks what is written to it where CRDs do. It stops at (step: reason): ensureApiServer:
 * ResourceValidationError, ResourceNotFound, ResourceNotReady, ResourceReadError, ResourceCreateError, CertificateError,
 * ResourceUpdateError.
 */
export function apiServerController(ctx: ReconcileContext): ControllerDefinition {
  const { cluster } = ctx;
  const refusals = new Refusals(ctx.clock);
  const reconcile = reporting({
    status: 'apiserver',
    subject: loadSubject,
    pass: (context) => ensureApiServer(context, refusals),
    workloads: apiServerWorkloads,
    published: publishApiServerStatus,
  });
  return defineController({
    name: 'apiserver-controller',
    sources: [
      ...besideInstallation(cluster),
      ...anyChange(cluster, 'apiServers', 'disruptionBudgets', 'authReaderBindings', 'webhookRegistrations'),
      ...anyChange(cluster, 'formerNamespaces'),
    ],
    restMs: 200,
    reconcile: () => reconcile(ctx),
  });
}
