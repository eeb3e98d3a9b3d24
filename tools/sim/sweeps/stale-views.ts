import { subjectOf, type History, type RequestMade } from '../../observer/history.ts';
import { describeRequest } from './describe-request.ts';
import type { Case, Sweep } from './sweep.ts';

/** How long before a delete the view stops, and how long it stands still. */
const before = [1, 500, 5_000] as const;
const heldMs = 45_000;

/** Whatever is deleted, some view of the operator is older than it should be, for each view. */
export const staleViewSweep: Sweep = {
  id: 'T05',
  says: 'every delete × every view that stands still before it',
  scenarios: ['teardown', 'edit', 'pools'],
  casesOf: ({ history }) => {
    const views = watchedKinds(history);
    const deletes = history.requests.filter(({ verb }) => verb === 'delete');
    return deletes.flatMap((each) => views.flatMap((view) => before.map((ms) => stale(each, view, ms))));
  },
};

/** Kinds of which a watch has brought something, as rules name them. */
function watchedKinds({ requests }: History): string[] {
  return [...new Set(requests.filter(({ verb }) => verb === 'watch').map(subjectOf))].map(
    (subject) => subject.split(' ')[0] ?? subject,
  );
}

function stale(deletion: RequestMade, view: string, ms: number): Case {
  const fromMs = Math.max(0, deletion.at - ms);
  return {
    title: `the view of ${view} stands still ${ms} ms before ${describeRequest(deletion)}`,
    rules: [
      { match: { verb: 'watch', resource: view }, action: { kind: 'hold', fromMs, untilMs: deletion.at + heldMs } },
    ],
  };
}
