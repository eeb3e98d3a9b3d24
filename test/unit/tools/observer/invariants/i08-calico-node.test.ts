import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { calicoNodeStays } from '../../../../../tools/observer/invariants/i08-calico-node.ts';
import { HistoryBuilder, thing, type Thing } from '../../../../support/histories.ts';

const installation: Thing = { kind: 'Installation' };
const ending: Thing = { ...installation, deletionTimestamp: '2026-01-01T00:00:00Z' };
const selecting = (nodeSelector: object): object => ({ template: { spec: { nodeSelector } } });
const node: Thing = {
  kind: 'DaemonSet',
  name: 'calico-node',
  namespace: 'calico-system',
  spec: selecting({ linux: 'yes' }),
};
const proxy: Thing = { kind: 'DaemonSet', name: 'kube-proxy', namespace: 'kube-system', spec: selecting({}) };
const off: Thing = { ...proxy, spec: selecting({ 'non-calico': 'true' }) };
const bpf: Thing = { kind: 'FelixConfiguration', spec: { bpfEnabled: true } };
const rolled = (numberAvailable: number): Thing => ({
  ...node,
  status: { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable },
});

const violations = ({ history }: HistoryBuilder): number => calicoNodeStays.check(history, usualFacts).length;

describe('I8', () => {
  it('finds calico-node deleted while it is wanted', () => {
    expect(violations(new HistoryBuilder().others(installation, node).operatorDeletes(node))).toBe(1);
  });

  it('lets teardown delete it', () => {
    expect(violations(new HistoryBuilder().others(ending, node).operatorDeletes(node))).toBe(0);
  });

  it('finds it taken off nodes', () => {
    const narrower = { ...node, spec: selecting({ linux: 'yes', some: 'nodes' }) };
    expect(violations(new HistoryBuilder().others(installation).operator(node, narrower))).toBe(1);
    expect(violations(new HistoryBuilder().others(installation).operator(narrower, node))).toBe(0);
  });

  it('finds a pod deleted by hand', () => {
    expect(violations(new HistoryBuilder().asks('delete', thing({ kind: 'Pod', name: 'p' })))).toBe(1);
  });

  it('finds BPF off while kube-proxy is', () => {
    const switchedOff = { ...proxy, spec: selecting({ 'operator.tigera.io/disable-kube-proxy': 'true' }) };
    const noBpf = { ...bpf, spec: { bpfEnabled: false } };
    expect(violations(new HistoryBuilder().others(switchedOff, bpf).operator(noBpf))).toBe(1);
    expect(violations(new HistoryBuilder().others(proxy, bpf).operator(noBpf))).toBe(0);
  });

  it('finds kube-proxy off before BPF is on everywhere', () => {
    expect(violations(new HistoryBuilder().others(proxy, rolled(2)).operator(off))).toBe(1);
    expect(violations(new HistoryBuilder().others(proxy, bpf, rolled(1)).operator(off))).toBe(1);
    expect(violations(new HistoryBuilder().others(proxy, bpf, rolled(2)).operator(off))).toBe(0);
  });
});
