import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { NodeFacts } from '../../../../src/reconcilers/cluster/node-facts.ts';
import { countReplicas } from '../../../../src/reconcilers/typha-autoscaler/count-replicas.ts';

function nodes(count: number, facts: Partial<NodeFacts> = {}): NodeFacts[] {
  const node = { os: 'linux', unschedulable: false, ready: true, virtual: false, platform: '', address: '', ...facts };
  return Array.from({ length: count }, (_, index) => ({ name: `node-${index}`, ...node }));
}

describe('countReplicas', () => {
  it.each([
    [0, 1],
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 3],
    [200, 3],
    [399, 3],
    [400, 4],
    [1000, 7],
    [5000, 27],
  ])('for %i nodes is %i', (count, replicas) => {
    expect(countReplicas(nodes(count)).replicas).toBe(replicas);
  });

  it.each([{ unschedulable: true }, { virtual: true }])('does not count nodes that are %j', (facts) => {
    expect(countReplicas([...nodes(3), ...nodes(100, facts)])).toEqual({ replicas: 2 });
  });

  it('counts Windows nodes, which need a Typha, but cannot run one', () => {
    expect(countReplicas([...nodes(3), ...nodes(2, { os: 'windows' })])).toEqual({ replicas: 3 });
    expect(countReplicas([...nodes(1), ...nodes(4, { os: 'windows' })])).toEqual({
      replicas: 1,
      warning: 'Typha should have 3 pods for 5 nodes, but only 1 Linux nodes can run it; uncordon or add Linux nodes',
    });
  });

  it('never falls below one, nor when nodes come', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(2000), (count, more) => {
        const [few, many] = [countReplicas(nodes(count)), countReplicas(nodes(count + more))];
        return few.replicas >= 1 && many.replicas >= few.replicas;
      }),
      { numRuns: 50 },
    );
  });
});
