import { Authors, operatorWrites } from '../authors.ts';
import { kindOf, replayChanges, subjectOfChange } from '../cluster-state.ts';
import type { Facts } from '../facts.ts';
import { subjectOf, type History, type ObjectChange, type RequestMade } from '../history.ts';
import { isSame } from '../value-at.ts';
import { invariant, type Finding } from './invariant.ts';

/** What tells nodes apart while a manifest installation is taken over. */
const migrationLabel = 'projectcalico.org/operator-node-migration';

export const reachIsSmall = invariant(
  'I12',
  'No collection, CRD, Node or foreign Namespace is deleted; of nodes only the migration label is written',
  function* (history, facts) {
    const created = namespacesMade(history, facts);
    for (const request of operatorWrites(history, facts)) {
      const wrong = wrongDeletion(request, created, facts);
      if (wrong !== undefined) yield { at: request.at, what: wrong };
    }
    yield* nodeChanges(history, facts);
  },
);

function wrongDeletion(
  request: RequestMade,
  created: ReadonlySet<string>,
  { deletableCrds }: Facts,
): string | undefined {
  const { verb, resource, name } = request;
  if (verb !== 'delete') return undefined;
  const kind = kindOf(resource);
  if (name === undefined) return `all of ${kind} were to be deleted at once`;
  const allowed: Readonly<Record<string, boolean>> = {
    'customresourcedefinitions.apiextensions.k8s.io': deletableCrds.includes(name),
    namespaces: created.has(name),
    nodes: false,
  };
  return allowed[kind] === false ? `${subjectOf(request)} was to be deleted` : undefined;
}

/** Namespaces that the operator created, in this history or, by their field manager, before it. */
function namespacesMade(history: History, facts: Facts): ReadonlySet<string> {
  const authors = new Authors(history, facts);
  const managers = new Set([facts.fieldManager, ...facts.formerManagers]);
  const made = history.changes.filter(
    (change) =>
      kindOf(change.resource) === 'namespaces' &&
      change.type === 'ADDED' &&
      (authors.isOperators(change) ||
        (change.object.metadata.managedFields ?? []).some(({ manager = '' }) => managers.has(manager))),
  );
  return new Set(made.map(({ object }) => object.metadata.name));
}

function* nodeChanges(history: History, facts: Facts): Generator<Finding> {
  const authors = new Authors(history, facts);
  for (const { change } of replayChanges(history)) {
    if (kindOf(change.resource) !== 'nodes' || change.type !== 'MODIFIED' || !authors.isOperators(change)) continue;
    if (!isSame(withoutOurLabel(change.object), withoutOurLabel(change.before)))
      yield { at: change.at, what: `${subjectOfChange(change)} was changed beyond the label ${migrationLabel}` };
  }
}

function withoutOurLabel(node: ObjectChange['before']): unknown {
  if (node === undefined) return undefined;
  const { metadata, ...content } = node;
  const { [migrationLabel]: _ours, ...labels } = metadata.labels ?? {};
  return { ...content, labels, annotations: metadata.annotations, finalizers: metadata.finalizers };
}
