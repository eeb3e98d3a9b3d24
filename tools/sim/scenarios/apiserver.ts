import { ApiServers } from '../../../src/crds/kinds.ts';
import { ValidatingWebhookConfiguration } from '../../../src/k8s/kinds.ts';
import type { SimWorld } from '../world.ts';
import type { Scenario } from './scenario.ts';
import { installs, isRemoved } from './teardown.ts';

/** Waits until the webhooks serve, are registered, and the APIServer says so. */
async function serves(world: SimWorld): Promise<void> {
  await world.eventually('the API server is available', () => {
    const isAvailable = world.condition('apiserver', 'Available')?.status === 'True';
    return isAvailable && isRegistered(world) && world.apiServer()?.status?.state === 'Ready';
  });
}

function isRegistered(world: SimWorld): boolean {
  return world.admin.get(ValidatingWebhookConfiguration, { name: 'api.projectcalico.org' }) !== undefined;
}

async function installsBoth(world: SimWorld): Promise<void> {
  world.appliesApiServer();
  await installs(world);
  await serves(world);
}

/** Until a refusal to store a certificate is tried again. */
const refusalMs = 5 * 60_000;

/** Waits until nothing of an APIServer is left, nor holds the Installation. */
async function isTakenDown(world: SimWorld): Promise<void> {
  await world.eventually('nothing is registered any more', () => !isRegistered(world));
  await world.eventually(
    'TigeraStatus apiserver is gone',
    () => world.condition('apiserver', 'Available') === undefined,
  );
}

/** An APIServer beside the Installation. */
export const apiServerStory: Scenario = {
  name: 'apiserver',
  says: 'an APIServer is made with the Installation, and edited',
  nodes: 3,
  story: async (world) => {
    await installsBoth(world);
    const containers = [{ name: 'calico-webhooks' as const, resources: { requests: { cpu: '50m' } } }];
    world.appliesApiServer({ calicoWebhooksDeployment: { spec: { template: { spec: { containers } } } } });
    await world.scheduler.pass(1_000);
    await serves(world);
  },
};

/** It is removed, in either order; garbage collection and the operator go hand in hand there. */
export const apiServerRemovals: readonly Scenario[] = [
  {
    name: 'apiserver again',
    says: 'an APIServer is made with the Installation, deleted, and made again',
    nodes: 3,
    story: async (world) => {
      await installsBoth(world);
      world.deletesApiServer();
      await isTakenDown(world);
      world.appliesApiServer();
      await serves(world);
    },
  },
  {
    name: 'apiserver first',
    says: 'the APIServer is deleted, and at once the Installation',
    nodes: 2,
    story: async (world) => {
      await installsBoth(world);
      world.deletesApiServer();
      world.deletesInstallation();
      await isRemoved(world);
      await isTakenDown(world);
    },
  },
  {
    name: 'apiserver last',
    says: 'the Installation is deleted under an APIServer, and comes again',
    nodes: 2,
    story: async (world) => {
      await installsBoth(world);
      world.deletesInstallation();
      await isRemoved(world);
      await world.eventually('nothing is registered any more', () => !isRegistered(world));
      world.appliesInstallation();
      await world.becomesAvailable();
      await serves(world);
      await world.scheduler.pass(refusalMs);
    },
  },
  {
    name: 'apiserver foreground',
    says: 'the APIServer is deleted with all that it owns before it',
    nodes: 2,
    story: async (world) => {
      await installsBoth(world);
      const live = world.apiServer();
      if (live !== undefined) world.admin.delete(ApiServers, live, 'Foreground');
      await isTakenDown(world);
    },
  },
];
