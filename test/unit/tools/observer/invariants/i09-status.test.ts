import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { statusIsTrue } from '../../../../../tools/observer/invariants/i09-status.ts';
import { HistoryBuilder, type Thing } from '../../../../support/histories.ts';

const facts = {
  ...usualFacts,
  trackedWorkloads: { calico: [{ kind: 'daemonsets.apps', namespace: 'a', name: 'n' }] },
} as const;
const node = (numberAvailable: number): Thing => ({
  kind: 'DaemonSet',
  name: 'n',
  namespace: 'a',
  generation: 1,
  status: { observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable },
});
const status = (type: string, more: object = {}): Thing => ({
  kind: 'TigeraStatus',
  name: 'calico',
  status: { conditions: [{ type, status: 'True', reason: 'R', message: 'm', lastTransitionTime: 't', ...more }] },
});
const violations = ({ history }: HistoryBuilder): string[] =>
  statusIsTrue.check(history, facts).map(({ what }) => what);

describe('I9', () => {
  it('believes Available when all is healthy', () => {
    expect(violations(new HistoryBuilder().others(node(2)).operator(status('Available')))).toEqual([]);
  });

  it('finds Available said of what is not there', () => {
    expect(violations(new HistoryBuilder().operator(status('Available')))[0]).toMatch('a/n is missing or not healthy');
  });

  it('finds Available said of what has long been ill', () => {
    const history = new HistoryBuilder().others(node(2)).at(1).others(node(1)).at(6_000).operator(status('Available'));
    expect(violations(history)).toHaveLength(1);
  });

  it('gives news time to arrive', () => {
    const history = new HistoryBuilder().others(node(2)).at(1).others(node(1)).at(4_000).operator(status('Available'));
    expect(violations(history)).toEqual([]);
  });

  it('finds Degraded without a message', () => {
    expect(violations(new HistoryBuilder().operator(status('Degraded', { message: '' })))[0]).toMatch(
      'without saying why',
    );
  });

  it('finds a generation from the future', () => {
    const history = new HistoryBuilder().others({ kind: 'Installation', generation: 1 });
    expect(violations(history.operator(status('Degraded', { observedGeneration: 2 })))[0]).toMatch('generation');
  });

  it('finds a transition time that moves alone', () => {
    const later = { lastTransitionTime: 'u' };
    expect(violations(new HistoryBuilder().operator(status('Degraded'), status('Degraded', later)))[0]).toMatch(
      'moved the transition time',
    );
    expect(
      violations(new HistoryBuilder().operator(status('Degraded'), status('Degraded', { ...later, status: 'False' }))),
    ).toEqual([]);
  });
});
