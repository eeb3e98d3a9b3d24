import { describe, expect, it } from '@jest/globals';
import { sweeps } from '../support/sweeping.ts';

describe('an edit of what the operator owns', () => {
  it('is undone', async () => {
    const { runs, failures } = await sweeps('T10', 9);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThanOrEqual(20);
  });
});

describe('two replicas', () => {
  it('never write at the same time, whatever befalls the leader', async () => {
    const { runs, failures } = await sweeps('T08', 4);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThanOrEqual(200);
  });
});
