import type { ReconcileContext } from '../reconcilers/context.ts';
import { ensureAdmissionPolicies } from '../reconcilers/installation/admission-policies.ts';
import { applyCore } from '../reconcilers/installation/apply-core.ts';
import { gatherBootstrap } from '../reconcilers/installation/bpf-bootstrap.ts';
import { ensureInstallationFinalizers } from '../reconcilers/installation/ensure-installation-finalizers.ts';
import { gatherCoreInput, gatherUserFacts, requirePools } from '../reconcilers/installation/gather-core-input.ts';
import { GoldmanePatience } from '../reconcilers/installation/goldmane-address.ts';
import { tellIgnoredInstallations } from '../reconcilers/installation/ignored-installations.ts';
import { loadInstallation, ownerOf, requireInstallation } from '../reconcilers/installation/load.ts';
import { RolloutWatch } from '../reconcilers/installation/node-rollout.ts';
import { publishCoreStatus } from '../reconcilers/installation/publish-core-status.ts';
import { settleSpec } from '../reconcilers/installation/settle-spec.ts';
import { requireSupportedVersion } from '../reconcilers/installation/supported-version.ts';
import { teardown } from '../reconcilers/installation/teardown.ts';
import { trackedWorkloads } from '../reconcilers/installation/tracked-workloads.ts';
import { ensureCertificates } from '../reconcilers/certificates/ensure-certificates.ts';
import { Refusals } from '../reconcilers/certificates/refusals.ts';
import { withRemarks } from '../reconcilers/certificates/remarks.ts';
import { tellRequests } from '../reconcilers/certificates/tell-requests.ts';
import { ensureFelix } from '../reconcilers/felix/ensure-felix.ts';
import { ensureMigrationAccess } from '../reconcilers/migration/ensure-migration-access.ts';
import { migrationNotes } from '../reconcilers/migration/migration-notes.ts';
import { carryOver } from '../reconcilers/manifests/carry-over.ts';
import { requireMovePermission } from '../reconcilers/manifests/conversion.ts';
import { moveNodes } from '../reconcilers/manifests/move-nodes.ts';
import { NodeWaits } from '../reconcilers/manifests/node-waits.ts';
import { Overrulings } from '../reconcilers/felix/overrulings.ts';
import { settleTyphaScale } from '../reconcilers/typha-autoscaler/settle-scale.ts';
import { mergeResults } from '../reconcilers/merge-results.ts';
import { reporting, type PassResult } from '../reconcilers/report.ts';
import { defineController, type ControllerDefinition } from '../runtime/define-controller.ts';
import {
  admissionPolicyChanges,
  anyChange,
  anyPlatformChange,
  anyTurn,
  crdFindings,
  formerInstallChanges,
  hints,
  migrationChanges,
  secretsOfCalicoSystem,
} from './wakes.ts';

/**
 * Makes an Installation into Calico. It stops at (step: reason): requireSupportedVersion: UpgradeError; settleSpec:
 * InvalidConfigurationError, InternalServerError, MigrationError, ResourceValidationError; requireMovePermission and
 * carryOver: MigrationError; requirePools: ResourceNotFound; gatherUserFacts: ResourceReadError, ResourceCreateError,
 * ResourceValidationError; ensureCertificates: ResourceCreateError, CertificateError; ensureFelix: ResourceUpdateError;
 * applyCore: ResourceUpdateError, ResourceValidationError; moveNodes: ResourceMigrationError.
 */
export function installationController(ctx: ReconcileContext): ControllerDefinition {
  const { cluster } = ctx;
  const memory = {
    refusals: new Refusals(ctx.clock),
    overrulings: new Overrulings(ctx.clock),
    nodeWaits: new NodeWaits(),
    goldmane: new GoldmanePatience(ctx.clock),
    rollout: new RolloutWatch(),
  };
  const reconcile = reporting({
    status: 'calico',
    subject: loadInstallation,
    pass: (context) => passCore(context, memory),
    workloads: trackedWorkloads,
    published: (context, publication, outcome) =>
      publishCoreStatus(context, { ...publication, rollout: memory.rollout.last }, outcome),
  });
  return defineController({
    name: 'tigera-installation-controller',
    sources: [
      ...anyChange(cluster, 'installations', 'tigeraStatuses', 'imageSets', 'namespaces', 'daemonSets', 'deployments'),
      ...anyChange(cluster, 'configMaps', 'services', 'serviceAccounts', 'roles', 'roleBindings', 'disruptionBudgets'),
      ...anyChange(cluster, 'clusterRoles', 'clusterRoleBindings', 'csiDrivers', 'operatorSecrets', 'resourceQuotas'),
      ...anyChange(cluster, 'operatorConfigMaps', 'operatorDeployments', 'ipPools', 'felixConfigurations', 'tiers'),
      ...anyChange(cluster, 'bgpConfigurations', 'kubeControllersConfigurations', 'policies', 'systemDaemonSets'),
      ...anyChange(cluster, 'systemConfigMaps', 'systemServices', 'nodes', 'kubeProxies'),
      ...anyChange(cluster, 'apiServices', 'apiEndpoints', 'signingRequests', 'calicoApiServices'),
      anyTurn(cluster.tiers),
      ...anyPlatformChange(cluster, 'openShiftNetworks', 'openShiftInfrastructures'),
      secretsOfCalicoSystem(cluster),
      ...crdFindings(ctx),
      ...admissionPolicyChanges(cluster),
      migrationChanges(cluster),
      formerInstallChanges(cluster),
      ...hints(cluster, 'goldmanes'),
    ],
    restMs: 200,
    reconcile: () => {
      tellIgnoredInstallations(ctx);
      return reconcile(ctx);
    },
  });
}

/** What this process has heard and said, for a while. */
interface Memory {
  readonly refusals: Refusals;
  readonly overrulings: Overrulings;
  readonly nodeWaits: NodeWaits;
  readonly goldmane: GoldmanePatience;
  readonly rollout: RolloutWatch;
}

async function passCore(ctx: ReconcileContext, memory: Memory): Promise<PassResult> {
  const { refusals, overrulings, goldmane, nodeWaits } = memory;
  const installation = requireInstallation(ctx);
  if (installation.metadata.deletionTimestamp !== undefined) return teardown(ctx, installation);
  requireSupportedVersion(ctx, installation);
  const spec = settleSpec(ctx, installation);
  await requireMovePermission(ctx);
  await ensureInstallationFinalizers(ctx, installation);
  await carryOver(ctx);
  const access = await ensureMigrationAccess(ctx, installation);
  requirePools(ctx, spec);
  const user = gatherUserFacts(ctx, spec);
  const [{ certs, remarks }, felix] = await Promise.all([
    ensureCertificates(ctx, { spec, owner: ownerOf(installation), refusals }),
    ensureFelix(ctx, spec, overrulings),
  ]);
  const typha = settleTyphaScale(ctx, spec);
  const bootstrap = gatherBootstrap(ctx, spec);
  const rollout = await memory.rollout.look(ctx, installation);
  const settled = { spec, user, certs, settings: felix.settings, bootstrap, typha, rollout };
  const input = gatherCoreInput(ctx, installation, settled);
  const firstNode = goldmane.hold(ctx, input);
  const result = await applyCore(ctx, input, { typha, nodeProblems: bootstrap.problems, firstNode, rollout });
  const admission = await ensureAdmissionPolicies(ctx, installation);
  const moved = await moveNodes(ctx, { installation, spec, typhaReplicas: typha.replicas, waits: nodeWaits });
  const migrating = migrationNotes(ctx.cluster.migrations.list());
  tellRequests(ctx, remarks, spec, trackedWorkloads(ctx));
  const advice = { warnings: [...admission, ...access] };
  return withRemarks(mergeResults(result, felix.result, migrating, advice, moved), remarks);
}
