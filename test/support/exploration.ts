/** How far a property of whole clusters is explored; for `fc.assert`. */
export interface Exploration {
  readonly numRuns: number;
  readonly endOnFailure: true;
  readonly seed?: number;
}

/**
 * The same cases in every test run, so that a change is what makes it fail; `PAIRS` asks for so many random ones, whose
 * seed a failure tells, and `SEED` for those of that seed again. Shrinking whole clusters would take too long.
 */
export function exploration(usual: number): Exploration {
  const { PAIRS: asked, SEED: seed } = process.env;
  if (asked === undefined) return { numRuns: usual, endOnFailure: true, seed: 1 };
  const numRuns = Number(asked);
  if (!Number.isInteger(numRuns) || numRuns < 1) throw new RangeError('PAIRS must be a number, 1 or more');
  return { numRuns, endOnFailure: true, ...(seed !== undefined && { seed: Number(seed) }) };
}
