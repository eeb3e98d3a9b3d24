import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { cniCredentialsStay } from '../../../../../tools/observer/invariants/i02-cni-credentials.ts';
import { HistoryBuilder, type Thing } from '../../../../support/histories.ts';

const account: Thing = {
  kind: 'ServiceAccount',
  name: 'calico-cni-plugin',
  namespace: 'calico-system',
  finalizers: ['tigera.io/cni-protector'],
};
const pod: Thing = { kind: 'Pod', name: 'p', namespace: 'calico-system', spec: { nodeName: 'n' } };
const node: Thing = { ...pod, labels: { 'k8s-app': 'calico-node' }, spec: { nodeName: 'n', hostNetwork: true } };
const hostPod: Thing = { ...pod, spec: { nodeName: 'n', hostNetwork: true } };

const violations = ({ history }: HistoryBuilder): string[] =>
  cniCredentialsStay.check(history, usualFacts).map(({ what }) => what);

describe('I2', () => {
  it.each([
    ['a pod on the network', pod],
    ['calico-node', node],
  ])('finds the account gone before %s', (_what, left) => {
    expect(violations(new HistoryBuilder().others(account, left).operatorDeletes(account))[0]).toMatch(
      'lost its life while',
    );
  });

  it('finds the protecting finalizer gone too early', () => {
    const history = new HistoryBuilder().others(account, pod).operator({ ...account, finalizers: [] });
    expect(violations(history)[0]).toMatch('lost tigera.io/cni-protector');
  });

  it('lets the account go after the pods', () => {
    expect(violations(new HistoryBuilder().others(account, pod).othersDelete(pod).operatorDeletes(account))).toEqual(
      [],
    );
  });

  it('counts no pods on the network of the host', () => {
    expect(violations(new HistoryBuilder().others(account, hostPod).operatorDeletes(account))).toEqual([]);
  });

  it('does not wait for pods on dead nodes for ever', () => {
    const ending = { ...pod, deletionTimestamp: '2026-01-01T00:00:00Z' };
    expect(violations(new HistoryBuilder().others(account, ending).at(40_000).operatorDeletes(account))).toEqual([]);
  });

  it('forgives what comes back soon', () => {
    const history = new HistoryBuilder().others(account, pod).othersDelete(account).at(500).operator(account);
    expect(violations(history)).toEqual([]);
  });
});
