import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { configHash, goQuoted } from '../../../../src/renderers/shared/config-hash.ts';

describe('goQuoted', () => {
  it.each([
    ['printable text as it is', 'k8s é 漢 😀', '"k8s é 漢 😀"'],
    ['quote and backslash with a backslash', '"\\', String.raw`"\"\\"`],
    ['the short escapes', '\u0007\b\f\n\r\t\v', String.raw`"\a\b\f\n\r\t\v"`],
    ['other control characters in two digits', '\u0000\u001b\u007f', String.raw`"\x00\x1b\x7f"`],
    [
      'unprintable characters in four digits',
      '\u0080\u00a0\u200b\ufeff\ue000',
      String.raw`"\u0080\u00a0\u200b\ufeff\ue000"`,
    ],
    ['those beyond the basic plane in eight', '\u{e0001}\u{10ffff}', String.raw`"\U000e0001\U0010ffff"`],
    ['a lone surrogate as the replacement character', '\ud800', '"\ufffd"'],
  ])('writes %s', (_name, text, quoted) => {
    expect(goQuoted(text)).toBe(quoted);
  });

  it('writes a map with sorted keys and without commas', () => {
    expect(goQuoted({ b: '2', a: '\n' })).toBe(String.raw`map["a":"\n" "b":"2"]`);
    expect(goQuoted({})).toBe('map[]');
  });

  it.each([
    ['a byte that starts nothing', [0x61, 0xff, 0x62], String.raw`"a\xffb"`],
    ['a sequence that ends too early', [0xe6, 0xbc], String.raw`"\xe6\xbc"`],
    ['an overlong form', [0xc0, 0x80], String.raw`"\xc0\x80"`],
    ['an encoded surrogate', [0xed, 0xa0, 0x80], String.raw`"\xed\xa0\x80"`],
    ['a number beyond Unicode', [0xf4, 0x90, 0x80, 0x80], String.raw`"\xf4\x90\x80\x80"`],
    ['an encoded replacement character', [0xef, 0xbf, 0xbd], '"\ufffd"'],
  ])('writes bytes with %s', (_name, bytes, quoted) => {
    expect(goQuoted(Uint8Array.from(bytes))).toBe(quoted);
  });

  it('writes the bytes of a text as it writes the text', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(fc.property(text, (value) => goQuoted(new TextEncoder().encode(value)) === goQuoted(value)));
  });

  it('gives different texts different forms', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(fc.property(text, text, (a, b) => (a === b) === (goQuoted(a) === goQuoted(b))));
  });
});

describe('configHash', () => {
  it('is the SHA-1 of the quoted form in lower-case hex', () => {
    // printf '"a"' | sha1sum
    expect(configHash('a')).toBe('7b3ce68b6c2f7d67dae4210eeb83be69f978e2a8');
  });

  it('does not depend on the order in which a map was built', () => {
    expect(configHash({ a: '1', b: '2' })).toBe(configHash({ b: '2', a: '1' }));
  });
});
