import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { hasBinarySuffix, parseQuantity, sameQuantity, wholeUnits } from '../../../src/crds/quantity.ts';

describe('parseQuantity', () => {
  it.each([
    ['1', 1_000_000_000n],
    [1.5, 1_500_000_000n],
    ['.5', 500_000_000n],
    ['5.', 5_000_000_000n],
    ['100m', 100_000_000n],
    ['1u', 1000n],
    ['1n', 1n],
    ['0.1n', 1n],
    ['-1k', -1_000_000_000_000n],
    ['+2', 2_000_000_000n],
    ['1e3', 1_000_000_000_000n],
    ['1E-3', 1_000_000n],
    ['1E', 1_000_000_000_000_000_000_000_000_000n],
    ['1.5Gi', 1_610_612_736_000_000_000n],
  ])('reads %s', (text, billionths) => {
    expect(parseQuantity(text)).toBe(billionths);
  });

  it.each(['', '.', 'x', '1x', '1 Gi', '1ki', '1e', '--1', '1e1000'])('refuses %j', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });
});

describe('sameQuantity', () => {
  it.each([
    ['0.1', '100m'],
    ['1024Mi', '1Gi'],
    [1, '1'],
    ['1000', '1k'],
    ['text', 'text'],
  ])('holds %j and %j for the same', (one, other) => {
    expect(sameQuantity(one, other)).toBe(true);
  });

  it.each([
    ['1', '2'],
    ['1Gi', '1G'],
    ['text', 'other'],
    [true, 'true'],
    [null, '0'],
    [{}, {}],
  ])('tells %j from %j', (one, other) => {
    expect(sameQuantity(one, other)).toBe(false);
  });

  it('does not mind the unit that an amount is written in', () => {
    fc.assert(fc.property(fc.nat(), (n) => sameQuantity(`${n}Ki`, n * 1024) && sameQuantity(`${n}`, `${n * 1000}m`)));
  });
});

describe('wholeUnits', () => {
  it.each([
    ['100Mi', 104_857_600n],
    ['100m', 1n],
    ['1001m', 2n],
  ])('rounds %s up', (text, expected) => {
    expect(wholeUnits(text)).toBe(expected);
  });

  it('is undefined for what is no quantity', () => {
    expect(wholeUnits('x')).toBeUndefined();
  });
});

describe('hasBinarySuffix', () => {
  it.each([
    ['100Mi', true],
    ['100M', false],
    [100, false],
  ])('%s: %s', (text, expected) => {
    expect(hasBinarySuffix(text)).toBe(expected);
  });
});
