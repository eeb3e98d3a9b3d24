import { describe, expect, it } from '@jest/globals';
import * as kinds from '../../src/crds/kinds.ts';
import type { DaemonSet as Workload } from '../../src/crds/generated/core.gen.ts';
import { DaemonSet, Secret, Service } from '../../src/k8s/kinds.ts';
import type { ResourceType } from '../../src/k8s/object.ts';
import { arePartsAvailable } from '../../tools/sim/scenarios/orders.ts';
import { parts, tunnelSecret } from '../../tools/sim/scenarios/parts.ts';
import { sweepWithId } from '../../tools/sim/sweeps/index.ts';
import { SimWorld } from '../../tools/sim/world.ts';
import { sweeps } from '../support/sweeping.ts';

async function complete(): Promise<SimWorld> {
  const world = new SimWorld({ seed: 5 });
  world.admin.create(Secret, tunnelSecret);
  world.startsTheOperator();
  for (const { type, name, spec } of parts) world.applies(type, spec, name);
  await arePartsAvailable(world);
  await world.becomesAvailable();
  return world;
}

function calicoNode(world: SimWorld): Workload | undefined {
  return world.admin.get(DaemonSet as ResourceType<Workload>, { namespace: 'calico-system', name: 'calico-node' });
}

describe('all parts together', () => {
  it('roll calico-node out once', async () => {
    const world = await complete();
    expect(calicoNode(world)?.metadata.generation).toBe(1);
    expect(calicoNode(world)?.spec?.template.spec?.hostAliases).toHaveLength(1);
  });

  it('ask for nothing at rest', async () => {
    const world = await complete();
    await world.scheduler.pass(60_000);
    const start = world.scheduler.now;
    await world.scheduler.pass(15 * 60_000);
    const since = world.history.requests.filter(({ at, resource }) => at > start && resource.plural !== 'leases');
    expect(since.filter(({ verb }) => verb !== 'watch')).toEqual([]);
  });
});

describe('Goldmane', () => {
  it('is left alone by calico-node when somebody deletes its Service', async () => {
    const world = await complete();
    const service = { namespace: 'calico-system', name: 'goldmane' };
    world.deletes(Service, service);
    await world.eventually('it is back', () => world.admin.get(Service, service) !== undefined);
    await world.becomesAvailable();
    expect(world.condition('calico', 'Degraded')?.status).toBe('False');
  });

  it('takes the flow logs of calico-node with it', async () => {
    const world = await complete();
    world.deletes(kinds.Goldmanes, { name: 'default' });
    await world.eventually(
      'calico-node knows',
      () => calicoNode(world)?.spec?.template.spec?.hostAliases === undefined,
    );
    await world.becomesAvailable();
    await world.eventually('Whisker says what it lacks', () => {
      return world.condition('whisker', 'Degraded')?.message?.includes('waiting for a Goldmane') === true;
    });
  });

  it('holds no calico-node up that it cannot be made for', async () => {
    const world = new SimWorld({ seed: 6 });
    world.startsTheOperator();
    world.applies(kinds.Goldmanes, { metricsPort: 7443 });
    world.appliesInstallation();
    await world.becomesAvailable();
    expect(world.condition('goldmane', 'Degraded')?.status).toBe('True');
  });
});

describe('a kill or a fault', () => {
  it.each(sweepWithId('addons').scenarios)('changes nothing of how %s ends', async (scenario) => {
    const { runs, failures } = await sweeps('addons', 61, [scenario]);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThan(5);
  });
});
