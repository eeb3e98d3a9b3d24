import type { DaemonSet, Deployment } from '../../src/crds/generated/core.gen.ts';
import * as kinds from '../../src/k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/k8s/object.ts';
import { kwokNode } from '../../tools/cluster/kwok-nodes.ts';
import { Chance } from '../../tools/sim/chance.ts';
import { runControllers } from '../../tools/sim/controllers/index.ts';
import { DirectAccess } from '../../tools/sim/direct-access.ts';
import { Scheduler } from '../../tools/sim/scheduler.ts';
import { ApiServer } from '../../tools/sim/server/api-server.ts';

export const daemonSets = kinds.DaemonSet as ResourceType<DaemonSet>;
export const deployments = kinds.Deployment as ResourceType<Deployment>;

/** A simulated cluster with its controllers and no operator: the administrator's access, and time. */
export interface ControlledCluster {
  readonly admin: DirectAccess;
  readonly scheduler: Scheduler;
}

export function aControlledCluster(nodes = 3): ControlledCluster {
  const scheduler = new Scheduler();
  const chance = new Chance(1);
  const server = new ApiServer({
    clock: scheduler.clockOf(() => true),
    random: chance.fork('server').next,
    authorization: 'off',
  });
  runControllers(server, { scheduler, chance: chance.fork('controllers') });
  const admin = new DirectAccess('administrator', { server, scheduler, chance: chance.fork('administrator') });
  admin.create(kinds.Namespace, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'test' } });
  for (let index = 0; index < nodes; index++) admin.create(kinds.Node, kwokNode(index));
  return { admin, scheduler };
}

const labels = { app: 'test' };

function template(image: string, more: object = {}): object {
  return { metadata: { labels }, spec: { containers: [{ name: 'main', image }], ...more } };
}

export function aDaemonSet(image: string, maxUnavailable: number | string = 1): DaemonSet {
  const updateStrategy = { type: 'RollingUpdate' as const, rollingUpdate: { maxUnavailable } };
  const spec = { selector: { matchLabels: labels }, updateStrategy, template: template(image) };
  const metadata = { name: 'agent', namespace: 'test' };
  return { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec };
}

export function aDeployment(image: string, replicas: number, podSpec: object = {}): Deployment {
  const spec = { replicas, selector: { matchLabels: labels }, template: template(image, podSpec) };
  const metadata = { name: 'server', namespace: 'test' };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec };
}

/** A ConfigMap that may have owners. */
export function anOwned(name: string, ...owners: readonly KubeObject[]): KubeObject {
  const ownerReferences = owners.map(({ apiVersion, kind, metadata }) => ({
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid ?? '',
    blockOwnerDeletion: true,
  }));
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'test', ownerReferences } };
}
