import { join } from 'node:path';
import { Namespace } from '../../src/k8s/kinds.ts';
import { resourceTypeOf } from '../../src/reconcilers/cluster/resource-types.ts';
import type { KubeObject } from '../../src/k8s/object.ts';
import { readManifests } from '../cluster/manifests.ts';
import type { Chance } from './chance.ts';
import { DirectAccess } from './direct-access.ts';
import type { Scheduler } from './scheduler.ts';
import { ApiServer, type ApiServerOptions } from './server/api-server.ts';
import { loadCrds } from './server/load-crds.ts';

/** Scenarios migrate, too. */
const rbacFolders = ['.', 'manifest-migration', 'datastore-migration'];

let manifests: readonly KubeObject[] | undefined;

/**
 * A control plane with the given CRDs, ours where none are given, and our RBAC: what the operator finds on a cluster it is
 * about to be installed on.
 */
export function emptyCluster(
  scheduler: Scheduler,
  chance: Chance,
  resources: readonly KubeObject[] = loadCrds(process.cwd()),
  others: Pick<ApiServerOptions, 'elsewhere'> = {},
): ApiServer {
  const root = process.cwd();
  const clock = scheduler.clockOf(() => true);
  const server = new ApiServer({ clock, random: chance.next, resources, authorization: 'rbac', ...others });
  const access = new DirectAccess('kubeadm', { server, scheduler, chance });
  access.create(Namespace, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'tigera-operator' } });
  manifests ??= rbacFolders.flatMap((folder) => readManifests(join(root, 'config', 'rbac', folder)));
  for (const object of manifests) access.create(resourceTypeOf(object), object);
  return server;
}
