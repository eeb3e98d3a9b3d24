import { describe, expect, it } from '@jest/globals';
import { sweeps } from '../support/sweeping.ts';

describe('a fault of one request', () => {
  it.each(['install', 'teardown'])('changes nothing of how the scenario %s ends', async (scenario) => {
    const { runs, failures } = await sweeps('T02', 5, [scenario]);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThan(300);
  });
});

describe('a watch that misbehaves', () => {
  it('loses nothing of an edit', async () => {
    const { runs, failures } = await sweeps('T07', 7);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThanOrEqual(60);
  });
});
