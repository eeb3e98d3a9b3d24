import { describe, expect, it } from '@jest/globals';
import { usualFacts, type Facts } from '../../../../../tools/observer/facts.ts';
import type { RequestMade } from '../../../../../tools/observer/history.ts';
import { nothingRefused } from '../../../../../tools/observer/invariants/i06-refusals.ts';
import { HistoryBuilder, thing } from '../../../../support/histories.ts';

const named = { kind: 'Secret', name: 's' };
const secret = thing(named);

function violations(verb: 'get' | 'apply', more: Partial<RequestMade>, facts: Partial<Facts> = {}): number {
  const { history } = new HistoryBuilder().asks(verb, secret, more);
  return nothingRefused.check(history, { ...usualFacts, ...facts }).length;
}

describe('I6', () => {
  it.each([
    ['get', { code: 200 }],
    ['get', { code: 404 }],
    ['apply', { code: 503, fault: 'answer' }],
    ['apply', { code: 403, fault: 'answer' }],
    ['apply', { code: 403, user: 'somebody' }],
  ] as const)('accepts %s with %j', (verb, more) => {
    expect(violations(verb, more)).toBe(0);
  });

  it.each([
    ['get', { code: 403 }],
    ['get', { code: 500 }],
    ['apply', { code: 404 }],
    ['apply', { code: 409 }],
  ] as const)('finds %s with %j', (verb, more) => {
    expect(violations(verb, more)).toBe(1);
  });

  it('knows a conflict with somebody else by the change just before', () => {
    const { history } = new HistoryBuilder().others(named).at(50).asks('patch', secret, { code: 409 });
    expect(nothingRefused.check(history, usualFacts)).toEqual([]);
    const late = new HistoryBuilder().others(named).at(5_000).asks('patch', secret, { code: 409 });
    expect(nothingRefused.check(late.history, usualFacts)).toHaveLength(1);
  });

  it('forgives conflicts, but no missing permission, in runs with disturbances', () => {
    expect(violations('apply', { code: 409 }, { disturbed: true })).toBe(0);
    expect(violations('apply', { code: 403 }, { disturbed: true })).toBe(1);
  });
});
