import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { ratesAreLow } from '../../../../../tools/observer/invariants/i14-rates.ts';
import type { RequestMade } from '../../../../../tools/observer/history.ts';
import { HistoryBuilder, thing } from '../../../../support/histories.ts';

const secret = thing({ kind: 'Secret', name: 's' });
const lease = thing({ kind: 'Lease', name: 'l' });

/** So many requests, one every so many milliseconds. */
function violations(
  times: number,
  everyMs: number,
  { verb = 'get', about = secret, ...more }: Partial<RequestMade> & { about?: typeof secret } = {},
): string[] {
  const builder = new HistoryBuilder();
  for (let index = 0; index < times; index++) builder.at(index * everyMs).asks(verb, about, more);
  return ratesAreLow.check(builder.history, usualFacts).map(({ what }) => what);
}

describe('I14', () => {
  it('accepts a write a second', () => {
    expect(violations(200, 1000, { verb: 'apply' })).toEqual([]);
  });

  it('finds more than one a second over a minute', () => {
    expect(violations(61, 900, { verb: 'apply' })).toEqual(['secrets s: more than 60 writes within 60 s']);
  });

  it('accepts a burst', () => {
    expect(violations(50, 1, { verb: 'apply' })).toEqual([]);
  });

  it('does not count the lease', () => {
    expect(violations(100, 100, { verb: 'update', about: lease })).toEqual([]);
  });

  it('finds failures that do not back off', () => {
    expect(violations(21, 400, { code: 503 })).toEqual(['reconcile: get secrets s: more than 20 failures within 10 s']);
    expect(violations(21, 600, { code: 503 })).toEqual([]);
  });

  it('finds a loop of requests', () => {
    expect(violations(51, 190)).toEqual(['reconcile: get secrets s: more than 50 requests within 10 s']);
  });
});
