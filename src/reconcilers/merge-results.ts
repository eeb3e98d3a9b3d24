import type { PassResult } from './report.ts';

/** What several parts of a pass leave, as one result: all that they say, and the first problem. */
export function mergeResults(...results: readonly PassResult[]): PassResult {
  const problem = results.find((each) => each.problem !== undefined)?.problem;
  const againAfterMs = Math.min(...results.map((each) => each.againAfterMs ?? Infinity));
  return {
    waits: [...new Set(results.flatMap(({ waits = [] }) => waits))],
    warnings: results.flatMap(({ warnings = [] }) => warnings),
    ...(problem && { problem }),
    ...(Number.isFinite(againAfterMs) && { againAfterMs }),
  };
}
