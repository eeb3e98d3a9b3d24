import { describe, expect, it } from '@jest/globals';
import { sweeps } from '../support/sweeping.ts';

describe('taking over from the Go operator', () => {
  it('rolls no pod, killed at any time', async () => {
    const { runs, failures } = await sweeps('T15', 12);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThan(12);
  });

  it('rolls no pod there and back, nor beside the release before or after this one', async () => {
    const { runs, failures } = await sweeps('T15', /^(?:the Go operator comes back|another release)/);
    expect(failures).toEqual([]);
    expect(runs).toBe(2);
  });
});
