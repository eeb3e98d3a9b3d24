import type { ReconcileContext } from '../reconcilers/context.ts';
import { loadInstallation } from '../reconcilers/installation/load.ts';
import { reporting } from '../reconcilers/report.ts';
import { FormerTier } from '../reconcilers/tiers/former-tier.ts';
import { ensureTiers } from '../reconcilers/tiers/ensure-tiers.ts';
import { defineController, type ControllerDefinition } from '../runtime/define-controller.ts';
import { anyChange, anyTurn, formerInstallChanges, migrationChanges } from './wakes.ts';

/**
 * Keeps the tier of the operator's policies and the policies for cluster DNS. It stops at (step: reason): ensureTiers:
 * UpgradeError, ResourceNotReady, ResourceUpdateError.
 */
export function tiersController(ctx: ReconcileContext): ControllerDefinition {
  const { cluster } = ctx;
  const formerTier = new FormerTier(ctx.clock);
  const reconcile = reporting({
    status: 'tiers',
    subject: loadInstallation,
    pass: (context) => ensureTiers(context, formerTier),
    workloads: () => [],
  });
  return defineController({
    name: 'tiers-controller',
    sources: [
      ...anyChange(cluster, 'installations', 'tigeraStatuses', 'configMaps', 'tiers', 'dnsPolicies'),
      ...anyChange(cluster, 'apiServers', 'nodeLocalDnsPolicies', 'systemDaemonSets', 'systemServices'),
      ...anyChange(cluster, 'calicoApiServices'),
      anyTurn(cluster.tiers),
      migrationChanges(cluster),
      formerInstallChanges(cluster),
    ],
    restMs: 200,
    reconcile: () => reconcile(ctx),
  });
}
