import { afterAll, beforeAll, describe, it } from '@jest/globals';
import * as fc from 'fast-check';
import { AggregatedWorld } from '../support/aggregated-world.ts';
import { exploration } from '../support/exploration.ts';
import { poolHistory } from '../support/pool-edits.ts';
import { RealPools } from '../support/real-pools.ts';

describe('pools behind an API server of Calico on a real control plane', () => {
  let calico: AggregatedWorld;
  let pools: RealPools;

  beforeAll(async () => {
    calico = await AggregatedWorld.create(1);
    calico.world.startsTheOperator();
    await calico.createsApiServer();
    pools = new RealPools(calico.world, calico);
    await pools.lists([{ cidr: '10.1.0.0/16' }]);
    await calico.serves(true);
  });

  afterAll(() => calico.destroy());

  it('end as the last Installation lists them, or the status says why not', async () => {
    const property = fc.asyncProperty(poolHistory('v1'), (history) => pools.live(history));
    await fc.assert(property, exploration(3));
  });
});
