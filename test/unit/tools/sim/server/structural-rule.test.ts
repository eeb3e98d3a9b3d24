import { describe, expect, it } from '@jest/globals';
import { structural } from '../../../../../tools/sim/server/structural-rule.ts';

function missingIn(...schemas: (object | undefined)[]): (string | undefined)[] {
  const versions = schemas.map((openAPIV3Schema) =>
    openAPIV3Schema === undefined ? {} : { schema: { openAPIV3Schema } },
  );
  const base = { apiVersion: 'v1', kind: 'CustomResourceDefinition', metadata: { name: 'd' } };
  const definition = { ...base, spec: { versions } };
  return structural(definition).map(({ field }) => field);
}

describe('structural', () => {
  it('wants a schema for each version', () => {
    expect(missingIn({ type: 'object' }, undefined)).toEqual(['spec.versions[1].schema.openAPIV3Schema']);
  });

  it('wants a type for each part', () => {
    const properties = { a: {}, list: { type: 'array', items: {} }, map: { type: 'object', additionalProperties: {} } };
    expect(missingIn({ type: 'object', properties })).toEqual([
      'spec.validation.openAPIV3Schema.properties[a].type',
      'spec.validation.openAPIV3Schema.properties[list].items.type',
      'spec.validation.openAPIV3Schema.properties[map].additionalProperties.type',
    ]);
  });

  it('needs no type where anything may be', () => {
    const open = { 'x-kubernetes-preserve-unknown-fields': true };
    const either = { 'x-kubernetes-int-or-string': true };
    expect(missingIn({ type: 'object', properties: { open, either } })).toEqual([]);
  });
});
