import { describe, expect, it } from '@jest/globals';
import { sweeps } from '../support/sweeping.ts';

describe('a fault of one request', () => {
  it.each(['install', 'teardown'])('changes nothing of how the scenario %s ends', async (scenario) => {
    const { runs, failures } = await sweeps('T02', 17, [scenario]);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThan(70);
  });
});

describe('a watch that misbehaves', () => {
  it('loses nothing of an edit', async () => {
    const { runs, failures } = await sweeps('T07', 7);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThan(50);
  });
});

describe('a storm of faults', () => {
  it('is over a while after it is over', async () => {
    const { runs, failures } = await sweeps('T03', 97);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThan(15);
  });
});

describe('a view that is older than it should be', () => {
  it('deletes nothing that must stay', async () => {
    const { runs, failures } = await sweeps('T05', 67);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThan(15);
  });

  it('may never show what was changed and changed back', async () => {
    const { runs, failures } = await sweeps('T06', 67);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThan(15);
  });
});

describe('an edit of what the operator owns', () => {
  it('is undone', async () => {
    const { runs, failures } = await sweeps('T10', 9);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThan(15);
  });
});

describe('two replicas', () => {
  it('never write at the same time, whatever befalls the leader', async () => {
    const { runs, failures } = await sweeps('T08', 31);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThan(15);
  });
});
