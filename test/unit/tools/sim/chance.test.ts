import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Chance } from '../../../../tools/sim/chance.ts';

const draws = (chance: Chance, count = 5): number[] => Array.from({ length: count }, () => chance.next());

describe('Chance', () => {
  it('draws the same numbers from the same seed, and others from another', () => {
    expect(draws(new Chance(7))).toEqual(draws(new Chance(7)));
    expect(draws(new Chance(7))).not.toEqual(draws(new Chance(8)));
  });

  it('stays between 0 and 1', () => {
    fc.assert(fc.property(fc.integer(), (seed) => draws(new Chance(seed)).every((draw) => draw >= 0 && draw < 1)));
  });

  it('gives each part a stream that draws of other parts do not shift', () => {
    const [quiet, busy] = [new Chance(1), new Chance(1)];
    const [first, second] = [quiet.fork('network'), busy.fork('network')];
    draws(busy.fork('faults'), 100);
    expect(draws(first)).toEqual(draws(second));
    expect(draws(new Chance(1).fork('network'))).not.toEqual(draws(new Chance(1).fork('faults')));
  });

  it('shuffles without losing anything, and picks what is there', () => {
    const chance = new Chance(3);
    const items = [1, 2, 3, 4, 5, 6, 7, 8];
    expect(chance.shuffled(items)).not.toEqual(items);
    expect(chance.shuffled(items).toSorted((a, b) => a - b)).toEqual(items);
    expect(items).toContain(chance.pick(items));
    expect(() => chance.pick([])).toThrow(RangeError);
  });
});
