import { describe, expect, it } from '@jest/globals';
import { sweeps } from '../support/sweeping.ts';

describe('taking over from the Go operator', () => {
  it('rolls no pod, killed at any time, there and back, and beside other releases', async () => {
    const { runs, failures } = await sweeps('T15', 12);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThan(12);
  }, 600_000);
});
