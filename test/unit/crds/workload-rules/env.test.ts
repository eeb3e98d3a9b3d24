import { describe, expect, it } from '@jest/globals';
import type { EnvVar } from '../../../../src/crds/generated/core.gen.ts';
import { describeProblem } from '../../../../src/crds/problem.ts';
import { envProblems } from '../../../../src/crds/workload-rules/env.ts';

const problemsOf = (...env: EnvVar[]): string[] => envProblems(env, 'env').map(describeProblem);

describe('envProblems', () => {
  it.each<[string, EnvVar]>([
    ['a value', { name: 'GOGC', value: '50' }],
    ['no value', { name: 'EMPTY' }],
    ['a source', { name: 'GOMEMLIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } }],
  ])('takes a variable with %s', (_what, variable) => {
    expect(problemsOf(variable)).toEqual([]);
  });

  it.each<[string, EnvVar[], RegExp]>([
    ['a name that is none', [{ name: '1=2' }], /^env\[0\]\.name: "1=2" is no name of a variable; allowed: letters/],
    [
      'a value beside a source',
      [{ name: 'A', value: 'b', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
      /^env\[0\]\.valueFrom: .* cannot stand beside a value; remove one/,
    ],
    ['no source', [{ name: 'A', valueFrom: {} }], /^env\[0\]\.valueFrom: {} must have one source; allowed: configMap/],
    ['one name twice', [{ name: 'A' }, { name: 'A' }], /^env\[1\]\.name: "A" is there twice; keep one/],
  ])('refuses %s', (_what, env, message) => {
    expect(problemsOf(...env)).toEqual([expect.stringMatching(message)]);
  });
});
