import type { RollingUpdateDeployment } from '../generated/core.gen.ts';
import { problemIf, type Problem } from '../problem.ts';

/** Parameters of a rolling update. */
export function rollingUpdateProblems(update: RollingUpdateDeployment | undefined, path: string): readonly Problem[] {
  if (update === undefined) return [];
  const { maxSurge = 0, maxUnavailable = 0 } = update;
  return [
    ...countProblems(maxSurge, `${path}.maxSurge`),
    ...countProblems(maxUnavailable, `${path}.maxUnavailable`),
    ...problemIf(percentOf(maxUnavailable) > 100, {
      path: `${path}.maxUnavailable`,
      value: maxUnavailable,
      message: 'must be at most 100%',
    }),
    ...problemIf(isZero(maxSurge) && isZero(maxUnavailable), {
      path,
      value: update,
      message: 'allows no pod to be missing nor surplus, so that nothing could roll; set one of the two to 1 or more',
    }),
  ];
}

function countProblems(count: number | string, path: string): readonly Problem[] {
  const valid = typeof count === 'number' ? count >= 0 : /^\d+%$/.test(count);
  return problemIf(!valid, { path, value: count, message: 'must be a number of pods or a percentage, like 25%' });
}

function percentOf(count: number | string): number {
  return typeof count === 'string' ? Number.parseInt(count, 10) : 0;
}

function isZero(count: number | string): boolean {
  return count === 0 || count === '0%';
}
