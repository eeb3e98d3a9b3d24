import { operatorWrites } from '../authors.ts';
import { subjectOf, type RequestMade } from '../history.ts';
import { invariant, type Finding } from './invariant.ts';

interface Limit {
  readonly most: number;
  readonly withinMs: number;
  readonly of: string;
}

/** The lease is renewed at its own pace and does not count. */
export const ratesAreLow = invariant(
  'I14',
  'One object is written at most once a second over any minute; what fails backs off; no request is repeated in a loop',
  function* (history, facts) {
    const writes = operatorWrites(history, facts);
    yield* tooOften(writes, subjectOf, { most: 60, withinMs: 60_000, of: 'writes' });
    const requests = history.requests.filter(
      ({ user, resource }) => user === facts.operatorUser && resource.plural !== 'leases',
    );
    const failed = requests.filter(({ code = 500, fault }) => code >= 400 || fault !== undefined);
    yield* tooOften(failed, sameRequest, { most: 20, withinMs: 10_000, of: 'failures' });
    yield* tooOften(requests, sameRequest, { most: 50, withinMs: 10_000, of: 'requests' });
  },
);

function sameRequest(request: RequestMade): string {
  return `${request.caller}: ${request.verb} ${subjectOf(request)}`;
}

/** Tells each key that breaks a limit once. */
function* tooOften(
  requests: readonly RequestMade[],
  keyOf: (request: RequestMade) => string,
  { most, withinMs, of }: Limit,
): Generator<Finding> {
  for (const [key, group] of Map.groupBy(requests, keyOf)) {
    const first = group.find((request, index) => {
      const later = group[index + most];
      return later !== undefined && later.at - request.at < withinMs;
    });
    if (first !== undefined)
      yield { at: first.at, what: `${key}: more than ${most} ${of} within ${withinMs / 1000} s` };
  }
}
