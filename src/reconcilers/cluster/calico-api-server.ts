import type { APIService } from '../../crds/generated/core.gen.ts';
import { messageOf } from '../../k8s/errors.ts';
import { describeRef, type KubeObject, type ObjectRef } from '../../k8s/object.ts';
import type { SharedInformers } from '../../k8s/shared-informers.ts';
import { apiServiceRef } from '../../renderers/apiserver/index.ts';
import { CALICO_API, CALICO_SYSTEM_TIER } from '../../renderers/shared/names.ts';
import type { ReconcileContext } from '../context.ts';
import type { Cluster } from './cluster.ts';

/** Group and version that users work with. */
const usersApi = 'projectcalico.org/v3';

/** Whether an object goes to Calico's own API server, behind the storage of crd.projectcalico.org/v1. */
export function isServedByCalico(
  { settings }: Pick<ReconcileContext, 'settings'>,
  { apiVersion }: Pick<ObjectRef, 'apiVersion'>,
): boolean {
  return apiVersion === usersApi && settings.calicoApi !== usersApi;
}

/** Whether Calico's API server is registered as what serves projectcalico.org/v3. */
export function isRegistered({ cluster }: Pick<ReconcileContext, 'cluster'>): boolean {
  return registered(cluster)?.spec?.service?.name === CALICO_API;
}

/**
 * Why projectcalico.org/v3 cannot be used now, in words that name who does not answer; undefined where it can, and where
 * CRDs serve it.
 */
export function awaitedCalicoApi({
  cluster,
  settings,
}: Pick<ReconcileContext, 'cluster' | 'settings'>): string | undefined {
  if (settings.calicoApi === usersApi) return undefined;
  if (cluster.apiServers.list().length === 0) {
    return `${usersApi} is not served: create an APIServer (operator.tigera.io/v1) named default`;
  }
  const live = registered(cluster);
  if (live?.spec?.service?.name !== CALICO_API) {
    return `${usersApi} is not served yet; "kubectl get tigerastatus apiserver" tells what stops calico-apiserver from serving it`;
  }
  const said = refusalOf(live) ?? watchFailure(cluster);
  return said === undefined ? undefined : `${usersApi} does not answer: ${said}`;
}

/** Whether policies can be written: the API answers, and the tier that they are in is there. */
export function isTierReady(ctx: Pick<ReconcileContext, 'cluster' | 'settings'>): boolean {
  return awaitedCalicoApi(ctx) === undefined && ctx.cluster.tiers.get(CALICO_SYSTEM_TIER) !== undefined;
}

/** What the Kubernetes API server says of Calico's; undefined where it is content. */
function refusalOf({ status }: APIService): string | undefined {
  const available = status?.conditions?.find(({ type }) => type === 'Available');
  if (available?.status === 'True') return undefined;
  return available?.message ?? 'the Kubernetes API server has not tried it yet';
}

/** A watch that was cut tells of a death long before the Kubernetes API server looks again. */
function watchFailure({ tiers }: Pick<Cluster, 'tiers'>): string | undefined {
  const { phase, lastError } = tiers.state;
  return phase === 'waiting' && lastError !== undefined ? messageOf(lastError) : undefined;
}

function registered({ calicoApiServices }: Pick<Cluster, 'calicoApiServices'>): APIService | undefined {
  return calicoApiServices.get(apiServiceRef.name);
}

/** One sentence about objects that wait for Calico's API server; undefined where none does. */
export function tellAwaiting(ctx: ReconcileContext, waiting: readonly KubeObject[]): string | undefined {
  const because = awaitedCalicoApi(ctx);
  if (because === undefined || waiting.length === 0) return undefined;
  const names = waiting.map(({ apiVersion, kind, metadata }) => describeRef({ apiVersion, kind, ...metadata }));
  return `${names.toSorted().join(', ')}: waiting, because ${because}`;
}

/** Watches of Calico's API begin again as soon as it is said to answer. */
export function retryWhenServed(informers: SharedInformers, { calicoApiServices }: Cluster): void {
  calicoApiServices.subscribe((event) => {
    if (event.type === 'delete' || refusalOf(event.object) !== undefined) return;
    for (const cause of ['not-served', 'failing', 'unreachable'] as const) informers.retry(cause);
  });
}
