import type { APIService, Deployment } from '../../../src/crds/generated/core.gen.ts';
import { APIService as ApiServices, Deployment as Deployments } from '../../../src/k8s/kinds.ts';
import type { ResourceType } from '../../../src/k8s/object.ts';
import type { ResourceName } from '../../observer/history.ts';
import type { DirectAccess } from '../direct-access.ts';
import type { ApiAnswer, ApiRequest } from '../server/api.ts';
import type { ApiServer } from '../server/api-server.ts';
import { failureAnswer, pageNotFound } from '../server/status-answer.ts';
import { LazyQueue } from './lazy-queue.ts';
import { servedPools } from './served-pools.ts';

const registration = { name: 'v3.projectcalico.org' };
const server = { namespace: 'calico-system', name: 'calico-apiserver' };
const prefix = '/apis/projectcalico.org/v3';
const deployments = Deployments as ResourceType<Deployment>;

/** The part of a cluster that tells whether Calico's API server answers. */
interface Seen {
  get(resource: ResourceName, target: { name: string; namespace?: string }): unknown;
}

/** Whether a pod of calico-apiserver is available. */
export function answers(seen: Seen): boolean {
  const live = seen.get(deployments, server) as Deployment | undefined;
  return (live?.status?.availableReplicas ?? 0) > 0;
}

/**
 * Requests for projectcalico.org/v3 are answered only while a pod of calico-apiserver does it. Controllers reach the same
 * objects where they are stored. That is for pools where Calico keeps them, and for all else a store of its own.
 */
export function servedByPods(request: ApiRequest, api: ApiServer): ApiAnswer | undefined {
  const { path, user } = request;
  if (!path.startsWith(`${prefix}/`) || user.name === 'kube-controller-manager') return undefined;
  if (api.get(ApiServices, registration) === undefined) return pageNotFound;
  if (answers(api)) return servedPools(request, api);
  const message = 'error trying to reach service: dial tcp 10.96.0.99:443: connect: connection refused';
  return failureAnswer({ code: 503, reason: 'ServiceUnavailable', message });
}

/** Says of the APIService whether there is somebody behind it, and cuts watches when there is nobody any more. */
export function runAggregation(cluster: DirectAccess): void {
  const queue = new LazyQueue(cluster, [100, 900], () => judge(cluster));
  let answered = false;
  cluster.onChange(({ resource, object }) => {
    const isServer = resource.plural === deployments.plural && object.metadata.name === server.name;
    if (!isServer && resource.plural !== ApiServices.plural) return;
    const before = answered;
    answered = answers(cluster.server);
    if (before && !answered) cluster.server.cutWatches(({ resource }) => resource.group === 'projectcalico.org');
    queue.add(registration.name);
  });
}

function judge(cluster: DirectAccess): void {
  const live = cluster.get(ApiServices as ResourceType<APIService>, registration);
  if (live?.spec?.service === undefined) return;
  const isThere = answers(cluster.server);
  const told = live.status?.conditions?.find(({ type }) => type === 'Available');
  if (told?.status === (isThere ? 'True' : 'False')) return;
  const condition = isThere
    ? { type: 'Available', status: 'True', reason: 'Passed', message: 'all checks passed' }
    : {
        type: 'Available',
        status: 'False',
        reason: 'FailedDiscoveryCheck',
        message: 'dial tcp 10.96.0.99:443: connect: connection refused',
      };
  cluster.patch(ApiServices, registration, { status: { conditions: [condition] } }, 'status');
}
