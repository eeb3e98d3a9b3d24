import { operatorChanges } from '../authors.ts';
import { stateAt, subjectOfChange } from '../cluster-state.ts';
import type { Facts } from '../facts.ts';
import { endOf, type History, type ObjectChange } from '../history.ts';
import { invariant, type Finding } from './invariant.ts';

/** `foregroundDeletion` and `orphan` are set by who deletes, and taken off by the garbage collector. */
export const finalizersAreKept = invariant(
  'I10',
  'The operator removes no finalizer of others, and what it holds back itself, it lets go',
  function* (history, facts) {
    for (const { change } of operatorChanges(history, facts)) {
      for (const finalizer of removedBy(change).filter((each) => !isOurs(each, facts)))
        yield { at: change.at, what: `${subjectOfChange(change)} lost ${finalizer}, which is not the operator’s` };
    }
    yield* heldForEver(history, facts);
  },
);

function removedBy({ type, before, object }: ObjectChange): string[] {
  if (type !== 'MODIFIED') return [];
  const left = object.metadata.finalizers ?? [];
  return (before?.metadata.finalizers ?? []).filter((each) => !left.includes(each));
}

function* heldForEver(history: History, facts: Facts): Generator<Finding> {
  const endings = endingSince(history);
  const end = endOf(history);
  for (const { kind, object } of stateAt(history).everything()) {
    const { namespace, name, finalizers = [] } = object.metadata;
    const subject = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
    const onlyOurs = finalizers.length > 0 && finalizers.every((each) => isOurs(each, facts));
    if (onlyOurs && end - (endings.get(subject) ?? end) > facts.boundMs)
      yield { at: end, what: `${subject} is still held by ${finalizers.join(', ')}` };
  }
}

/** When each object that is being deleted began to be. */
function endingSince({ changes }: History): ReadonlyMap<string, number> {
  const since = new Map<string, number>();
  for (const change of changes) {
    const subject = subjectOfChange(change);
    const isEnding = change.type !== 'DELETED' && change.object.metadata.deletionTimestamp !== undefined;
    if (isEnding) since.set(subject, since.get(subject) ?? change.at);
    else since.delete(subject);
  }
  return since;
}

function isOurs(finalizer: string, { ownFinalizers }: Facts): boolean {
  return ownFinalizers.some((pattern) => pattern.test(finalizer));
}
