import type { ReconcileContext } from '../reconcilers/context.ts';
import { loadInstallation } from '../reconcilers/installation/load.ts';
import { ensurePools } from '../reconcilers/ippools/ensure-pools.ts';
import { PoolRemovals } from '../reconcilers/ippools/pool-removals.ts';
import { reporting } from '../reconcilers/report.ts';
import { defineController, type ControllerDefinition } from '../runtime/define-controller.ts';
import { anyChange, anyPlatformChange, anyTurn, formerInstallChanges, migrationChanges } from './wakes.ts';

/**
 * Keeps the IP pools that the Installation lists or implies. It stops at (step: reason): ensurePools: ResourceNotReady,
 * InvalidConfigurationError, ResourceUpdateError.
 */
export function ipPoolsController(ctx: ReconcileContext): ControllerDefinition {
  const { cluster } = ctx;
  const removals = new PoolRemovals(ctx.clock);
  const reconcile = reporting({
    status: 'ippools',
    subject: loadInstallation,
    pass: (context) => ensurePools(context, removals),
    workloads: () => [],
  });
  return defineController({
    name: 'tigera-ippool-controller',
    sources: [
      ...anyChange(cluster, 'installations', 'tigeraStatuses', 'configMaps', 'ipPools', 'nodes'),
      ...anyChange(cluster, 'systemDaemonSets', 'systemConfigMaps', 'systemServices'),
      ...anyChange(cluster, 'apiServers', 'calicoApiServices'),
      anyTurn(cluster.tiers),
      ...anyPlatformChange(cluster, 'openShiftNetworks'),
      migrationChanges(cluster),
      formerInstallChanges(cluster),
    ],
    restMs: 200,
    reconcile: () => reconcile(ctx),
  });
}
