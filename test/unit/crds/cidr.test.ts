import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  cidrContains,
  cidrsOverlap,
  expandedCidr,
  sameRange,
  parseAddress,
  parseCidr,
  type Cidr,
} from '../../../src/crds/cidr.ts';

function range(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new TypeError(`${text} is no range`);
  return parsed;
}

describe('parseCidr', () => {
  it('drops the host bits of a range', () => {
    expect(range('10.1.2.3/8')).toEqual(range('10.0.0.0/8'));
  });

  it.each([
    ['0.0.0.0/0', 0n, 0],
    ['192.168.0.0/16', 0xc0a80000n, 16],
    ['::/0', 0n, 0],
    ['fd00::/8', 0xfd00n << 112n, 8],
    ['::ffff:1.2.3.4/128', 0xffff01020304n, 128],
    ['1:2:3:4:5:6:7:8/128', 0x00010002000300040005000600070008n, 128],
  ])('reads %s', (text, first, prefixLength) => {
    expect(parseCidr(text)).toMatchObject({ first, prefixLength });
  });

  it.each([
    '',
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0/8',
    '10.0.0.256/8',
    '010.0.0.0/8',
    '10.0.0.0/08',
    '10.0.0.0/8/8',
    'fd00::/129',
    'fd00:::/8',
    '1:2:3:4:5:6:7/64',
    '1::2::3/64',
    '1:2:3:4:5:6:7:8::/64',
    'fe80::1%eth0/64',
    'g::/8',
    'not-a-cidr',
  ])('refuses %j', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});

describe('parseAddress', () => {
  it('reads back every IPv6 address that it wrote in full', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), (value) => {
        const text = expandedCidr({ family: 6, first: value, prefixLength: 128 }).replace('/128', '');
        expect(parseAddress(text)).toEqual({ family: 6, value });
      }),
    );
  });

  it('reads back every IPv4 address that it wrote', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 32n) - 1n }), (value) => {
        const text = expandedCidr({ family: 4, first: value, prefixLength: 32 }).replace('/32', '');
        expect(parseAddress(text)).toEqual({ family: 4, value });
      }),
    );
  });
});

describe('cidrContains', () => {
  it.each([
    ['10.0.0.0/8', '10.1.0.0/16', true],
    ['10.0.0.0/8', '10.0.0.0/8', true],
    ['10.1.0.0/16', '10.0.0.0/8', false],
    ['10.0.0.0/8', '11.0.0.0/16', false],
    ['::/0', '10.0.0.0/8', false],
  ])('%s contains %s: %s', (outer, inner, expected) => {
    expect(cidrContains(range(outer), range(inner))).toBe(expected);
  });
});

/** Every address of a small IPv4 range. */
function addresses({ first, prefixLength }: Cidr): bigint[] {
  return Array.from({ length: 2 ** (32 - prefixLength) }, (_, index) => first + BigInt(index));
}

describe('cidrsOverlap', () => {
  const ranges = fc
    .record({ value: fc.integer({ min: 0, max: 255 }), prefixLength: fc.integer({ min: 24, max: 32 }) })
    .map(({ value, prefixLength }) => range(`10.0.0.${value}/${prefixLength}`));
  it('is true exactly where some address is in both', () => {
    fc.assert(
      fc.property(ranges, ranges, (one, other) => {
        const others = new Set(addresses(other));
        expect(cidrsOverlap(one, other)).toBe(addresses(one).some((address) => others.has(address)));
      }),
    );
  });
});

describe('expandedCidr', () => {
  it('writes IPv6 in full', () => {
    expect(expandedCidr(range('fd00:10::/64'))).toBe('fd00:0010:0000:0000:0000:0000:0000:0000/64');
  });
});

describe('sameRange', () => {
  it.each([
    ['10.0.0.0/16', '10.0.0.0/16', true],
    ['FD00:0010:0:0::/56', 'fd00:10::/56', true],
    ['10.0.0.7/16', '10.0.0.0/16', true],
    ['10.0.0.0/16', '10.0.0.0/17', false],
    ['any', '10.0.0.0/16', false],
    ['any', 'any', true],
  ])('%s and %s: %s', (left, right, expected) => {
    expect(sameRange(left, right)).toBe(expected);
  });
});
