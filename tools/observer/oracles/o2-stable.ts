import { Authors, operatorWrites } from '../authors.ts';
import { subjectOfChange } from '../cluster-state.ts';
import type { Facts } from '../facts.ts';
import { subjectOf, type History } from '../history.ts';

/** Milliseconds of a history. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** O2: within the span the operator writes nothing but its lease, and nothing of its own moves by its hand. */
export function instabilities(history: History, facts: Facts, { from, to }: Span): string[] {
  const isWithin = ({ at }: { readonly at: number }): boolean => from <= at && at <= to;
  const authors = new Authors(history, facts);
  const writes = operatorWrites(history, facts).filter(isWithin);
  const moved = history.changes.filter(
    (change) =>
      isWithin(change) &&
      change.resource.plural !== 'leases' &&
      change.resource.plural !== 'events' &&
      authors.isOperators(change),
  );
  return [
    ...writes.map((request) => `${request.verb} ${subjectOf(request)} at ${request.at} ms, when all is at rest`),
    ...moved.map((change) => `${subjectOfChange(change)} moved at ${change.at} ms, when all is at rest`),
  ];
}
