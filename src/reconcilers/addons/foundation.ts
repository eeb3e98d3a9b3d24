import { describeProblems, type Problem } from '../../crds/problem.ts';
import type { Installation, SettledSpec } from '../../crds/installation/spec.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import type { KubeObject } from '../../k8s/object.ts';
import type { Owner } from '../../renderers/input.ts';
import { CALICO_SYSTEM, CALICO_SYSTEM_TIER, OPERATOR_SECRETS } from '../../renderers/shared/names.ts';
import { ensureFinalizers } from '../apply/finalizers.ts';
import { awaitedCalicoApi, isTierReady } from '../cluster/calico-api-server.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { ReconcileContext } from '../context.ts';
import { loadInstallation } from '../installation/load.ts';
import { cleanupFinalizer } from '../installation/teardown.ts';
import { awaitValidSpec } from '../installation/valid-spec.ts';

/** What everything stands on that has a custom resource of its own beside the Installation. */

/**
 * The Installation's spec in effect, once everything can be made in its namespace; from then on the finalizer holds it.
 * Throws `Degraded` (a wait) that says what is missing.
 */
export async function ensureFoundation(ctx: ReconcileContext, kind: string, finalizer: string): Promise<SettledSpec> {
  const installation = loadInstallation(ctx);
  if (installation === undefined) throw withoutInstallation(kind);
  const spec = awaitValidSpec(ctx, installation);
  requireNamespace(ctx, installation);
  await ensureFinalizers(ctx, installation, [finalizer]);
  return spec;
}

function withoutInstallation(kind: string): Degraded {
  const text = `waiting for an Installation named default: the ${kind} is a part of it`;
  return new Degraded('ResourceNotFound', text, { retry: 'on-watch' });
}

/** The core puts its own finalizers on the Installation, makes the namespace, and binds the operator's right to write Secrets there. */
function requireNamespace({ cluster }: ReconcileContext, { metadata }: Installation): void {
  const isHeld = metadata.finalizers?.includes(cleanupFinalizer) === true;
  const namespace = cluster.namespaces.get(CALICO_SYSTEM);
  const isMade = namespace !== undefined && namespace.metadata.deletionTimestamp === undefined;
  if (isHeld && isMade && cluster.roleBindings.get(`${CALICO_SYSTEM}/${OPERATOR_SECRETS}`) !== undefined) return;
  const text = `waiting for Namespace ${CALICO_SYSTEM}; "kubectl get tigerastatus calico" tells what stops the operator from making it`;
  throw new Degraded('ResourceNotReady', text, { retry: 'on-watch' });
}

/** Throws `Degraded('ResourceValidationError')` with all of them. */
export function requireNoProblems(kind: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const text = `The ${kind} is not valid:\n${describeProblems(problems)}`;
  throw new Degraded('ResourceValidationError', text, { retry: { afterSeconds: 300 } });
}

/** Whether what the custom resource asks for is to go: it is deleted, or the network under it is. */
export function isGoing(ctx: ReconcileContext, resource: KubeObject | undefined): boolean {
  if (resource === undefined || resource.metadata.deletionTimestamp !== undefined) return true;
  return loadInstallation(ctx)?.metadata.deletionTimestamp !== undefined;
}

/** What a status is about: the custom resource and, once it is gone, the Installation until nothing of it holds that any more. */
export function subjectOf(
  ctx: ReconcileContext,
  resource: KubeObject | undefined,
  finalizer: string,
): KubeObject | undefined {
  const installation = loadInstallation(ctx);
  const isHeld = installation?.metadata.finalizers?.includes(finalizer) ?? false;
  return resource ?? (isHeld ? installation : undefined);
}

/** The custom resource as the owner of what is made for it. */
export function ownerOf({ apiVersion, kind, metadata }: KubeObject): Owner {
  const reference = { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '' };
  return { reference, component: `${kind}.operator.tigera.io` };
}

/** What there is to say while policies wait: for their tier, or for the API that they are written to. */
export function awaitedTier(ctx: ReconcileContext): string[] {
  if (isTierReady(ctx) || isBeingRead(ctx.cluster.tiers)) return [];
  const silence = awaitedCalicoApi(ctx);
  if (silence !== undefined) return [`Policies wait, because ${silence}`];
  return [
    `Tier ${CALICO_SYSTEM_TIER} is not there yet, so policies wait; "kubectl get tigerastatus tiers" tells what stops the operator from making it`,
  ];
}

/** Who has just started knows nothing yet, and says nothing that a moment later is not true any more. */
function isBeingRead({ hasSynced, state }: Cluster['tiers']): boolean {
  return !hasSynced && state.phase === 'listing';
}
