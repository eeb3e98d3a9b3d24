import { describe, expect, it } from '@jest/globals';
import { sweepWithId } from '../../tools/sim/sweeps/index.ts';
import { sweeps } from '../support/sweeping.ts';

describe('a kill after a write', () => {
  it.each(sweepWithId('T01').scenarios)('changes nothing of how the scenario %s ends', async (scenario) => {
    const { runs, failures } = await sweeps('T01', 3, [scenario]);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThan(85);
  });
});
