import { operatorWrites } from '../authors.ts';
import { stateAt } from '../cluster-state.ts';
import { endOf, subjectOf, type History } from '../history.ts';
import { divergences } from '../oracles/o1-golden.ts';
import { invariant } from './invariant.ts';

/** Looks at histories that go on long enough after the last disturbance, and only where the golden end is known. */
export const stableInTheEnd = invariant(
  'I20',
  'Some time after the last disturbance the cluster is as it has to be, and stays so',
  function* (history, facts) {
    const due = lastDisturbance(history) + facts.boundMs;
    const end = endOf(history);
    if (facts.golden === undefined || end < due) return;
    const objects = [...stateAt(history).everything()].map(({ object }) => object);
    for (const what of divergences(facts.golden, objects)) yield { at: end, what };
    for (const request of operatorWrites(history, facts)) {
      if (request.at > due)
        yield { at: request.at, what: `${request.verb} ${subjectOf(request)} although all is settled` };
    }
  },
);

function lastDisturbance({ notes }: History): number {
  return Math.max(0, ...notes.map(({ at }) => at));
}
