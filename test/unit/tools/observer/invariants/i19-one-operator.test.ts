import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { oneActiveOperator } from '../../../../../tools/observer/invariants/i19-one-operator.ts';
import { HistoryBuilder, thing, type Thing } from '../../../../support/histories.ts';

const active = (namespace: string): Thing => ({
  kind: 'ConfigMap',
  name: 'active-operator',
  namespace: 'calico-system',
  data: { 'active-namespace': namespace },
});
const secret = thing({ kind: 'Secret', name: 's' });
const violations = ({ history }: HistoryBuilder): number => oneActiveOperator.check(history, usualFacts).length;

describe('I19', () => {
  it('lets the active operator write, and nobody else be named', () => {
    expect(violations(new HistoryBuilder().others(active('tigera-operator')).at(10_000).asks('apply', secret))).toBe(0);
    expect(violations(new HistoryBuilder().at(10_000).asks('apply', secret))).toBe(0);
  });

  it('finds a write of an operator that is not active', () => {
    expect(violations(new HistoryBuilder().others(active('elsewhere')).at(10_000).asks('apply', secret))).toBe(1);
  });

  it('gives it time to notice', () => {
    expect(violations(new HistoryBuilder().others(active('elsewhere')).at(1_000).asks('apply', secret))).toBe(0);
  });

  it('lets it read, and everybody else write', () => {
    const history = new HistoryBuilder().others(active('elsewhere')).at(10_000).asks('get', secret);
    expect(violations(history.asks('apply', secret, { user: 'kubectl' }))).toBe(0);
  });
});
