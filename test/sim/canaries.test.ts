import { describe, expect, it } from '@jest/globals';
import { sweeps } from '../support/sweeping.ts';

describe('a marked secret', () => {
  it('is seen nowhere else, whatever fails while it is handled', async () => {
    const { runs, failures } = await sweeps('T28', 11);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThan(149);
  });
});
