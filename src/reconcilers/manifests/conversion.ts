import { convertManifests, type Conversion } from '../../crds/manifests/convert.ts';
import { askedMoveLabel, type ManifestFacts } from '../../crds/manifests/facts.ts';
import { describeManifestProblems } from '../../crds/manifests/manifest-problem.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import { CALICO_KUBE_CONTROLLERS, CALICO_TYPHA, KUBE_SYSTEM } from '../../renderers/shared/names.ts';
import { missingEndpointKeys } from '../cluster/user-config.ts';
import { mayDo, type Access } from '../cluster/access-review.ts';
import type { ReconcileContext } from '../context.ts';

/** The manifests that let the operator move an installation from kube-system. */
const permissions = 'config/rbac/manifest-migration';

/**
 * The installation from manifests in the words of the Installation. Throws `Degraded('MigrationError')` with everything
 * that stands against it, before anything is written: component, field, value and remedy, a line each.
 */
export function requireConversion(ctx: ReconcileContext): Conversion {
  const { formerInstall } = ctx.cluster;
  if (formerInstall.forbidden !== '') throw forbidden(`read ${formerInstall.forbidden} there`);
  const { node } = formerInstall;
  if (formerInstall.isIncomplete || node === undefined) {
    throw new Degraded('MigrationError', 'Reading the installation of Calico in kube-system', { retry: 'on-watch' });
  }
  const conversion = convertManifests(factsOf(ctx, node));
  if (conversion.problems.length > 0) throw refusal(conversion);
  return conversion;
}

/** What will be different after a move, a warning each (CAL-801). */
export function moveWarnings(ctx: ReconcileContext): string[] {
  const { node } = ctx.cluster.formerInstall;
  const { notes } = node === undefined ? { notes: [] } : convertManifests(factsOf(ctx, node));
  return notes.map((note) => `CAL-801 With the move from kube-system ${note}`);
}

function factsOf(ctx: ReconcileContext, node: ManifestFacts['node']): ManifestFacts {
  const { formerInstall, ipPools, felixConfigurations } = ctx.cluster;
  const typha = formerInstall.deployment(CALICO_TYPHA);
  const kubeControllers = formerInstall.deployment(CALICO_KUBE_CONTROLLERS);
  const felix = felixConfigurations.get('default');
  return {
    node,
    ...(typha && { typha }),
    ...(kubeControllers && { kubeControllers }),
    configMaps: new Map(formerInstall.configMaps().map(({ metadata, data = {} }) => [metadata.name, data])),
    pools: ipPools.list(),
    ...(felix && { felix }),
    endpointPrepared: missingEndpointKeys(ctx).length === 0,
  };
}

function refusal({ problems }: Conversion): Degraded {
  const lines = describeManifestProblems(problems);
  const text = `Calico in kube-system cannot be taken over as it is; nothing was changed:\n${lines}`;
  return new Degraded('MigrationError', text, { retry: { afterSeconds: 30 } });
}

function forbidden(what: string): Degraded {
  const text = `Calico was installed from manifests into kube-system, and the operator may not ${what}, which it takes to move it: kubectl apply -f ${permissions}, or set rbac.manifestMigration of the chart`;
  return new Degraded('MigrationError', text, { retry: { afterSeconds: 30 } });
}

/** What a move takes and other clusters do not. */
const moving: readonly Access[] = [
  { verb: 'patch', resource: 'nodes' },
  { verb: 'delete', group: 'apps', resource: 'deployments', namespace: KUBE_SYSTEM, name: CALICO_TYPHA },
];

/**
 * Asks, before anything is written, whether the operator may do all that a move takes; nothing in other clusters. Throws
 * `Degraded('MigrationError')`.
 */
export async function requireMovePermission(ctx: ReconcileContext): Promise<void> {
  if (!ctx.cluster.formerInstall.isThere || hasBegun(ctx)) return;
  for (const access of moving) {
    if (!(await mayDo(ctx, access))) throw forbidden(`${access.verb} ${access.resource}`);
  }
}

/** Whether nodes have begun to move, so that the manifests must not be read again. */
export function hasBegun({ cluster: { formerInstall } }: ReconcileContext): boolean {
  return askedMoveLabel(formerInstall.node) !== undefined;
}

/** DaemonSets of Canal, which is Calico's policy on another network. */
const canal = ['canal', 'canal-node'];

/** Throws `Degraded('ResourceValidationError')` where the cluster runs Canal. */
export function refuseCanal({ cluster: { systemDaemonSets } }: ReconcileContext): void {
  const found = canal.find((name) => systemDaemonSets.get(`${KUBE_SYSTEM}/${name}`) !== undefined);
  if (found === undefined) return;
  const guide = 'https://docs.tigera.io/calico/latest/getting-started/kubernetes/flannel/migration-from-flannel';
  const text = `DaemonSet ${KUBE_SYSTEM}/${found}: Canal cannot be taken over; move it to Calico first (${guide})`;
  throw new Degraded('ResourceValidationError', text, { retry: { afterSeconds: 300 } });
}
