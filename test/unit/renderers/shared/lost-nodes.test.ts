import { describe, expect, it } from '@jest/globals';
import { besideLostNodes } from '../../../../src/renderers/shared/lost-nodes.ts';

const strategy = (rollingUpdate: object) => ({ type: 'RollingUpdate' as const, rollingUpdate });
const lost = { count: 2, of: 30 };

describe('besideLostNodes', () => {
  it.each([
    [{ maxUnavailable: 1 }, { maxUnavailable: 3 }],
    [{ maxUnavailable: '10%' }, { maxUnavailable: 5 }],
    [{ maxUnavailable: '1%' }, { maxUnavailable: 3 }],
    [{}, { maxUnavailable: 3 }],
    [
      { maxUnavailable: 0, maxSurge: 1 },
      { maxUnavailable: 0, maxSurge: 3 },
    ],
  ])('makes room beside the budget %j', (given, expected) => {
    expect(besideLostNodes(strategy(given), lost)).toEqual(strategy(expected));
  });

  it('leaves the budget as it is where no node is lost', () => {
    const given = strategy({ maxUnavailable: '10%' });
    expect(besideLostNodes(given, undefined)).toBe(given);
    expect(besideLostNodes(given, { count: 0, of: 30 })).toBe(given);
  });
});
