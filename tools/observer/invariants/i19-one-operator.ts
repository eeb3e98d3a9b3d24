import { isCounted } from '../authors.ts';
import { replay } from '../cluster-state.ts';
import { isWriteRequest, subjectOf, type Happening, type RequestMade } from '../history.ts';
import { textsAt } from '../value-at.ts';
import { invariant } from './invariant.ts';

/** Users of operators, whatever their namespace. */
const operator = /^system:serviceaccount:([^:]+):tigera-operator$/;

/** The hand-over is an edit of ConfigMap active-operator; until it has been seen, the former one may still finish a write. */
export const oneActiveOperator = invariant(
  'I19',
  'Exactly one operator per cluster is active, and it is the one that active-operator names',
  function* (history, facts) {
    let active: string | undefined;
    let since = 0;
    for (const { happening, state } of replay(history)) {
      const named = textsAt(state.get('configmaps', 'active-operator', 'calico-system'), 'data')['active-namespace'];
      if (named !== active) since = happening.at;
      active = named;
      const isSettled = active !== undefined && happening.at - since > facts.lagMs;
      if (isSettled && isWriteOfAnother(happening, active))
        yield {
          at: happening.at,
          what: `${happening.user} wrote ${subjectOf(happening)} while the one in ${active} is active`,
        };
    }
  },
);

function isWriteOfAnother(happening: Happening, active: string | undefined): happening is RequestMade {
  if (happening.kind !== 'request' || !isWriteRequest(happening) || !isCounted(happening)) return false;
  const namespace = operator.exec(happening.user)?.[1];
  return namespace !== undefined && namespace !== active;
}
