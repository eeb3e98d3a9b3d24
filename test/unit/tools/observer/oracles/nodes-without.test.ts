import { describe, expect, it } from '@jest/globals';
import { shortages } from '../../../../../tools/observer/oracles/nodes-without.ts';
import { HistoryBuilder, type Thing } from '../../../../support/histories.ts';

const ready = (status: string) => ({ conditions: [{ type: 'Ready', status }] });
const node = (name: string, status = 'True'): Thing => ({ kind: 'Node', name, status: ready(status) });
const pod = (nodeName: string, status = 'True'): Thing => ({
  kind: 'Pod',
  name: `calico-node-${nodeName}`,
  namespace: 'calico-system',
  labels: { 'k8s-app': 'calico-node' },
  spec: { nodeName },
  status: ready(status),
});
const fleet = (): HistoryBuilder =>
  new HistoryBuilder().others(node('a'), node('b'), node('c'), pod('a'), pod('b'), pod('c')).at(100);
const found = ({ history }: HistoryBuilder, budget: number): unknown => shortages(history, { from: 100, budget });

describe('shortages', () => {
  it('finds more nodes without calico-node than the budget has', () => {
    const history = fleet().others(pod('a', 'False')).othersDelete(pod('b'));
    expect(found(history, 1)).toEqual([{ at: 100, nodes: ['a', 'b'] }]);
    expect(found(history, 2)).toEqual([]);
  });

  it('counts no node that is lost, was lost, or never had one', () => {
    const lost = fleet().others(node('a', 'Unknown'), pod('a', 'False'), pod('b', 'False'), node('d'));
    expect(found(lost, 1)).toEqual([]);
    expect(found(lost.others(node('a')), 1)).toEqual([]);
  });

  it('counts no node that is gone', () => {
    expect(found(fleet().others(pod('a', 'False')).othersDelete(node('a')).others(pod('b', 'False')), 1)).toEqual([]);
  });
});
