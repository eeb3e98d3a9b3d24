import type { ReconcileContext } from '../reconcilers/context.ts';
import { applyCore } from '../reconcilers/installation/apply-core.ts';
import { ensureInstallationFinalizers } from '../reconcilers/installation/ensure-installation-finalizers.ts';
import { gatherCoreInput, gatherUserFacts, requirePools } from '../reconcilers/installation/gather-core-input.ts';
import { loadInstallation, requireInstallation } from '../reconcilers/installation/load.ts';
import { publishCoreStatus } from '../reconcilers/installation/publish-core-status.ts';
import { settleSpec } from '../reconcilers/installation/settle-spec.ts';
import { teardown } from '../reconcilers/installation/teardown.ts';
import { trackedWorkloads } from '../reconcilers/installation/tracked-workloads.ts';
import { ensureCertificates } from '../reconcilers/certificates/ensure-certificates.ts';
import { ensureFelix } from '../reconcilers/felix/ensure-felix.ts';
import { settleTyphaScale } from '../reconcilers/typha-autoscaler/settle-scale.ts';
import { reporting, type PassResult } from '../reconcilers/report.ts';
import { defineController, type ControllerDefinition } from '../runtime/define-controller.ts';
import { anyChange, anyPlatformChange, secretsOfCalicoSystem } from './wakes.ts';

/**
 * Makes an Installation into Calico. It stops at (step: reason): settleSpec: InvalidConfigurationError,
 * InternalServerError; requirePools: ResourceNotFound; gatherUserFacts: ResourceReadError, ResourceCreateError,
 * ResourceValidationError; ensureCertificates: ResourceCreateError, CertificateError; ensureFelix and applyCore:
 * ResourceUpdateError.
 */
export function installationController(ctx: ReconcileContext): ControllerDefinition {
  const { cluster } = ctx;
  const reconcile = reporting({
    status: 'calico',
    subject: loadInstallation,
    pass: passCore,
    workloads: trackedWorkloads,
    published: publishCoreStatus,
  });
  return defineController({
    name: 'tigera-installation-controller',
    sources: [
      ...anyChange(cluster, 'installations', 'tigeraStatuses', 'imageSets', 'namespaces', 'daemonSets', 'deployments'),
      ...anyChange(cluster, 'configMaps', 'services', 'serviceAccounts', 'roles', 'roleBindings', 'disruptionBudgets'),
      ...anyChange(cluster, 'clusterRoles', 'clusterRoleBindings', 'csiDrivers', 'operatorSecrets', 'resourceQuotas'),
      ...anyChange(cluster, 'operatorConfigMaps', 'operatorDeployments', 'ipPools', 'felixConfigurations', 'tiers'),
      ...anyChange(cluster, 'bgpConfigurations', 'kubeControllersConfigurations', 'policies', 'systemDaemonSets'),
      ...anyChange(cluster, 'systemConfigMaps', 'systemServices', 'nodes'),
      ...anyPlatformChange(cluster, 'openShiftNetworks', 'openShiftInfrastructures'),
      secretsOfCalicoSystem(cluster),
    ],
    restMs: 200,
    reconcile: () => reconcile(ctx),
  });
}

async function passCore(ctx: ReconcileContext): Promise<PassResult> {
  const installation = requireInstallation(ctx);
  if (installation.metadata.deletionTimestamp !== undefined) return teardown(ctx, installation);
  const spec = settleSpec(ctx, installation);
  await ensureInstallationFinalizers(ctx, installation);
  requirePools(ctx, spec);
  const user = gatherUserFacts(ctx, spec);
  const [certs, settings] = await Promise.all([ensureCertificates(ctx), ensureFelix(ctx, spec)]);
  const typha = settleTyphaScale(ctx, spec);
  return applyCore(ctx, gatherCoreInput(ctx, installation, { spec, user, certs, settings, typha }), typha);
}
