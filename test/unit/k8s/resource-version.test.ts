import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { compareResourceVersions, isNewer, isOlder } from '../../../src/k8s/resource-version.ts';

describe('compareResourceVersions', () => {
  it('orders versions of any length as numbers', () => {
    const version = fc.bigInt({ min: 0n, max: 10n ** 30n });
    fc.assert(
      fc.property(version, version, (left, right) => {
        const order = compareResourceVersions(String(left), String(right)) ?? NaN;
        expect(Math.sign(order)).toBe(left === right ? 0 : left < right ? -1 : 1);
      }),
    );
  });

  it.each(['', 'abc', '-1', '1.5', '007', '1e3'])('draws no conclusion from %p', (odd) => {
    expect(compareResourceVersions(odd, '5')).toBeUndefined();
    expect(isNewer(odd, '5') || isOlder(odd, '5') || isNewer('5', odd) || isOlder('5', odd)).toBe(false);
  });
});
