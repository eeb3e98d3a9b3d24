import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { exploration } from '../support/exploration.ts';
import { poolHistory } from '../support/pool-edits.ts';
import { RealPools } from '../support/real-pools.ts';
import { World } from '../support/world.ts';

describe('pools on a real control plane', () => {
  let world: World;
  let pools: RealPools;

  beforeAll(async () => {
    world = await World.create(1);
    world.startsTheOperator();
    pools = new RealPools(world);
  });

  afterAll(() => world.destroy());

  it('end as the last Installation lists them, or the status says why not', async () => {
    const property = fc.asyncProperty(poolHistory('v3'), (history) => pools.live(history));
    await fc.assert(property, exploration(1));
  });

  it('are left alone when the list goes, and their spelling is not written again', async () => {
    await pools.live({ edits: [], last: [{ cidr: 'FD00:0010:0:0::/56' }] });
    const before = await pools.all();
    await pools.lists([{ cidr: 'fd00:10::/56' }]);
    await world.becomesAvailable('ippools');
    await pools.lists(undefined);
    await world.becomesAvailable('ippools');
    expect(await pools.all()).toEqual(before);
  });
});
