import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { isWrite } from '../../tools/cluster/audit-log.ts';
import { World } from '../support/world.ts';

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
    golden = await world.settles();
    await world.uninstalls();
    await world.stopsTheOperator();
  });

  afterAll(() => world.destroy());

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
    expect(await world.settles()).toEqual(golden);
    await world.uninstalls();
    await world.stopsTheOperator();
  });
});
