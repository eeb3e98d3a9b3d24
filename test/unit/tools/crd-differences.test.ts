import { describe, expect, it } from '@jest/globals';
import { differences, normalized, type Json } from '../../../tools/crd-differences.ts';

function compare(ours: Json, theirs: Json): string[] {
  return differences(normalized(ours, ''), normalized(theirs, ''), 'crd');
}

describe('differences', () => {
  it.each<[string, Json, Json]>([
    ['texts', { description: 'ours', type: 'string' }, { description: 'theirs', type: 'string' }],
    ['annotations', { annotations: { a: 'b' } }, {}],
    ['the order of required fields', { required: ['a', 'b'] }, { required: ['b', 'a'] }],
    ['subresources that are empty', { subresources: {} }, {}],
    ['an enum written twice', { enum: ['a'] }, { allOf: [{ enum: ['a', 'b'] }, { enum: ['a'] }] }],
  ])('are none where %s differ', (_what, ours, theirs) => {
    expect(compare(ours, theirs)).toEqual([]);
  });

  it('name the place and both values', () => {
    const [ours, theirs] = [{ versions: [{ name: 'v1' }] }, { versions: [{ name: 'v2' }] }];
    expect(compare(ours, theirs)).toEqual(['crd.versions[0].name: "v1" instead of "v2"']);
  });

  it('see a field that is named like a text', () => {
    const field = { properties: { description: { type: 'string' } } };
    expect(compare(field, { properties: {} })).toHaveLength(1);
  });

  it('see that something is missing', () => {
    expect(compare({ minimum: 1 }, {})).toEqual(['crd.minimum: 1 instead of undefined']);
  });
});
