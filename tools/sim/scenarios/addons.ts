import { Goldmanes, ManagementClusterConnections, Whiskers } from '../../../src/crds/kinds.ts';
import { Secret } from '../../../src/k8s/kinds.ts';
import type { SimWorld } from '../world.ts';
import type { Scenario } from './scenario.ts';
import { installs } from './teardown.ts';

/** Statuses of everything that there is an add-on for. */
const statuses = ['goldmane', 'whisker', 'management-cluster-connection'];

/** Asks for a tunnel to a management cluster, with what that has handed out. */
function connects(world: SimWorld): void {
  const metadata = { name: 'tigera-managed-cluster-connection', namespace: 'tigera-operator' };
  const data = { 'managed-cluster.crt': 'YQ==', 'managed-cluster.key': 'Yg==', 'management-cluster.crt': 'Yw==' };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata, data };
  world.admin.create(Secret, secret);
  world.applies(ManagementClusterConnections, { managementClusterAddr: 'manager.example.com:9449' }, 'tigera-secure');
}

/** Waits until every add-on is available. */
async function areAvailable(world: SimWorld): Promise<void> {
  await world.eventually('the add-ons are available', () =>
    statuses.every((name) => world.condition(name, 'Available')?.status === 'True'),
  );
}

/** All that a default installation has. */
export const addonsStory: Scenario = {
  name: 'addons',
  says: 'everything that stands beside an Installation is made with it, and edited',
  nodes: 3,
  story: async (world) => {
    connects(world);
    world.applies(Whiskers);
    world.applies(Goldmanes);
    await installs(world);
    await areAvailable(world);
    world.applies(Goldmanes, { metricsPort: 9081 });
    await world.scheduler.pass(1_000);
    await areAvailable(world);
  },
};
