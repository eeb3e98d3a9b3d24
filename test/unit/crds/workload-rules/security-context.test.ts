import { describe, expect, it } from '@jest/globals';
import { describeProblem } from '../../../../src/crds/problem.ts';
import { securityContextProblems } from '../../../../src/crds/workload-rules/security-context.ts';

const problemsOf = (context?: object): string[] => securityContextProblems(context, 'sc').map(describeProblem);

describe('securityContextProblems', () => {
  it.each<[string, object | undefined]>([
    ['nothing', undefined],
    ['a user', { runAsUser: 0, runAsGroup: 2_147_483_647 }],
    ['a profile of the node', { seccompProfile: { type: 'Localhost', localhostProfile: 'a.json' } }],
    ['a profile of the runtime', { appArmorProfile: { type: 'RuntimeDefault' } }],
  ])('takes %s', (_what, context) => {
    expect(problemsOf(context)).toEqual([]);
  });

  it.each<[string, object, RegExp]>([
    ['a user that is none', { runAsUser: -1 }, /^sc\.runAsUser: -1 must be from 0 to 2147483647$/],
    ['a group that is none', { runAsGroup: 2 ** 31 }, /^sc\.runAsGroup: 2147483648 must be/],
    [
      'an unknown profile',
      { seccompProfile: { type: 'Strict' } },
      /^sc\.seccompProfile\.type: "Strict" is not known; al/,
    ],
    [
      'a profile without its name',
      { appArmorProfile: { type: 'Localhost' } },
      /^sc\.appArmorProfile\.localhostProfile: b/,
    ],
    [
      'a name without its profile',
      { seccompProfile: { type: 'Unconfined', localhostProfile: 'a' } },
      /^sc\.seccompProfile\.localhostProfile: "a" belongs to type Localhost/,
    ],
  ])('refuses %s', (_what, context, message) => {
    expect(problemsOf(context)).toEqual([expect.stringMatching(message)]);
  });
});
