import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import * as builtin from '../../src/k8s/kinds.ts';
import { isWrite } from '../../tools/cluster/audit-log.ts';
import { World, ownedObjects } from '../support/world.ts';

/** After how many writes of an installation the operator is killed. */
const points = [1, 3, 6, 10, 14, 18, 23, 28, 34, 40];

describe('SIGKILL in the middle of an installation', () => {
  let world: World;
  let golden: Record<string, unknown>;

  beforeAll(async () => {
    world = await World.create(2);
    world.startsTheOperator();
    await world.appliesInstallation();
    await world.becomesAvailable();
    golden = await settled();
    await uninstalls();
    await world.stopsTheOperator();
  });

  afterAll(() => world.destroy());

  /** The objects, once the policies, which come last, are there. */
  async function settled(): Promise<Record<string, unknown>> {
    await world.eventually('the policies are there', async () =>
      JSON.stringify(await ownedObjects(world)).includes('default-deny'),
    );
    return ownedObjects(world);
  }

  async function uninstalls(): Promise<void> {
    await world.deletesInstallation();
    const namespace = { name: 'calico-system' };
    await world.eventually('the Installation is gone', async () => (await world.installation()) === undefined);
    await world.eventually(
      'the namespace is gone',
      async () => (await world.cluster.admin.get(builtin.Namespace, namespace)) === undefined,
    );
  }

  async function writesSince(start: number): Promise<number> {
    return (await world.requests()).slice(start).filter(isWrite).length;
  }

  it.each(points)('after write %d: the next process brings the same end', async (point) => {
    const start = (await world.requests()).length;
    await world.appliesInstallation();
    world.startsTheOperator();
    while ((await writesSince(start)) < point) await pause(5);
    await world.stopsTheOperator('SIGKILL');
    world.startsTheOperator();
    await world.becomesAvailable();
    expect(await settled()).toEqual(golden);
    await uninstalls();
    await world.stopsTheOperator();
  });
});
