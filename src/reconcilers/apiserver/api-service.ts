import type { KubeObject } from '../../k8s/object.ts';
import { apiServiceRef, formerNamespace } from '../../renderers/apiserver/index.ts';
import { CALICO_APISERVER, CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import { awaitedCalicoApi, isRegistered } from '../cluster/calico-api-server.ts';
import type { ReconcileContext } from '../context.ts';
import type { PassProblem } from '../status/fold-conditions.ts';
import { deploymentHealth, type WorkloadHealth } from '../status/workload-health.ts';

/** The Kubernetes API server tries a new registration within seconds, and again after half a minute. */
const graceMs = 45_000;

export function isApiService({ kind, metadata }: KubeObject): boolean {
  return kind === apiServiceRef.kind && metadata.name === apiServiceRef.name;
}

/**
 * Why requests for projectcalico.org/v3 do not go to calico-apiserver yet: without a pod that answers they would fail,
 * those that an earlier release answers included. Undefined once they do.
 */
export function notYetServing(ctx: ReconcileContext): string | undefined {
  if (servesFrom(ctx) === CALICO_SYSTEM) return undefined;
  const { verdict } = deploymentHealth({ kind: 'Deployment', name: CALICO_APISERVER, needs: 'one' }, liveServer(ctx));
  return verdict === 'healthy' ? undefined : 'requests would fail before a pod of calico-apiserver answers';
}

function servesFrom(ctx: ReconcileContext): string | undefined {
  return isRegistered(ctx)
    ? ctx.cluster.calicoApiServices.get(apiServiceRef.name)?.spec?.service?.namespace
    : undefined;
}

function liveServer({ cluster }: ReconcileContext): ReturnType<ReconcileContext['cluster']['deployments']['get']> {
  return cluster.deployments.get(`${CALICO_SYSTEM}/${CALICO_APISERVER}`);
}

/**
 * Whether nothing serves any more from the namespace that earlier releases had: requests go elsewhere, and are answered.
 * What has no owner of ours is somebody else's namespace.
 */
export function isFormerNamespaceUnused(ctx: ReconcileContext): boolean {
  const { ownerReferences = [], deletionTimestamp } =
    ctx.cluster.formerNamespaces.get(formerNamespace.name)?.metadata ?? {};
  const isOurs = ownerReferences.some(({ apiVersion }) => apiVersion === 'operator.tigera.io/v1');
  return isOurs && deletionTimestamp === undefined && servesFrom(ctx) === CALICO_SYSTEM && !isSilent(ctx);
}

function isSilent(ctx: ReconcileContext): boolean {
  return awaitedCalicoApi(ctx) !== undefined;
}

/** The Deployment counts only as far as the API that it is there for answers. */
export function servingHealth(ctx: ReconcileContext): WorkloadHealth {
  const health = deploymentHealth({ kind: 'Deployment', name: CALICO_APISERVER }, liveServer(ctx));
  const silence = awaitedCalicoApi(ctx);
  if (health.verdict !== 'healthy' || silence === undefined) return health;
  return { ...health, verdict: 'progressing', progress: silence };
}

/** What to tell about an API that has answered, or has had its time, and does not answer now. */
export function silenceOf(ctx: ReconcileContext): PassProblem | undefined {
  const message = awaitedCalicoApi(ctx);
  const registration = ctx.cluster.calicoApiServices.get(apiServiceRef.name);
  if (message === undefined || registration === undefined || !isRegistered(ctx)) return undefined;
  const age = ctx.clock.wall().getTime() - Date.parse(registration.metadata.creationTimestamp ?? '');
  const hadItsTime = ctx.cluster.tiers.hasSynced || age > graceMs;
  return hadItsTime ? { reason: 'ResourceNotReady', message } : undefined;
}
