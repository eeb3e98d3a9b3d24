import { describe, expect, it } from '@jest/globals';
import { History } from '../../../../tools/observer/history.ts';
import { smallestFailingPrefix } from '../../../../tools/sim/shrink.ts';
import type { Run, RunOptions } from '../../../../tools/sim/run.ts';

const options: RunOptions = {
  scenario: { name: 'test', says: '', nodes: 1, story: () => Promise.resolve() },
  seed: 1,
};

/** A run in which so many faults happened. */
function aRun(faults: number): Run {
  const fired = Array.from({ length: faults }, () => ({}) as Run['fired'][number]);
  return { history: new History(), objects: [], fired, lasted: 0 };
}

/** The smallest prefix, of ten faults, when runs with these numbers of faults fail. */
async function smallest(failing: readonly number[]): Promise<number> {
  const run = ({ faultLimit = 10 }: RunOptions): Promise<Run> => Promise.resolve(aRun(faultLimit));
  const fails = ({ fired }: Run): Promise<boolean> => Promise.resolve(failing.includes(fired.length));
  return (await smallestFailingPrefix(options, aRun(10), { run, fails })).faults;
}

describe('smallestFailingPrefix', () => {
  it.each([
    ['the fault that makes it fail', [4, 5, 6, 7, 8, 9, 10], 4],
    ['the first failure where more faults may help', [3, 10], 3],
    ['no fault at all where it fails without', [0, 10], 0],
    ['all faults where all are needed', [10], 10],
  ])('is %s', async (_what, failing, faults) => {
    expect(await smallest(failing)).toBe(faults);
  });
});
