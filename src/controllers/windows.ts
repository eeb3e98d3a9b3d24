import type { ReconcileContext } from '../reconcilers/context.ts';
import { reporting } from '../reconcilers/report.ts';
import { ensureWindows } from '../reconcilers/windows/ensure-windows.ts';
import { loadWindows, windowsWorkloads } from '../reconcilers/windows/load-windows.ts';
import { defineController, type ControllerDefinition } from '../runtime/define-controller.ts';
import { anyChange, anyPlatformChange, formerInstallChanges } from './wakes.ts';

/**
 * Runs calico-node on Windows nodes while the Installation asks for it. It stops at (step: reason):
 * requireSupportedVersion: UpgradeError; settleSpec: InvalidConfigurationError, InternalServerError, MigrationError,
 * ResourceValidationError; requirePrerequisites: ResourceReadError; gatherWindowsInput: ResourceReadError,
 * ResourceValidationError, ResourceNotFound, ResourceNotReady, CertificateError; applyRendered: ResourceUpdateError.
 */
export function windowsController(ctx: ReconcileContext): ControllerDefinition {
  const { cluster } = ctx;
  const reconcile = reporting({
    status: 'calico-windows',
    subject: loadWindows,
    pass: ensureWindows,
    workloads: windowsWorkloads,
  });
  return defineController({
    name: 'tigera-windows-controller',
    sources: [
      ...anyChange(cluster, 'installations', 'tigeraStatuses', 'imageSets', 'configMaps', 'daemonSets', 'deployments'),
      ...anyChange(cluster, 'operatorSecrets', 'operatorConfigMaps', 'felixConfigurations', 'ipamConfigurations'),
      ...anyChange(cluster, 'ipPools', 'nodes', 'systemDaemonSets', 'systemConfigMaps', 'systemServices'),
      ...anyPlatformChange(cluster, 'openShiftNetworks', 'openShiftDnsServices'),
      formerInstallChanges(cluster),
    ],
    restMs: 200,
    reconcile: () => reconcile(ctx),
  });
}
