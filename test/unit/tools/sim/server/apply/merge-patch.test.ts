import { describe, expect, it } from '@jest/globals';
import { mergePatch } from '../../../../../../tools/sim/server/apply/index.ts';

describe('mergePatch', () => {
  it('merges objects, removes by null and replaces lists', () => {
    const live = { a: { b: 1, c: 2 }, list: [1, 2], stays: true };
    expect(mergePatch(live, { a: { b: null, d: 3 }, list: [3] })).toEqual({
      a: { c: 2, d: 3 },
      list: [3],
      stays: true,
    });
  });

  it('leaves the live value as it was, and shares what stays', () => {
    const live = { a: { b: 1 }, c: { d: 1 } };
    const merged = mergePatch(live, { a: { b: 2 } }) as typeof live;
    expect([live.a.b, merged.c === live.c]).toEqual([1, true]);
  });

  it('drops nulls of new objects', () => {
    expect(mergePatch({}, { a: { b: null, c: 1 } })).toEqual({ a: { c: 1 } });
  });
});
