/** A bug that once hurt users of an operator, as a change to our own code that brings it back. */
export interface Exhibit {
  /** As in docs/reliability.md. */
  readonly id: string;
  /** What users suffered; where our architecture knows no such bug, what comes closest to it here. */
  readonly says: string;
  readonly file: string;
  readonly replace: string;
  readonly by: string;
  readonly foundBy: Finder;
  /** What is then said: that it fails for this reason, and not for another. */
  readonly tells: RegExp;
}

/** A sweep in one of its scenarios, which finds the bug also when only every n-th case is run; or a file of tests. */
export type Finder =
  | { readonly sweep: string; readonly scenario: string; readonly every?: number; readonly case?: string }
  | { readonly test: string };

/** For people. */
export function describeFinder(finder: Finder): string {
  return 'test' in finder ? finder.test : `${finder.sweep} in ${finder.scenario}`;
}
