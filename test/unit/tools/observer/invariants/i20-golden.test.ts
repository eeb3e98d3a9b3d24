import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { stableInTheEnd } from '../../../../../tools/observer/invariants/i20-golden.ts';
import { canonicalDump } from '../../../../../tools/observer/oracles/canonical-dump.ts';
import { HistoryBuilder, managed, thing, type Thing } from '../../../../support/histories.ts';

const object = (a: number): Thing => ({
  kind: 'Service',
  name: 's',
  managedFields: [managed('calico-operator', {})],
  spec: { a },
});
const facts = { ...usualFacts, golden: canonicalDump([thing(object(1))]) };
const violations = ({ history }: HistoryBuilder): string[] =>
  stableInTheEnd.check(history, facts).map(({ what }) => what);
const calm = (end: number): HistoryBuilder =>
  new HistoryBuilder().notes('disturbances over').operator(object(end)).at(61_000);

describe('I20', () => {
  it('accepts the golden end', () => {
    expect(violations(calm(1).logs('{}'))).toEqual([]);
  });

  it('finds another end', () => {
    expect(violations(calm(2).logs('{}'))).toEqual(['Service s: .spec.a: 1 became 2']);
  });

  it('finds writes when all is settled', () => {
    expect(violations(calm(1).operator(object(1)))[0]).toMatch('although all is settled');
  });

  it('does not judge before its time', () => {
    expect(violations(new HistoryBuilder().notes('disturbance').operator(object(2)).at(59_000).logs('{}'))).toEqual([]);
  });
});
