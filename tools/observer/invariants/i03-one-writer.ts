import { Authors, operatorWrites } from '../authors.ts';
import { kindOf, subjectOfChange } from '../cluster-state.ts';
import type { Facts } from '../facts.ts';
import { subjectOf, type History, type ObjectChange } from '../history.ts';
import { isInput } from '../inputs.ts';
import { textAt } from '../value-at.ts';
import { invariant, type Finding } from './invariant.ts';

/**
 * Epochs can be told where processes hold the lease under the names that their requests carry, as in simulations. A
 * write counts from the moment it arrives, which is after its sender last looked at the lease.
 */
export const oneWriter = invariant(
  'I3',
  'Only the holder of the lease writes; one controller writes each object; nothing is rewritten to and fro',
  function* (history, facts) {
    yield* writesOutsideEpochs(history, facts);
    yield* objectsWithTwoWriters(history, facts);
    yield* rewrites(history, facts);
  },
);

function* writesOutsideEpochs(history: History, facts: Facts): Generator<Finding> {
  const writes = new Set(operatorWrites(history, facts));
  const named = holdersOf(history, facts);
  let holder = '';
  for (const happening of history.all) {
    if (happening.kind === 'object' && isLease(happening, facts)) holder = holderOf(happening);
    const isWrite = happening.kind === 'request' && writes.has(happening) && named.has(happening.process);
    if (isWrite && holder !== '' && happening.process !== holder)
      yield {
        at: happening.at,
        what: `${happening.process} wrote ${subjectOf(happening)} while ${holder} held the lease`,
      };
  }
}

/** Empty for nobody. */
function holderOf({ object }: ObjectChange): string {
  return textAt(object, 'spec', 'holderIdentity') ?? '';
}

/** All who ever hold the lease: only names among them can be compared with those of processes. */
function holdersOf(history: History, facts: Facts): ReadonlySet<string> {
  const leases = history.changes.filter((change) => isLease(change, facts));
  return new Set(leases.map(holderOf));
}

function isLease({ resource, object }: ObjectChange, { operatorNamespace }: Facts): boolean {
  return kindOf(resource) === 'leases.coordination.k8s.io' && object.metadata.namespace === operatorNamespace;
}

/** Finalizers and status of one object may be several controllers' business; its content is one's. */
function* objectsWithTwoWriters(history: History, facts: Facts): Generator<Finding> {
  const writers = new Map<string, string>();
  for (const request of operatorWrites(history, facts)) {
    if (request.verb !== 'apply' && request.verb !== 'update') continue;
    const subject = `${subjectOf(request)}${request.subresource === undefined ? '' : `/${request.subresource}`}`;
    const first = writers.get(subject) ?? request.caller;
    writers.set(subject, first);
    if (first !== request.caller)
      yield { at: request.at, what: `${subject} is written by ${first} and by ${request.caller}` };
  }
}

/** The operator changes an object from A to B and back, and nothing in its inputs has changed in between. */
function* rewrites(history: History, facts: Facts): Generator<Finding> {
  const authors = new Authors(history, facts);
  const former = new Map<string, Rewrite>();
  let inputs = 0;
  for (const change of history.changes) {
    const ours = authors.isOperators(change);
    if (!ours && isInput(change, facts)) inputs++;
    if (!changesContent(change)) continue;
    const subject = subjectOfChange(change);
    const last = former.get(subject);
    if (ours) former.set(subject, { was: contentOf(change.before), inputs });
    else former.delete(subject);
    if (ours && last?.inputs === inputs && last.was === contentOf(change.object))
      yield { at: change.at, what: `${subject} was changed and changed back without a reason` };
  }
}

/** What an object was before the operator changed it, and how many inputs had changed by then. */
interface Rewrite {
  readonly was: string;
  readonly inputs: number;
}

function changesContent({ type, object, before }: ObjectChange): boolean {
  return type === 'MODIFIED' && contentOf(before) !== contentOf(object);
}

/** All but what the server counts and what status tells. */
function contentOf(object: unknown): string {
  if (typeof object !== 'object' || object === null) return '';
  const { metadata = {}, status: _status, ...content } = object as { metadata?: object; status?: unknown };
  const { labels, annotations } = metadata as { labels?: unknown; annotations?: unknown };
  return JSON.stringify({ ...content, labels, annotations });
}
