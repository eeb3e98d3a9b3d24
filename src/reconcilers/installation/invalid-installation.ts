import { describeProblems, type Problem } from '../../crds/problem.ts';
import { Degraded } from '../../crds/status/degraded.ts';

/** The Installation cannot be installed as it is. Says every problem: field, value and remedy. */
export class InvalidInstallation extends Degraded {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const text = `The Installation is not valid:\n${describeProblems(problems)}`;
    super('InvalidConfigurationError', text, { retry: { afterSeconds: 300 } });
    this.problems = problems;
  }
}
