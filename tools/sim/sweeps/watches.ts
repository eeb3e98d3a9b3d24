import type { Action } from '../../faults/actions.ts';
import { subjectOf } from '../../observer/history.ts';
import type { Sweep } from './sweep.ts';

/** What can happen to a stream. */
const pathologies: Readonly<Record<string, Action>> = {
  'goes half-open': { kind: 'halfOpen', afterEvents: 1 },
  'falls silent from the start': { kind: 'halfOpen', afterEvents: 0 },
  'is cut after an event': { kind: 'cutAfterEvents', k: 1 },
  'is cut within a line': { kind: 'cutMidLine', k: 1 },
  'ends with 410': { kind: 'errorEvent', code: 410, afterEvents: 1 },
  'ends with 500': { kind: 'errorEvent', code: 500, afterEvents: 1 },
  'has no bookmarks': { kind: 'noBookmarks' },
  'has bookmarks far ahead': { kind: 'bookmarkAhead', by: 1_000_000 },
  'lags for two minutes': { kind: 'hold', forMs: 120_000 },
  'is refused as a watch list': { kind: 'refuseWatchList' },
  'comes at one byte a second': { kind: 'oneBytePerSecond' },
  'hides the first two changes': { kind: 'unobserve', from: 1, to: 3 },
};

/** Every watch × everything that can happen to a stream. */
export const watchSweep: Sweep = {
  id: 'T07',
  says: 'every watch × every pathology of a stream',
  scenarios: ['edit'],
  casesOf: (golden) => {
    const watches = golden.history.requests.filter(({ verb }) => verb === 'watch');
    return watches.flatMap((watch, index) =>
      Object.entries(pathologies).map(([what, action]) => ({
        title: `the watch of ${subjectOf(watch)} ${what} (watch ${index + 1})`,
        rules: [{ match: { verb: 'watch' as const, nth: index + 1 }, action }],
      })),
    );
  },
};
