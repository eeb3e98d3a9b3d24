import { describe, expect, it } from '@jest/globals';
import { Deployment, Pod, ValidatingWebhookConfiguration } from '../../src/k8s/kinds.ts';
import { isWriteRequest } from '../../tools/observer/history.ts';
import { installs } from '../../tools/sim/scenarios/teardown.ts';
import { sweepWithId } from '../../tools/sim/sweeps/index.ts';
import { SimWorld } from '../../tools/sim/world.ts';
import { sweeps } from '../support/sweeping.ts';

const webhooks = { namespace: 'calico-system', name: 'calico-webhooks' };
const registration = { name: 'api.projectcalico.org' };

async function serving(): Promise<SimWorld> {
  const world = new SimWorld({ seed: 4 });
  world.appliesApiServer();
  await installs(world);
  await world.eventually('it serves', () => world.condition('apiserver', 'Available')?.status === 'True');
  return world;
}

describe('an APIServer', () => {
  it('is registered only after the webhooks answer', async () => {
    const { history } = await serving();
    const registered = history.requests.find(({ name, verb }) => name === registration.name && verb === 'apply');
    const ready = history.changes.find(
      ({ object }) => object.metadata.name === webhooks.name && JSON.stringify(object).includes('"availableReplicas"'),
    );
    expect(registered?.at).toBeGreaterThan(ready?.at ?? Infinity);
  });

  it('stays registered while no webhook answers, so that nobody gets around it', async () => {
    const world = await serving();
    world.setsNodeReady(0, false);
    world.setsNodeReady(1, false);
    world.setsNodeReady(2, false);
    await world.scheduler.pass(120_000);
    expect(world.admin.get(ValidatingWebhookConfiguration, registration)).toBeDefined();
  });

  it('comes back when somebody deletes its Deployment', async () => {
    const world = await serving();
    const live = world.admin.get(Deployment, webhooks);
    if (live !== undefined) world.admin.delete(Deployment, live);
    await world.eventually(
      'it is gone',
      () => world.admin.get(Deployment, webhooks)?.metadata.uid !== live?.metadata.uid,
    );
    await world.scheduler.pass(2_000);
    expect(world.admin.get(Deployment, webhooks)).toBeDefined();
  });

  it('asks for nothing at rest', async () => {
    const world = await serving();
    await world.scheduler.pass(60_000);
    const start = world.scheduler.now;
    await world.scheduler.pass(15 * 60_000);
    const since = world.history.requests.filter(({ at, resource }) => at > start && resource.plural !== 'leases');
    expect(since.filter(({ verb }) => verb !== 'watch')).toEqual([]);
  });

  it('leaves no pod behind that has lost its network', async () => {
    const world = await serving();
    world.deletesInstallation();
    await world.eventually('the Installation is gone', () => world.installation() === undefined);
    expect(world.admin.list(Pod).filter(({ metadata }) => metadata.labels?.['k8s-app'] === webhooks.name)).toEqual([]);
    expect(world.history.requests.filter(isWriteRequest).some(({ code }) => code === 403)).toBe(false);
  });
});

describe('a kill or a fault', () => {
  it.each(sweepWithId('apiserver').scenarios)('changes nothing of how %s ends', async (scenario) => {
    const { runs, failures } = await sweeps('apiserver', 61, [scenario]);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThan(5);
  });
});
