import { describe, expect, it } from '@jest/globals';
import { sweeps } from '../support/sweeping.ts';

describe('webhooks of others', () => {
  it('are told and not fought, whatever they do to objects of the operator', async () => {
    const { runs, failures } = await sweeps('T21', 2);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThan(24);
  });
});
