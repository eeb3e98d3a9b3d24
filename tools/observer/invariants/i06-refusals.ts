import type { Facts } from '../facts.ts';
import { subjectOf, type RequestMade } from '../history.ts';
import { invariant } from './invariant.ts';

/** Answers that a fault gave count for nothing. */
export const nothingRefused = invariant(
  'I6',
  'No request lacks a permission; runs without faults have no refusals but 404 of reads',
  function* (history, facts) {
    for (const request of history.requests) {
      if (request.user !== facts.operatorUser || request.fault !== undefined || !isRefusal(request, facts)) continue;
      const { at, verb, code } = request;
      yield { at, what: `${verb} ${subjectOf(request)} was answered ${code}` };
    }
  },
);

function isRefusal({ code = 0, verb }: RequestMade, { disturbed }: Facts): boolean {
  if (code === 403) return true;
  const expected = code === 404 && (verb === 'get' || verb === 'list' || verb === 'watch');
  return !disturbed && code >= 400 && !expected;
}
