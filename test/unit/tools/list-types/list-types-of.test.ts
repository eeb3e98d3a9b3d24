import { describe, expect, it } from '@jest/globals';
import type { OpenApiSchema } from '../../../../tools/core-types/openapi.ts';
import { listTypesOf } from '../../../../tools/list-types/list-types-of.ts';

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

function schemas(spec: OpenApiSchema): Record<string, OpenApiSchema> {
  const thing = {
    type: 'object',
    description: 'long',
    properties: { metadata: { allOf: [{ $ref: `#/components/schemas/${meta}` }], default: {} }, spec },
    'x-kubernetes-group-version-kind': [{ group: 'apps', version: 'v1', kind: 'Thing' }],
  };
  return { 'a.Thing': thing, [meta]: { type: 'object' }, 'a.Other': { type: 'object' } };
}

describe('listTypesOf', () => {
  it('finds kinds by their metadata, and what they are made of', () => {
    const { kinds, schemas: kept } = listTypesOf(schemas({ type: 'string' }));
    expect(kinds).toEqual({ 'apps/v1/Thing': 'a.Thing' });
    expect(Object.keys(kept)).toEqual(['a.Thing', meta]);
  });

  it('keeps the keywords that decide on merging and nothing else', () => {
    const list = {
      type: 'array',
      description: 'long',
      items: { type: 'string', default: '' },
      'x-kubernetes-list-type': 'set',
    };
    expect(listTypesOf(schemas(list)).schemas['a.Thing']).toEqual({
      type: 'object',
      properties: {
        metadata: { $ref: meta, default: {} },
        spec: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
      },
    });
  });

  it('marks what is either a number or a text', () => {
    const { schemas: kept } = listTypesOf(schemas({ oneOf: [{ type: 'integer' }, { type: 'string' }] }));
    expect(kept['a.Thing']?.properties?.['spec']).toEqual({ 'x-kubernetes-int-or-string': true });
  });
});
