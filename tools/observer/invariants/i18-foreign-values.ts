import { operatorChanges } from '../authors.ts';
import { subjectOfChange } from '../cluster-state.ts';
import type { Facts } from '../facts.ts';
import { fieldOf, foreignFields, readablePath } from '../foreign-fields.ts';
import type { ObjectChange } from '../history.ts';
import { isSame } from '../value-at.ts';
import { invariant } from './invariant.ts';

/**
 * Fields that others manage survive our writes, numbers beyond what a double holds included, as far as the reader of the
 * history has kept them apart; the order of keys within a byte stream is the matter of the client's own tests.
 */
export const foreignValuesSurvive = invariant(
  'I18',
  'What others put into objects that the operator writes survives, byte for byte',
  function* (history, facts) {
    for (const { change } of operatorChanges(history, facts)) {
      for (const wrong of losses(change, facts)) yield { at: change.at, what: `${subjectOfChange(change)}: ${wrong}` };
    }
  },
);

function losses({ type, before, object }: ObjectChange, facts: Facts): string[] {
  if (type !== 'MODIFIED' || before === undefined) return [];
  const still = foreignFields(object, facts);
  return [...foreignFields(before, facts)].flatMap(([path, value]) => {
    const name = readablePath(path);
    const kept = fieldOf(object, path);
    if (judgedByName.test(name) || ofTheMove.has(`${object.metadata.namespace ?? ''}/${object.metadata.name} ${name}`))
      return [];
    if (kept === undefined) return [`${name} was lost`];
    return still.has(path) && !isSame(kept, value) ? [`${name} was changed`] : [];
  });
}

/** What an installation from manifests loses on its way out: it is about to be deleted. */
const ofTheMove: ReadonlySet<string> = new Set([
  'kube-system/calico-node spec.updateStrategy.type',
  'kube-system/calico-typha spec.replicas',
]);

/**
 * Finalizers and owners are judged by their names (I10), not by who wrote the list last. Labels and annotations are judged
 * one by one: who made the first of them owns that there are any.
 */
const judgedByName = /^metadata\.(?:finalizers|ownerReferences|(?:labels|annotations)$)/;
