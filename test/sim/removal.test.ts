import { describe, expect, it } from '@jest/globals';
import { Installations } from '../../src/crds/kinds.ts';
import { installs } from '../../tools/sim/scenarios/teardown.ts';
import { SimWorld } from '../../tools/sim/world.ts';
import { sweeps } from '../support/sweeping.ts';

describe('removal', () => {
  it('ends in a minute and leaves the same, at any time, in any order, whatever is broken', async () => {
    const { runs, failures } = await sweeps('T18', 1);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThanOrEqual(120);
  }, 600_000);

  it('ends when the operands are to be left alone', async () => {
    const world = new SimWorld({ seed: 1 });
    await installs(world);
    const live = world.installation();
    if (live !== undefined) world.admin.delete(Installations, live, 'Orphan');
    await world.eventually('the Installation is gone', () => world.installation() === undefined);
    world.freeze();
    expect(world.history.notes.map(({ what }) => what)).not.toContain('operator ended');
  });
});
