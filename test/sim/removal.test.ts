import { describe, expect, it } from '@jest/globals';
import { Installations } from '../../src/crds/kinds.ts';
import { installs } from '../../tools/sim/scenarios/teardown.ts';
import { SimWorld } from '../../tools/sim/world.ts';
import { sweeps } from '../support/sweeping.ts';

describe('removal', () => {
  it('ends, and leaves the same, at any time and after anything', async () => {
    const { runs, failures } = await sweeps('T18', 1);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThan(15);
  });

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
