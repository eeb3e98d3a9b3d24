import { subjectOf } from '../../observer/history.ts';
import type { Sweep } from './sweep.ts';

/** Which changes of a watch are never seen: from, and up to. */
const gaps: readonly (readonly [number, number])[] = [1, 2, 3, 4, 6, 8].flatMap((from) =>
  [1, 2, 4].map((length) => [from, from + length] as const),
);

/** Every watch misses every change, as happens where a connection breaks and the server has forgotten meanwhile. */
export const unobservedSweep: Sweep = {
  id: 'T06',
  says: 'every watch × changes that it never shows',
  scenarios: ['edit', 'reinstall'],
  casesOf: ({ history }) => {
    const watches = history.requests.filter(({ verb }) => verb === 'watch');
    return watches.flatMap((watch, index) =>
      gaps.map(([from, to]) => ({
        title: `the watch of ${subjectOf(watch)} never shows changes ${from} to ${to - 1} (watch ${index + 1})`,
        rules: [
          { match: { verb: 'watch' as const, nth: index + 1 }, action: { kind: 'unobserve' as const, from, to } },
        ],
      })),
    );
  },
};
