import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { TyphaAutoscaling } from '../../../../src/crds/installation/typha-autoscaling.ts';
import type { NodeFacts } from '../../../../src/reconcilers/cluster/node-facts.ts';
import { countReplicas, type TyphaCount } from '../../../../src/reconcilers/typha-autoscaler/count-replicas.ts';
import { manyNodeFacts as nodes } from '../../../support/node-facts.ts';

function count(facts: NodeFacts[], autoscaling: TyphaAutoscaling = {}): TyphaCount {
  return countReplicas(facts, { placement: { nodeSelector: { role: 'infra' } }, autoscaling });
}

const infra = (number: number, facts: Partial<NodeFacts> = {}): NodeFacts[] =>
  nodes(number, { labels: ['role', 'infra'], ...facts });

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
  ])('for %i nodes is %i', (number, replicas) => {
    expect(count(infra(number)).replicas).toBe(replicas);
  });

  it.each([{ unschedulable: true }, { virtual: true }])('does not count nodes that are %j', (facts) => {
    expect(count([...infra(3), ...infra(100, facts)])).toEqual({ replicas: 2, warnings: [] });
  });

  it('counts nodes that need a Typha and cannot run one', () => {
    expect(count([...infra(3), ...nodes(2, { os: 'windows' })])).toEqual({ replicas: 3, warnings: [] });
  });

  it('goes as far as there are nodes that can run Typha, and says what is with the others', () => {
    const others = [...nodes(4, { os: 'windows' }), ...nodes(300), ...infra(2, { unschedulable: true })];
    const tainted = infra(5, { taints: [{ key: 'gpu', value: '', effect: 'NoSchedule' }] });
    expect(count([...infra(1), ...others, ...tainted])).toEqual({
      replicas: 1,
      warnings: [
        'CAL-401 Typha should have 3 pods, but of 312 nodes 1 can run one (others: 2 cordoned, 4 without Linux, 300 without the labels that Typha asks for, 5 with taints that Typha does not tolerate); add nodes, change what keeps Typha from the others, or lower spec.typhaAutoscaling.maximum',
      ],
    });
  });

  it.each<[string, TyphaAutoscaling, number, number]>([
    ['at least the minimum', { minimum: 2 }, 2, 2],
    ['at most the maximum', { maximum: 2 }, 300, 2],
    ['the step of the ladder that is reached', { ladder: stairs() }, 99, 2],
    ['the next step from its number of nodes on', { ladder: stairs() }, 100, 5],
    ['one below the first step', { ladder: stairs() }, 9, 1],
    ['the minimum, where the ladder says less', { ladder: stairs(), minimum: 3 }, 9, 3],
    ['the formula for an empty ladder', { ladder: [] }, 400, 4],
  ])('is %s', (_what, autoscaling, number, replicas) => {
    expect(count(infra(number), autoscaling)).toEqual({ replicas, warnings: [] });
  });

  it('warns where few are allowed for many nodes', () => {
    expect(count(infra(1000), { maximum: 2 })).toEqual({
      replicas: 2,
      warnings: ['CAL-402 spec.typhaAutoscaling allows 2 Typha pods for 1000 nodes, 500 each; allow at least 3'],
    });
  });

  it('never falls below one, nor when nodes come', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(2000), (number, more) => {
        const [few, many] = [count(infra(number)), count(infra(number + more))];
        return few.replicas >= 1 && many.replicas >= few.replicas;
      }),
      { numRuns: 50 },
    );
  });
});

function stairs(): NonNullable<TyphaAutoscaling['ladder']> {
  return [
    { nodes: 10, replicas: 2 },
    { nodes: 100, replicas: 5 },
  ];
}
