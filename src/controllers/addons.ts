import type { Addon } from '../reconcilers/addons/addon.ts';
import { addonWorkloads, ensureAddon } from '../reconcilers/addons/ensure-addon.ts';
import { subjectOf } from '../reconcilers/addons/foundation.ts';
import { addons } from '../reconcilers/addons/index.ts';
import { publishOwnStatus } from '../reconcilers/addons/publish-own-status.ts';
import { Refusals } from '../reconcilers/certificates/refusals.ts';
import type { ReconcileContext } from '../reconcilers/context.ts';
import { reporting } from '../reconcilers/report.ts';
import { defineController, type ControllerDefinition } from '../runtime/define-controller.ts';
import { anyChange, besideInstallation } from './wakes.ts';

/**
 * A controller for each add-on. Each stops at (step: reason): ensureAddon: ResourceValidationError, ResourceNotFound,
 * ResourceNotReady, ResourceReadError, ResourceCreateError, CertificateError, ResourceUpdateError.
 */
export function addonControllers(contextFor: (name: string) => ReconcileContext): ControllerDefinition[] {
  return addons.map((addon) => addonController(addon, contextFor(addon.status)));
}

function addonController(addon: Addon, ctx: ReconcileContext): ControllerDefinition {
  const refusals = new Refusals(ctx.clock);
  const reconcile = reporting({
    status: addon.status,
    subject: (context) => subjectOf(context, addon.load(context), addon.finalizer),
    pass: (context) => ensureAddon(context, addon, refusals),
    workloads: (context) => addonWorkloads(context, addon),
    published: (context, { after }) => publishOwnStatus(context, addon.type, addon.load(context), { after }),
  });
  return defineController({
    name: `${addon.status}-controller`,
    sources: [
      ...besideInstallation(ctx.cluster),
      ...anyChange(
        ctx.cluster,
        'goldmanes',
        'whiskers',
        'managementClusterConnections',
        'clusterInformations',
        'daemonSets',
      ),
    ],
    restMs: 200,
    reconcile: () => reconcile(ctx),
  });
}
