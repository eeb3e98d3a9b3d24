import { settling } from '../scenarios/index.ts';
import { installs } from '../scenarios/teardown.ts';
import type { Case, Sweep } from './sweep.ts';

/** Every kind is listed, and that of nodes in pages. */
const requests = 60;

/** Kills the operator after the n-th page that it is sent, on a server that knows no watch lists. */
function killedAt(page: number, isRestarted: boolean): Case {
  return {
    title: `killed at page ${page}${isRestarted ? ', and again at the page after it' : ''}`,
    rules: [
      { match: { verb: 'watch' }, action: { kind: 'refuseWatchList' } },
      {
        match: { verb: 'list', nth: isRestarted ? [page, page * 2 + 1] : page },
        action: { kind: 'kill', phase: 'after' },
      },
    ],
    expects: { objects: 'same', effort: 'any' },
    story: settling(installs),
  };
}

/** A process that dies while it reads what there is, as one does that has too little memory: the next one makes it. */
export const firstListSweep: Sweep = {
  id: 'T17',
  says: 'a kill at each page of the first lists, of many nodes',
  scenarios: ['crowd'],
  casesOf: () =>
    Array.from({ length: requests }, (_, index) => [killedAt(index + 1, false), killedAt(index + 1, true)]).flat(),
};
