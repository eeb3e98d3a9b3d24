import type { Rule } from '../../faults/rules.ts';
import type { Expectation } from '../judge.ts';
import type { Run } from '../run.ts';
import type { Scenario } from '../scenarios/scenario.ts';

/** One disturbed run: a scenario, and what goes wrong in it. */
export interface Case {
  /** What goes wrong, in words. */
  readonly title: string;
  readonly rules: readonly Rule[];
  /** Told in place of the scenario's own story; it has to end in the same. */
  readonly story?: Scenario['story'];
  /** In place of what the sweep expects. */
  readonly expects?: Expectation;
}

/** A question that is asked at every point of a scenario. */
export interface Sweep {
  /** As in docs/reliability.md, for example `T01`; what has no number there has a name. */
  readonly id: string;
  readonly says: string;
  /** Names of the scenarios it goes through. */
  readonly scenarios: readonly string[];
  /** Default: its cases leave the same objects as the run without faults. */
  readonly expects?: Expectation;
  /** Derives its cases from the run without faults. */
  readonly casesOf: (golden: Run, scenario: Scenario) => readonly Case[];
}
