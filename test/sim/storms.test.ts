import { describe, expect, it } from '@jest/globals';
import { sweeps } from '../support/sweeping.ts';

describe('a storm of faults', () => {
  it('is over a while after it is over', async () => {
    const { runs, failures } = await sweeps('T03', 20);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThanOrEqual(100);
  });
});

describe('a view that is older than it should be', () => {
  it('deletes nothing that must stay', async () => {
    const { runs, failures } = await sweeps('T05', 13);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThanOrEqual(120);
  });

  it('may never show what was changed and changed back', async () => {
    const { runs, failures } = await sweeps('T06', 11);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThanOrEqual(150);
  });
});
