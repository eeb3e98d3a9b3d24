import { Authors, sightMs } from '../authors.ts';
import { subjectOfChange } from '../cluster-state.ts';
import type { Facts } from '../facts.ts';
import { isWriteRequest, subjectOf, type History, type ObjectChange, type RequestMade } from '../history.ts';
import { invariant } from './invariant.ts';

/** Answers that a fault gave count for nothing. */
export const nothingRefused = invariant(
  'I6',
  'No request lacks a permission; runs without faults have no refusals but 404 of reads and conflicts with others',
  function* (history, facts) {
    const others = new Others(history, facts);
    for (const request of history.requests) {
      if (request.user !== facts.operatorUser || request.fault !== undefined || !isRefusal(request, facts)) continue;
      if (request.code === 409 && (isElection(request) || others.changed(request))) continue;
      yield { at: request.at, what: `${request.verb} ${subjectOf(request)} was answered ${request.code}` };
    }
  },
);

/** Replicas race for the lease; a conflict is how they learn who was first. */
function isElection({ resource }: RequestMade): boolean {
  return resource.plural === 'leases';
}

function isRefusal(request: RequestMade, { disturbed }: Facts): boolean {
  const { code = 0 } = request;
  if (code === 403) return true;
  // Calico's own API server is a part of what is installed: before its pods run, nobody answers who asks.
  if (code === 503 && request.resource.group === 'projectcalico.org' && !isWriteRequest(request)) return false;
  return !disturbed && code >= 400 && (code !== 404 || isWriteRequest(request));
}

/** What others than the operator changed: a write that says which state it builds on is rightly refused soon after. */
class Others {
  readonly #changes: ReadonlyMap<string, readonly ObjectChange[]>;

  constructor(history: History, facts: Facts) {
    const authors = new Authors(history, facts);
    const foreign = history.changes.filter((change) => !authors.isOperators(change));
    this.#changes = Map.groupBy(foreign, subjectOfChange);
  }

  changed(request: RequestMade): boolean {
    const changes = this.#changes.get(subjectOf(request)) ?? [];
    return changes.some(({ at }) => Math.abs(at - request.at) <= sightMs);
  }
}
