import { describe, expect, it } from '@jest/globals';
import { isActiveOperator } from '../../../../src/reconcilers/installation/active-operator.ts';
import { aContext, desiredConfigMap } from '../../../support/reconcile-context.ts';

describe('isActiveOperator', () => {
  it.each([
    [{ 'active-namespace': 'tigera-operator' }, true],
    [{ 'active-namespace': 'other' }, false],
    [{}, true],
  ])('by the claim %j: %s', (data, active) => {
    const ctx = aContext();
    ctx.holds(desiredConfigMap('active-operator', data));
    expect(isActiveOperator(ctx)).toBe(active);
  });

  it('acts where nobody claims to', () => {
    expect(isActiveOperator(aContext())).toBe(true);
  });
});
