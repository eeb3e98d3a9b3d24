import { describe, expect, it } from '@jest/globals';
import { excessOf } from '../../../../src/reconcilers/certificates/limits.ts';

const blocks = (count: number): string => '-----BEGIN CERTIFICATE-----\n'.repeat(count);

describe('excessOf', () => {
  it.each([
    ['key', 13_000],
    ['certificate', 36_000],
    ['bundle', 330_000],
  ] as const)('takes a %s of %i bytes, and not one more', (kind, bytes) => {
    expect(excessOf(kind, 'a'.repeat(bytes))).toBeUndefined();
    expect(excessOf(kind, 'a'.repeat(bytes + 1))).toBe(
      `a ${kind} of ${bytes + 1} bytes, more than the ${bytes} that are read`,
    );
  });

  it('counts bytes, not letters', () => {
    expect(excessOf('key', 'ä'.repeat(6_501))).toMatch('13002 bytes');
  });

  it.each([
    ['key', 1],
    ['certificate', 10],
  ] as const)('takes a %s of %i blocks, and not one more', (kind, most) => {
    expect(excessOf(kind, blocks(most))).toBeUndefined();
    expect(excessOf(kind, blocks(most + 1))).toMatch(`${most + 1} PEM blocks`);
  });

  it('takes a bundle of as many authorities as there are', () => {
    expect(excessOf('bundle', blocks(1_000))).toBeUndefined();
  });
});
