import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseWire, stringifyWire } from '../../../src/k8s/wire-json.ts';

describe('parseWire', () => {
  it.each(['9007199254740993', '-9223372036854775808', '18446744073709551615'])(
    'keeps every digit of the integer %s',
    (digits) => {
      const text = `{"spec":{"value":${digits},"list":[${digits}, ${digits}]}}`;
      expect(stringifyWire(parseWire(text))).toBe(text.replace(', ', ','));
    },
  );

  it('reads long integers that a number can hold as numbers', () => {
    expect(parseWire('{"a":1000000000000000}')).toEqual({ a: 1_000_000_000_000_000 });
  });

  it('leaves long digits inside strings and fractions alone', () => {
    const text = '{"a":"12345678901234567890","b":0.5,"c":[":12345678901234567890"]}';
    expect(parseWire(text)).toEqual({ a: '12345678901234567890', b: 0.5, c: [':12345678901234567890'] });
  });

  it.each(['{"__proto__":{"polluted":true}}', '{"__proto__":{"polluted":true},"n":12345678901234567890}'])(
    'keeps a key __proto__ as data and changes no prototype: %s',
    (text) => {
      const value = parseWire(text);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(Object.hasOwn(value as object, '__proto__')).toBe(true);
      expect(stringifyWire(value)).toBe(text);
      expect('polluted' in {}).toBe(false);
    },
  );

  it('survives nesting of ten thousand levels', () => {
    expect(parseWire('['.repeat(10_000) + ']'.repeat(10_000))).toHaveLength(1);
  });

  it('agrees with JSON.parse on all JSON', () => {
    fc.assert(fc.property(fc.json(), (text) => expect(parseWire(text)).toEqual(JSON.parse(text))));
  });

  it('gives back any list of 64-bit integers digit for digit', () => {
    const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(fc.array(int64), (values) => {
        const text = `[${values.join(',')}]`;
        expect(stringifyWire(parseWire(text))).toBe(text);
      }),
    );
  });
});
