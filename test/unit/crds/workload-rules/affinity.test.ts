import { describe, expect, it } from '@jest/globals';
import type { Affinity, NodeSelectorRequirement, PodAffinityTerm } from '../../../../src/crds/generated/core.gen.ts';
import { describeProblem } from '../../../../src/crds/problem.ts';
import { affinityProblems } from '../../../../src/crds/workload-rules/affinity.ts';

const problemsOf = (affinity: Affinity): string[] => affinityProblems(affinity, 'a').map(describeProblem);

const onNodes = (...matchExpressions: NodeSelectorRequirement[]): Affinity => ({
  nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } },
});

const byName = (key: string, values: string[]): Affinity => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchFields: [{ key, operator: 'In', values }] }],
    },
  },
});

const apart = (weight: number, podAffinityTerm: PodAffinityTerm): Affinity => ({
  podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm }] },
});

describe('affinityProblems', () => {
  it.each<[string, Affinity]>([
    ['values in a list', onNodes({ key: 'zone', operator: 'In', values: ['a'] })],
    ['a label that exists', onNodes({ key: 'example.com/zone', operator: 'Exists' })],
    ['one node by its name', byName('metadata.name', ['node-1'])],
    ['pods that stay apart', apart(100, { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'x' } } })],
  ])('takes %s', (_what, affinity) => {
    expect(problemsOf(affinity)).toEqual([]);
  });

  it.each<[string, Affinity, RegExp]>([
    ['no values in a list', onNodes({ key: 'zone', operator: 'In' }), /values: \[\] must have values with operator In/],
    [
      'values beside Exists',
      onNodes({ key: 'z', operator: 'Exists', values: ['a'] }),
      /values: .* must have no values/,
    ],
    ['two numbers to compare with', onNodes({ key: 'z', operator: 'Gt', values: ['1', '2'] }), /must have one value/],
    ['a key that is none', onNodes({ key: '', operator: 'Exists' }), /key: "" is no valid key/],
    ['a field other than the name', byName('spec.x', ['a']), /matchFields\[0\]: "spec\.x" must be metadata\.name/],
    [
      'no terms at all',
      { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } },
      /nodeSelectorTerms: must have a term/,
    ],
    ['a weight of 0', apart(0, { topologyKey: 'zone' }), /weight: 0 must be from 1 to 100/],
    ['no topology', apart(1, { topologyKey: '' }), /topologyKey: must be set/],
    [
      'a selector that is none',
      apart(1, { topologyKey: 'z', labelSelector: { matchExpressions: [{ key: 'a', operator: 'Like' }] } }),
      /labelSelector\.matchExpressions\[0\]\.operator: "Like" is not known; allowed: In/,
    ],
  ])('refuses %s', (_what, affinity, message) => {
    expect(problemsOf(affinity)).toEqual([expect.stringMatching(message)]);
  });
});
