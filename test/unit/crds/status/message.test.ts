import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { presentable } from '../../../../src/crds/status/message.ts';

describe('presentable', () => {
  it('leaves ordinary messages as they are', () => {
    expect(presentable('1 of 3 nodes available\nnode-2: Zürich ≥ 1')).toBe(
      '1 of 3 nodes available\nnode-2: Zürich ≥ 1',
    );
  });

  it('cuts what nobody could read, and says so', () => {
    const cut = presentable('x'.repeat(900_000));
    expect(cut.length).toBeLessThan(9_000);
    expect(cut).toMatch(/ … and 892000 characters more$/);
  });

  it('cuts no character in two, which would be stored otherwise and written again and again', () => {
    expect(presentable(`${'x'.repeat(7_999)}${'😀'.repeat(9)}`).isWellFormed()).toBe(true);
    expect(presentable('cut \ud83d')).toBe('cut \uFFFD');
  });

  it('lets no control character through to a terminal', () => {
    const controls = /[^\P{Cc}\n]/u;
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !controls.test(presentable(text))));
    expect(presentable('\u001b[31mred\u0007')).toBe('\uFFFD[31mred\uFFFD');
  });
});
