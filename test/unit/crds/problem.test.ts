import { describe, expect, it } from '@jest/globals';
import { describeProblems, problemIf } from '../../../src/crds/problem.ts';

describe('describeProblems', () => {
  it('puts every problem on a line with its path and value, in a stable order', () => {
    const text = describeProblems([
      { path: 'spec.b', value: 'x', message: 'must be y' },
      { path: 'spec.a', message: 'must be set' },
    ]);
    expect(text).toBe('spec.a: must be set\nspec.b: "x" must be y');
  });
});

describe('problemIf', () => {
  const problem = { path: 'spec.a', message: 'must be set' };

  it('has nothing to say where the condition does not hold', () => {
    expect(problemIf(false, problem)).toEqual([]);
    expect(problemIf(true, problem)).toEqual([problem]);
  });
});
