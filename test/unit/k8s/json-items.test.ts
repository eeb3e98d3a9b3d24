import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { JsonItemSplitter } from '../../../src/k8s/json-items.ts';
import { cutAnywhere, text } from '../../support/chunks.ts';

interface Split {
  readonly items: unknown[];
  readonly envelope: string;
}

function split(chunks: readonly Uint8Array[]): Split {
  const splitter = new JsonItemSplitter();
  const items = chunks.flatMap((chunk) => splitter.push(chunk).map((item): unknown => JSON.parse(text(item))));
  return { items, envelope: splitter.envelope() };
}

/** Values full of what could confuse a splitter: quotes, brackets, backslashes, the word items. */
const trickyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"items":[', '}]{[', '\\', '\\"', 'items'));
const trickyValue = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, trickyText, fc.integer(), fc.constant(null), tie('array'), tie('object')),
  array: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(fc.oneof(trickyText, fc.constant('items')), tie('value'), { maxKeys: 3 }),
}));

describe('JsonItemSplitter', () => {
  it('finds the items of any list wherever its bytes are cut into chunks', () => {
    const list = fc.record({ metadata: trickyValue.object, items: fc.array(trickyValue.object) });
    fc.assert(
      fc.property(list, fc.boolean(), fc.nat(2), fc.infiniteStream(fc.nat(12)), (value, itemsFirst, indent, sizes) => {
        const { metadata, items } = value;
        const ordered = itemsFirst ? { items, metadata } : { metadata, items };
        const bytes = Buffer.from(JSON.stringify(ordered, undefined, indent));
        const found = split(cutAnywhere(bytes, sizes));
        expect(found.items).toEqual(JSON.parse(JSON.stringify(items)));
        expect(JSON.parse(found.envelope)).toEqual(JSON.parse(JSON.stringify({ metadata, items: [] })));
      }),
    );
  });

  it('takes only the array at the top for items', () => {
    const value = { metadata: { items: [{ a: 1 }] }, other: [{ items: [{ b: 1 }] }], items: [{ items: [{ c: 1 }] }] };
    const found = split([Buffer.from(JSON.stringify(value))]);
    expect(found.items).toEqual(value.items);
    expect(JSON.parse(found.envelope)).toEqual({ ...value, items: [] });
  });

  it('leaves an envelope that is no JSON when the list was cut short', () => {
    const bytes = Buffer.from('{"metadata":{},"items":[{"a":1},{"b":');
    const found = split([bytes]);
    expect(found.items).toEqual([{ a: 1 }]);
    expect((): unknown => JSON.parse(found.envelope)).toThrow(SyntaxError);
  });

  it('never throws on bytes that are no JSON at all', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void new JsonItemSplitter().push(bytes)));
  });

  it('refuses an item without end', () => {
    const splitter = new JsonItemSplitter();
    splitter.push(Buffer.from('{"items":[{"a":"'));
    const megabyte = new Uint8Array(1024 * 1024).fill(0x61);
    expect(() => {
      for (let count = 0; count < 40; count++) splitter.push(megabyte);
    }).toThrow(RangeError);
  });
});
