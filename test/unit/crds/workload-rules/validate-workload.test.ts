import { describe, expect, it } from '@jest/globals';
import { describeProblem } from '../../../../src/crds/problem.ts';
import type { PodSpecOverride, WorkloadOverride } from '../../../../src/crds/workload-override.ts';
import { validateWorkload } from '../../../../src/crds/workload-rules/validate-workload.ts';

const problemsOf = (override: WorkloadOverride): string[] => validateWorkload(override, 'o').map(describeProblem);

describe('validateWorkload', () => {
  it('has nothing to say where there is no override', () => {
    expect(validateWorkload(undefined, 'o')).toEqual([]);
  });

  it.each<[string, WorkloadOverride, RegExp]>([
    [
      'a label value that is none',
      { metadata: { labels: { a: 'b c' } } },
      /o\.metadata\.labels\[a\]: "b c" is no valid/,
    ],
    [
      'a key with two slashes',
      { metadata: { labels: { 'a/b/c': '' } } },
      /o\.metadata\.labels: "a\/b\/c" is no valid key/,
    ],
    [
      'annotations by keys that are none',
      { metadata: { annotations: { 'a b': '' } } },
      /o\.metadata\.annotations: "a b"/,
    ],
    ['annotations without end', { metadata: { annotations: { a: 'x'.repeat(262_144) } } }, /take 262145 bytes/],
    ['negative seconds', { spec: { minReadySeconds: -1 } }, /o\.spec\.minReadySeconds: -1 must be 0 or more/],
    [
      'the label of the selector',
      { spec: { template: { metadata: { labels: { 'k8s-app': 'mine' } } } } },
      /o\.spec\.template\.metadata\.labels\[k8s-app\]: "mine" is the label/,
    ],
    [
      'a rollout that cannot move',
      { spec: { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } } } },
      /rollingUpdate: .* nothing could roll/,
    ],
    [
      'more than all pods',
      { spec: { strategy: { rollingUpdate: { maxUnavailable: '150%' } } } },
      /maxUnavailable: "150%" must be at most 100%/,
    ],
    [
      'a share that is no number',
      { spec: { strategy: { rollingUpdate: { maxSurge: 'some' } } } },
      /maxSurge: "some" must be a number of pods or a percentage/,
    ],
  ])('refuses %s', (_what, override, message) => {
    expect(problemsOf(override)).toEqual([expect.stringMatching(message)]);
  });

  it('takes the largest annotations that Kubernetes takes', () => {
    expect(problemsOf({ metadata: { annotations: { a: 'x'.repeat(262_143) } } })).toEqual([]);
  });

  it('takes a rollout by surge', () => {
    expect(problemsOf({ spec: { strategy: { rollingUpdate: { maxSurge: '25%' } } } })).toEqual([]);
  });
});

const podProblemsOf = (spec: PodSpecOverride): string[] => problemsOf({ spec: { template: { spec } } });

describe('validateWorkload, of pods', () => {
  it.each<[string, PodSpecOverride, RegExp]>([
    ['a node selector that is none', { nodeSelector: { a: 'b c' } }, /nodeSelector\[a\]: "b c"/],
    ['a negative grace period', { terminationGracePeriodSeconds: -1 }, /terminationGracePeriodSeconds: -1/],
    [
      'a port that is none',
      { containers: [{ name: 'c', ports: [{ name: 'p', containerPort: 0 }] }] },
      /containerPort: 0/,
    ],
    [
      'spreading without a skew',
      { topologySpreadConstraints: [{ maxSkew: 0, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' }] },
      /topologySpreadConstraints\[0\]\.maxSkew: 0 must be 1/,
    ],
    [
      'spreading without a key',
      { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: '', whenUnsatisfiable: 'DoNotSchedule' }] },
      /topologyKey: must be set/,
    ],
    [
      'fewest domains where nothing depends on them',
      {
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway', minDomains: 2 },
        ],
      },
      /minDomains: 2 .* needs whenUnsatisfiable DoNotSchedule/,
    ],
    [
      'one constraint twice',
      {
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' },
          { maxSkew: 2, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' },
        ],
      },
      /topologySpreadConstraints\[1\]: "zone" is there twice/,
    ],
  ])('refuses %s', (_what, pod, message) => {
    expect(podProblemsOf(pod)).toEqual([expect.stringMatching(message)]);
  });
});
