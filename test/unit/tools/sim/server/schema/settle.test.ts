import { describe, expect, it } from '@jest/globals';
import { settle } from '../../../../../../tools/sim/server/schema/settle.ts';
import type { StructuralSchema } from '../../../../../../tools/sim/server/schema/structural-schema.ts';

const spec: StructuralSchema = {
  type: 'object',
  properties: {
    text: { type: 'string', default: 'd' },
    count: { type: 'integer' },
    empty: { type: 'string', nullable: true },
    inner: { type: 'object', default: {}, properties: { deep: { type: 'integer', default: 3 } } },
    list: {
      type: 'array',
      items: { type: 'object', properties: { n: { type: 'string' }, m: { type: 'string', default: 'x' } } },
    },
    map: { type: 'object', additionalProperties: { type: 'object', properties: { k: { type: 'string' } } } },
    any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  },
};
const schema: StructuralSchema = { type: 'object', properties: { spec } };
const defaults = { text: 'd', inner: { deep: 3 } };

describe('settling a custom resource', () => {
  it.each([
    ['puts in defaults, and those of defaults', {}, { ...defaults }, []],
    ['drops what no schema knows', { no: { x: 1 } }, { ...defaults }, ['spec.no']],
    [
      'drops it in lists and maps too',
      { list: [{ q: 1 }], map: { a: { k: 'k', q: 1 } } },
      { ...defaults, list: [{ m: 'x' }], map: { a: { k: 'k' } } },
      ['spec.list[0].q', 'spec.map.a.q'],
    ],
    ['keeps everything where the schema says so', { any: { x: { y: 1 } } }, { ...defaults, any: { x: { y: 1 } } }, []],
    ['drops null where it is no value', { text: null, count: null }, { ...defaults }, []],
    ['keeps null where it is one', { empty: null }, { ...defaults, empty: null }, []],
    ['keeps what is set', { text: 't', inner: { deep: 4 } }, { text: 't', inner: { deep: 4 } }, []],
  ])('%s', (_what, given, settled, unknown) => {
    expect(settle({ kind: 'K', metadata: { x: 1 }, spec: given }, schema)).toEqual({
      value: { kind: 'K', metadata: { x: 1 }, spec: settled },
      unknown,
    });
  });

  it('leaves a settled object the same object', () => {
    const { value } = settle({ kind: 'K', spec: { list: [{ n: 'a' }] } }, schema);
    expect(settle(value, schema).value).toBe(value);
  });
});
