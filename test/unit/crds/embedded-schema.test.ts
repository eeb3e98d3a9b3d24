import { describe, expect, it } from '@jest/globals';
import { embeddedSchema } from '../../../src/crds/embedded-schema.ts';

const quantity = 'io.k8s.apimachinery.pkg.api.resource.Quantity';

describe('embeddedSchema', () => {
  it('inlines what a schema refers to, however deep', () => {
    const core = {
      outer: { type: 'object', properties: { list: { type: 'array', items: { $ref: 'inner' } } } },
      inner: { type: 'object', additionalProperties: { $ref: 'leaf' } },
      leaf: { type: 'string' },
    };
    expect(embeddedSchema('outer', core).properties?.['list']?.items).toEqual({
      type: 'object',
      additionalProperties: { type: 'string' },
    });
  });

  it('makes an int-or-string of a quantity', () => {
    const core = { outer: { type: 'object', properties: { size: { $ref: quantity } } } };
    expect(embeddedSchema('outer', core).properties?.['size']).toMatchObject({ 'x-kubernetes-int-or-string': true });
  });

  it('keeps the default of a field beside its reference', () => {
    const core = {
      outer: { type: 'object', properties: { name: { $ref: 'leaf', default: 'x' } } },
      leaf: { type: 'string' },
    };
    expect(embeddedSchema('outer', core).properties?.['name']).toEqual({ type: 'string', default: 'x' });
  });

  it('says which schema is missing and where to add it', () => {
    expect(() => embeddedSchema('nowhere', {})).toThrow(/no core schema nowhere: add it to/);
  });
});
