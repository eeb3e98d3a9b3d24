import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { LineSplitter } from '../../../src/k8s/line-splitter.ts';
import { cutAnywhere, text } from '../../support/chunks.ts';

function lines(chunks: readonly Uint8Array[]): string[] {
  const splitter = new LineSplitter();
  return chunks.flatMap((chunk) => [...splitter.push(chunk)].map(text));
}

describe('LineSplitter', () => {
  it('finds the same lines wherever the stream is cut into chunks', () => {
    const line = fc.string({ unit: 'binary' }).map((value) => JSON.stringify({ value }));
    fc.assert(
      fc.property(fc.array(line), fc.infiniteStream(fc.nat(9)), (expected, sizes) => {
        const bytes = Buffer.from(expected.map((one) => `${one}\n`).join(''));
        expect(lines(cutAnywhere(bytes, sizes))).toEqual(expected);
      }),
    );
  });

  it('keeps what follows the last newline to itself', () => {
    expect(lines([Buffer.from('a\nb')])).toEqual(['a']);
  });

  it('gives no empty lines', () => {
    expect(lines([Buffer.from('\n\na\n\n')])).toEqual(['a']);
  });

  it('refuses a line without end', () => {
    const splitter = new LineSplitter();
    const megabyte = new Uint8Array(1024 * 1024).fill(0x61);
    expect(() => {
      for (let count = 0; count < 40; count++) splitter.push(megabyte).next();
    }).toThrow(RangeError);
  });
});
