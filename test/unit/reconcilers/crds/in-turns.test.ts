import { describe, expect, it } from '@jest/globals';
import { inTurns } from '../../../../src/reconcilers/crds/in-turns.ts';

describe('work in turns', () => {
  it.each([
    [3, 3],
    [20, 10],
  ])('does all items, with no more at a time than %d', async (limit, most) => {
    const done: number[] = [];
    let [running, peak] = [0, 0];
    await inTurns(
      Array.from({ length: 10 }, (_, index) => index),
      limit,
      async (item) => {
        peak = Math.max(peak, ++running);
        await Promise.resolve();
        running--;
        done.push(item);
      },
    );
    expect([done.length, peak]).toEqual([10, most]);
  });

  it('ends with the first failure', async () => {
    await expect(inTurns([1], 2, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
