import { describe, expect, it } from '@jest/globals';
import type { StructuralSchema } from '../../../../../../tools/sim/server/schema/structural-schema.ts';
import { validate } from '../../../../../../tools/sim/server/schema/validate.ts';

const schema: StructuralSchema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['must'],
      properties: {
        must: { type: 'string' },
        int: { type: 'integer', minimum: 1, maximum: 5 },
        open: { type: 'number', minimum: 0, exclusiveMinimum: true },
        pick: { type: 'string', enum: ['X', 'Y'] },
        text: { type: 'string', pattern: '^a+$', minLength: 1, maxLength: 3 },
        either: { 'x-kubernetes-int-or-string': true },
        list: { type: 'array', minItems: 1, maxItems: 2, items: { type: 'integer' } },
        set: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
        keyed: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['n'],
          items: { type: 'object' },
        },
        map: { type: 'object', maxProperties: 1, additionalProperties: { type: 'string' } },
        when: { type: 'string', format: 'date-time' },
        union: { type: 'object', oneOf: [{ required: ['a'] }, { required: ['b'] }] },
      },
    },
  },
};

function problems(spec: object, before?: object): string[] {
  const causes = validate({ spec: { must: 'm', ...spec } }, schema, before && { spec: before });
  return causes.map(({ field, message }) => `${field ?? ''}: ${message}`);
}

describe('validation by a structural schema', () => {
  it.each([
    [{ int: 'x' }, 'spec.int: Invalid value: "string": spec.int in body must be of type integer: "string"'],
    [{ int: 0 }, 'spec.int: Invalid value: 0: spec.int in body should be greater than or equal to 1'],
    [{ int: 9 }, 'spec.int: Invalid value: 9: spec.int in body should be less than or equal to 5'],
    [{ open: 0 }, 'spec.open: Invalid value: 0: spec.open in body should be greater than 0'],
    [{ pick: 'Z' }, 'spec.pick: Unsupported value: "Z": supported values: "X", "Y"'],
    [{ text: 'b' }, 'spec.text: Invalid value: "b": spec.text in body should match \'^a+$\''],
    [{ text: 'aaaa' }, 'spec.text: Too long: may not be more than 3 bytes'],
    [
      { either: 1.5 },
      'spec.either: Invalid value: "number": spec.either in body must be of type integer,string: "number"',
    ],
    [{ list: [] }, 'spec.list: Invalid value: 0: spec.list in body should have at least 1 items'],
    [{ list: [1, 2, 3] }, 'spec.list: Too many: 3: must have at most 2 items'],
    [{ list: ['a'] }, 'spec.list[0]: Invalid value: "string": spec.list[0] in body must be of type integer: "string"'],
    [{ set: ['a', 'a'] }, 'spec.set[1]: Duplicate value: "a"'],
    [{ keyed: [{ n: 'a' }, { n: 'a', x: 1 }] }, 'spec.keyed[1]: Duplicate value: {"n":"a"}'],
    [{ map: { a: 'b', c: 'd' } }, 'spec.map: Too many: 2: must have at most 1 item'],
    [{ map: { a: 1 } }, 'spec.map.a: Invalid value: "integer": spec.map.a in body must be of type string: "integer"'],
    [{ when: 'no' }, 'spec.when: Invalid value: "no": spec.when in body must be of type date-time'],
    [{ union: {} }, '<nil>: Invalid value: "": "spec.union" must validate one and only one schema (oneOf)'],
  ])('objects to %j', (spec, problem) => {
    expect(problems(spec)).toEqual([problem]);
  });

  it('objects to what is missing', () => {
    const causes = validate({ spec: {} }, schema, undefined);
    expect(causes).toEqual([{ reason: 'FieldValueRequired', message: 'Required value', field: 'spec.must' }]);
  });

  it('accepts what fits', () => {
    const fitting = { int: 3, pick: 'X', text: 'aa', either: '5%', list: [1], set: ['a', 'b'], union: { a: 1 } };
    expect(problems({ ...fitting, when: '2026-01-01T00:00:00Z' })).toEqual([]);
  });

  it('does not judge again what was stored before', () => {
    expect(problems({ int: 9 }, { must: 'm', int: 9 })).toEqual([]);
    expect(problems({ int: 8 }, { must: 'm', int: 9 })).toHaveLength(1);
  });
});
