import { sweepWithId } from '../../tools/sim/sweeps/index.ts';
import { runSweep } from '../../tools/sim/sweeps/run-sweep.ts';

/** What a sweep found: how many runs, and a line for each failure. */
export interface Findings {
  readonly runs: number;
  readonly failures: readonly string[];
}

/** Runs every n-th case of a sweep, or those with such a title, in some or all of its scenarios. */
export async function sweeps(id: string, which: number | RegExp, scenarios?: readonly string[]): Promise<Findings> {
  const sweep = sweepWithId(id);
  const narrowed = scenarios === undefined ? sweep : { ...sweep, scenarios };
  const pick = (index: number, title: string): boolean =>
    typeof which === 'number' ? index % which === 0 : which.test(title);
  const { cases, failures } = await runSweep(narrowed, { seed: 1, pick });
  return { runs: cases, failures: failures.map((each) => `${each.scenario}: ${each.case.title}: ${each.problems[0]}`) };
}
