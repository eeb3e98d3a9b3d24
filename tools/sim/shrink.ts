import type { Run, RunOptions } from './run.ts';

/** The first faults of a failing run that are enough to make it fail. */
export interface SmallestPrefix {
  /** How many faults; 0 where it fails without any. */
  readonly faults: number;
  readonly run: Run;
}

/**
 * Finds the smallest prefix of a run's faults that still fails. Fails with fewer faults need not mean fails with more,
 * so it looks from the shortest on.
 */
export async function smallestFailingPrefix(
  options: RunOptions,
  failing: Run,
  { run, fails }: { run: (options: RunOptions) => Promise<Run>; fails: (run: Run) => Promise<boolean> },
): Promise<SmallestPrefix> {
  for (let faults = 0; faults < failing.fired.length; faults++) {
    const shorter = await run({ ...options, faultLimit: faults });
    if (await fails(shorter)) return { faults, run: shorter };
  }
  return { faults: failing.fired.length, run: failing };
}
