import { describe, expect, it } from '@jest/globals';
import type { ResourceRequirements } from '../../../../src/crds/generated/core.gen.ts';
import { describeProblem } from '../../../../src/crds/problem.ts';
import { resourceProblems } from '../../../../src/crds/workload-rules/resources.ts';

const problemsOf = (resources: ResourceRequirements): string[] => resourceProblems(resources, 'r').map(describeProblem);

describe('resourceProblems', () => {
  it.each<[string, ResourceRequirements]>([
    ['a request without a limit', { requests: { cpu: '100m' } }],
    ['a request that is its limit', { requests: { memory: '1Gi' }, limits: { memory: '1024Mi' } }],
    ['a device that has its limit', { requests: { 'example.com/gpu': 1 }, limits: { 'example.com/gpu': '1' } }],
    ['huge pages that have their limit', { requests: { 'hugepages-2Mi': '4Mi' }, limits: { 'hugepages-2Mi': '4Mi' } }],
  ])('takes %s', (_what, resources) => {
    expect(problemsOf(resources)).toEqual([]);
  });

  it.each<[string, ResourceRequirements, RegExp]>([
    ['a resource that is none', { requests: { ram: '1' } }, /r\.requests: "ram" is no resource; allowed: cpu/],
    ['an amount that is none', { limits: { cpu: 'much' } }, /r\.limits\[cpu\]: "much" is no quantity/],
    ['a negative amount', { limits: { memory: '-1' } }, /r\.limits\[memory\]: "-1" must be 0 or more/],
    [
      'a request over its limit',
      { requests: { cpu: 2 }, limits: { cpu: '500m' } },
      /r\.requests\[cpu\]: 2 is more than the limit, 500m/,
    ],
    ['half a device', { limits: { 'example.com/gpu': '500m' } }, /gpu\]: "500m" must be a whole number/],
    ['a device without its limit', { requests: { 'example.com/gpu': 1 } }, /gpu\]: 1 must have a limit of the same/],
  ])('refuses %s', (_what, resources, message) => {
    expect(problemsOf(resources)).toEqual([expect.stringMatching(message)]);
  });
});
