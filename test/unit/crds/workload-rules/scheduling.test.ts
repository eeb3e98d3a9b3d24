import { describe, expect, it } from '@jest/globals';
import type { Toleration } from '../../../../src/crds/generated/core.gen.ts';
import { describeProblem } from '../../../../src/crds/problem.ts';
import { tolerationProblems } from '../../../../src/crds/workload-rules/scheduling.ts';

const problemsOf = (toleration: Toleration): string[] => tolerationProblems([toleration], 't').map(describeProblem);

describe('tolerationProblems', () => {
  it.each<[string, Toleration]>([
    ['everything', { operator: 'Exists' }],
    ['one value of a taint', { key: 'example.com/dedicated', value: 'calico', effect: 'NoSchedule' }],
    ['a taint for a while', { key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 }],
  ])('takes a toleration of %s', (_what, toleration) => {
    expect(problemsOf(toleration)).toEqual([]);
  });

  it.each<[string, Toleration, RegExp]>([
    ['without a key', { value: 'x' }, /t\[0\]\.operator: "Equal" must be Exists where no key is set/],
    ['by a key that is none', { key: 'a b', operator: 'Exists' }, /t\[0\]\.key: "a b"/],
    ['of any value and of one', { key: 'a', operator: 'Exists', value: 'x' }, /t\[0\]\.value: "x" must be empty/],
    ['of a value that is none', { key: 'a', value: 'x y' }, /t\[0\]\.value: "x y"/],
    [
      'for a while of what does not evict',
      { key: 'a', tolerationSeconds: 1 },
      /tolerationSeconds: 1 needs effect NoExecute/,
    ],
    ['by comparison', { key: 'a', operator: 'Gt', value: '1' }, /t\[0\]\.operator: "Gt" is not known; allowed: Equal/],
  ])('refuses a toleration %s', (_what, toleration, message) => {
    expect(problemsOf(toleration)).toEqual([expect.stringMatching(message)]);
  });
});
