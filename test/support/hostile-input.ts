import * as fc from 'fast-check';
import type { Json } from '../../src/reconcilers/apply/field-set.ts';

/** Names that have a meaning in JavaScript and none in Kubernetes. */
const dangerous = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'length'];

/** Pieces that hostile or broken input is made of: grammar of what we read, and what its readers could stumble over. */
const pieces = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    ...dangerous,
    '\u0000',
    '\r\n',
    '\\',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '=',
    '/',
    '.',
    '-',
    '::',
  ),
  fc.constantFrom(
    'true',
    'null',
    'NaN',
    '1e309',
    '-0',
    '9007199254740993',
    '0x10',
    'search ',
    'svc.',
    '{"a":',
    '%s',
    '${x}',
  ),
  fc.constantFrom('-----BEGIN CERTIFICATE-----\n', '-----END CERTIFICATE-----\n', 'MIIB', '10.0.0.0', 'fd00::', '/24'),
  fc.integer().map(String),
);

/** So long that a reader whose effort grows with the square of it would never end. */
const longest = 50_000;
const repeated = fc
  .tuple(
    fc.constantFrom('a', ' ', '(', '[', '0', '1.', ':', '-', ',', '\n', '{"a":', 'AAAA', '=', '!'),
    fc.nat(longest),
  )
  .map(([piece, length]) => piece.repeat(Math.ceil(length / piece.length)));

/** Any text: nonsense, half of something, or very long. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 60, arbitrary: fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.tuple(repeated, fc.string({ maxLength: 5 })).map((parts) => parts.join('')) },
);

/** A text that was right before somebody cut, doubled or overwrote a part of it. */
export function damaged(text: string): fc.Arbitrary<string> {
  const spot = fc.nat(text.length);
  return fc.oneof(
    fc.tuple(spot, spot).map(([from, to]) => text.slice(0, Math.min(from, to)) + text.slice(Math.max(from, to))),
    fc.tuple(spot, hostileText).map(([at, between]) => text.slice(0, at) + between + text.slice(at)),
    fc
      .tuple(spot, fc.constantFrom('A', '=', '/', '\n', '0'))
      .map(([at, letter]) => text.slice(0, at) + letter + text.slice(at + 1)),
    fc.constantFrom(text + text, text.slice(0, -1), text.toLowerCase()),
  );
}

const label = /-----(?:BEGIN|END) [A-Z ]+-----/g;

/** A PEM text of which up to three bytes changed before it was encoded: much of it can still be read. */
export function damagedPem(pem: string): fc.Arbitrary<string> {
  const bytes = Buffer.from(pem.replaceAll(label, ''), 'base64');
  const [begin = '', end = ''] = pem.match(label) ?? [];
  const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    const changed = Buffer.from(bytes);
    for (const [at, byte] of changes) changed[at] = byte;
    return `${begin}\n${changed.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n${end}\n`;
  });
}

/** Any JSON, with keys that would reach prototypes where a reader is careless. Made by JSON.parse, as on the wire. */
export const hostileJson: fc.Arbitrary<Json> = fc
  .letrec<{ value: string; object: string; list: string }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('null', 'true', '-1', '1e21', '9007199254740993', '""', '"10.0.0.0/8"', '"Enabled"', '[]', '{}'),
      hostileText.map((text) => JSON.stringify(text.slice(0, 200))),
      tie('object'),
      tie('list'),
    ),
    object: fc
      .array(
        fc.tuple(fc.constantFrom(...dangerous, 'spec', 'name', 'metadata', 'data', 'cidr', 'labels'), tie('value')),
        {
          maxLength: 4,
        },
      )
      .map((entries) => `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`),
    list: fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
  }))
  .value.map((text) => JSON.parse(text) as Json);

type ErrorKind = abstract new (...args: never[]) => Error;

/**
 * What is wrong with a reader that throws something unforeseen, or changes prototypes; undefined where nothing is. Foreseen
 * are errors that tell the reader of a message what to do, those of `kinds`, and the one of JSON.parse.
 */
export function unforeseen(read: () => unknown, kinds: readonly ErrorKind[] = []): unknown {
  try {
    read();
  } catch (error) {
    const isExhausted = error instanceof RangeError && error.message.includes('call stack');
    if (isExhausted || ![RangeError, SyntaxError, ...kinds].some((kind) => error instanceof kind)) return error;
  }
  return Object.keys(Object.prototype).length + Object.keys(Array.prototype).length === 0 ? undefined : 'a prototype';
}
