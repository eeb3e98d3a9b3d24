import { describe, expect, it } from '@jest/globals';
import { sweeps } from '../support/sweeping.ts';

describe('objects full of nonsense', () => {
  it('break nothing that is not whole again without them', async () => {
    const { runs, failures } = await sweeps('T12', 6);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThan(299);
  });
});
