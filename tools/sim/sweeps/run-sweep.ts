import { judge } from '../judge.ts';
import { run, type Run } from '../run.ts';
import { scenarioNamed } from '../scenarios/index.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Case, Sweep } from './sweep.ts';

/** A case that did not end as it should. */
export interface Failure {
  readonly sweep: string;
  readonly scenario: string;
  readonly seed: number;
  readonly case: Case;
  readonly problems: readonly string[];
}

/** What a sweep found. */
export interface SweepResult {
  readonly id: string;
  /** Cases that were run. */
  readonly cases: number;
  /** Faults that happened in them. */
  readonly faults: number;
  readonly failures: readonly Failure[];
}

export interface SweepOptions {
  readonly seed: number;
  /** Which of the cases, by number and title; default all. */
  readonly pick?: (index: number, title: string) => boolean;
  /** Told after each case. */
  readonly progress?: (done: number, of: number) => void;
}

/** Runs the cases of a sweep one after the other. */
export async function runSweep(sweep: Sweep, options: SweepOptions): Promise<SweepResult> {
  const results: SweepResult[] = [];
  for (const name of sweep.scenarios) results.push(await sweepScenario(sweep, scenarioNamed(name), options));
  return {
    id: sweep.id,
    cases: total(results.map(({ cases }) => cases)),
    faults: total(results.map(({ faults }) => faults)),
    failures: results.flatMap(({ failures }) => failures),
  };
}

async function sweepScenario(sweep: Sweep, scenario: Scenario, options: SweepOptions): Promise<SweepResult> {
  const { seed, pick = () => true, progress } = options;
  const golden = await run({ scenario, seed });
  if (golden.failure !== undefined) throw golden.failure;
  const cases = sweep.casesOf(golden, scenario).filter(({ title }, index) => pick(index, title));
  const failures: Failure[] = [];
  let faults = 0;
  for (const [index, each] of cases.entries()) {
    const { rules, story = scenario.story } = each;
    const disturbed = await run({ scenario: { ...scenario, story }, seed, rules });
    faults += disturbed.fired.length;
    const problems = problemsOf(each, judge(disturbed, golden, each.expects ?? sweep.expects), disturbed);
    if (problems.length > 0) failures.push({ sweep: sweep.id, scenario: scenario.name, seed, case: each, problems });
    progress?.(index + 1, cases.length);
  }
  return { id: sweep.id, cases: cases.length, faults, failures };
}

/** A case whose fault never happened has shown nothing. */
function problemsOf({ rules }: Case, problems: readonly string[], disturbed: Run): string[] {
  const unfired = rules.length > 0 && disturbed.fired.length === 0 ? ['the fault never happened'] : [];
  return [...unfired, ...problems];
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
