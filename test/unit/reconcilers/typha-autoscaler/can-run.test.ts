import { describe, expect, it } from '@jest/globals';
import type { NodeSelectorTerm, Toleration } from '../../../../src/crds/generated/core.gen.ts';
import { hindranceOf } from '../../../../src/reconcilers/typha-autoscaler/can-run.ts';
import type { Placement } from '../../../../src/renderers/typha/placement.ts';
import { aNodeFacts } from '../../../support/node-facts.ts';

const node = aNodeFacts({ name: 'n1', labels: ['zone', 'a', 'cores', '8'] });

function within(...nodeSelectorTerms: NodeSelectorTerm[]): Placement {
  return { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } };
}

type Operator = NonNullable<NodeSelectorTerm['matchExpressions']>[number]['operator'];

const where = (key: string, operator: Operator, ...values: string[]): NodeSelectorTerm => ({
  matchExpressions: [{ key, operator, values }],
});

describe('hindranceOf', () => {
  it.each<[string, Placement]>([
    ['nothing is asked', {}],
    ['its labels are selected', { nodeSelector: { zone: 'a' } }],
    ['a value is one of several', within(where('zone', 'In', 'a', 'b'))],
    ['a value is not the unwanted one', within(where('zone', 'NotIn', 'b'))],
    ['a label is missing that must not have a value', within(where('rack', 'NotIn', '1'))],
    ['a label is there', within(where('zone', 'Exists'))],
    ['a label is not there', within(where('rack', 'DoesNotExist'))],
    ['a number is larger', within(where('cores', 'Gt', '7'))],
    ['a number is smaller', within(where('cores', 'Lt', '9'))],
    ['one of two terms holds', within(where('zone', 'In', 'b'), where('zone', 'In', 'a'))],
    ['it is named', within({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }] })],
  ])('is none where %s', (_what, placement) => {
    expect(hindranceOf(node, placement)).toBeUndefined();
  });

  it.each<[string, Placement]>([
    ['another value is selected', { nodeSelector: { zone: 'b' } }],
    ['a value is none of the wanted', within(where('zone', 'In', 'b'))],
    ['a label is missing that must have a value', within(where('rack', 'In', '1'))],
    ['a value is the unwanted one', within(where('zone', 'NotIn', 'a'))],
    ['a label is missing', within(where('rack', 'Exists'))],
    ['a label is there that must not be', within(where('zone', 'DoesNotExist'))],
    ['a number is not larger', within(where('cores', 'Gt', '8'))],
    ['a value is no number', within(where('zone', 'Gt', '1'))],
    ['one of two expressions does not hold', within({ matchExpressions: [...expressions('a', 'b')] })],
    ['the only term is empty', within({})],
    ['there are no terms', within()],
    ['an operator is unknown', within(where('zone', JSON.parse('"Like"') as Operator, 'a'))],
  ])('is its labels where %s', (_what, placement) => {
    expect(hindranceOf(node, placement)).toBe('labels');
  });

  it.each<[string, Toleration[]]>([
    ['everything', [{ operator: 'Exists' }]],
    ['everything of this effect', [{ operator: 'Exists', effect: 'NoSchedule' }]],
    ['the key', [{ key: 'gpu', operator: 'Exists' }]],
    ['the key with its value', [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }]],
  ])('is none where %s is tolerated', (_what, tolerations) => {
    expect(hindranceOf(tainted(), { tolerations })).toBeUndefined();
  });

  it.each<[string, Toleration[]]>([
    ['nothing', []],
    ['another effect', [{ key: 'gpu', operator: 'Exists', effect: 'NoExecute' }]],
    ['another value', [{ key: 'gpu', value: 'no' }]],
    ['another key', [{ key: 'cpu', operator: 'Exists' }]],
  ])('is a taint where %s is tolerated', (_what, tolerations) => {
    expect(hindranceOf(tainted(), { tolerations })).toBe('taints');
  });

  it('is that the node is cordoned, or is no Linux node, whatever is asked', () => {
    expect(hindranceOf(aNodeFacts({ unschedulable: true }), {})).toBe('cordoned');
    expect(hindranceOf(aNodeFacts({ os: 'windows' }), {})).toBe('os');
  });
});

function expressions(...values: string[]): NonNullable<NodeSelectorTerm['matchExpressions']> {
  return values.map((value) => ({ key: 'zone', operator: 'In' as const, values: [value] }));
}

function tainted(): typeof node {
  return aNodeFacts({ taints: [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }] });
}
