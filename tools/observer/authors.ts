import { isWriteRequest, subjectOf, type History, type ObjectChange, type RequestMade } from './history.ts';
import { replayChanges, subjectOfChange, type ClusterState } from './cluster-state.ts';
import type { Facts } from './facts.ts';
import { isSame } from './value-at.ts';

/** How much later than the answer a change may be seen by whoever watches, in milliseconds. */
export const sightMs = 2_000;

/**
 * Who made a change. Simulations know which request did; on a real control plane the operator's entry in managedFields
 * moves with each of its writes, and its deletions are known from its requests.
 */
export class Authors {
  readonly #facts: Facts;
  readonly #byNumber: ReadonlyMap<number, RequestMade>;
  readonly #deletions: ReadonlyMap<string, readonly RequestMade[]>;
  /** Whether the history says which request made a change: those that it does not say it of had none. */
  readonly #isTold: boolean;

  constructor(history: History, facts: Facts) {
    const { requests, changes } = history;
    this.#isTold = changes.some(({ request }) => request !== undefined);
    this.#facts = facts;
    this.#byNumber = new Map(requests.map((request) => [request.n, request]));
    const deletions = requests.filter((request) => request.verb === 'delete' && this.#isOperators(request));
    this.#deletions = Map.groupBy(deletions, (request) => subjectOf(request));
  }

  isOperators(change: ObjectChange): boolean {
    if (change.request !== undefined) {
      const request = this.#byNumber.get(change.request);
      return request !== undefined && this.#isOperators(request);
    }
    if (this.#isTold) return false;
    if (change.type === 'DELETED' || beginsDeletion(change)) return this.#hasDeleted(change);
    return this.#entryMoved(change);
  }

  #isOperators({ user }: RequestMade): boolean {
    return user === this.#facts.operatorUser;
  }

  #hasDeleted(change: ObjectChange): boolean {
    const requests = this.#deletions.get(subjectOfChange(change)) ?? [];
    return requests.some(({ at, code = 200 }) => code < 300 && at <= change.at + sightMs && change.at <= at + sightMs);
  }

  #entryMoved({ object, before }: ObjectChange): boolean {
    const entries = (of: ObjectChange['object'] | undefined): unknown =>
      (of?.metadata.managedFields ?? []).filter(({ manager }) => manager === this.#facts.fieldManager);
    const after = entries(object);
    return !isSame(after, []) && !isSame(after, entries(before));
  }
}

/** Whether a change is the first step of a deletion: the object is gone, or marked for it. */
export function beginsDeletion({ type, object, before }: ObjectChange): boolean {
  if (before?.metadata.deletionTimestamp !== undefined) return false;
  return type === 'DELETED' || (type === 'MODIFIED' && object.metadata.deletionTimestamp !== undefined);
}

/** What the operator asked to be changed; its lease, Events and reviews apart. */
export function operatorWrites(
  history: Pick<History, 'requests'>,
  { operatorUser }: Pick<Facts, 'operatorUser'>,
): RequestMade[] {
  return history.requests.filter(
    (request) => request.user === operatorUser && isWriteRequest(request) && isCounted(request),
  );
}

/** Whether a request is about something that users own. */
export function isCounted({ resource }: Pick<RequestMade, 'resource'>): boolean {
  return !uncounted.has(resource.plural);
}

const uncounted = new Set(['leases', 'events', 'selfsubjectaccessreviews']);

/** The operator's own changes, each with what was stored after it. */
export function* operatorChanges(
  history: History,
  facts: Facts,
): Generator<{ readonly change: ObjectChange; readonly state: ClusterState }> {
  const authors = new Authors(history, facts);
  for (const moment of replayChanges(history)) if (authors.isOperators(moment.change)) yield moment;
}
