/** Something in a user's object that cannot be. */
export interface Problem {
  /** Where, from the top of the object: `spec.calicoNetwork.ipPools[1].cidr`. */
  readonly path: string;
  /** What stands there. Absent where the trouble is that nothing does. */
  readonly value?: unknown;
  /** What is wrong, what is allowed and what to do, going on after the value. */
  readonly message: string;
}

/** One line for people: path, value, trouble and remedy. */
export function describeProblem({ path, value, message }: Problem): string {
  return value === undefined ? `${path}: ${message}` : `${path}: ${JSON.stringify(value)} ${message}`;
}

/** All problems, a line each, in a stable order. */
export function describeProblems(problems: readonly Problem[]): string {
  return problems.map(describeProblem).sort().join('\n');
}

/** The problem, or nothing where the condition does not hold: the shape of most rules. */
export function problemIf(condition: boolean, problem: Problem): readonly Problem[] {
  return condition ? [problem] : [];
}
