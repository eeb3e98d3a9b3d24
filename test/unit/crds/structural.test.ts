import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import type { CoreSchemas } from '../../../src/crds/embedded-schema.ts';
import { int32, k8sType, struct, structOf, structWith, withRules } from '../../../src/crds/schema.ts';
import { toStructural } from '../../../src/crds/structural.ts';

const core: CoreSchemas = {
  'io.k8s.api.core.v1.LocalObjectReference': { type: 'object', properties: { name: { type: 'string', default: '' } } },
};

const text = (description: string): z.ZodString => z.string().describe(description);

describe('toStructural', () => {
  it('sorts properties into an object and names what is required', () => {
    const schema = structWith('all', { required: { b: text('b') }, optional: { a: text('a') } });
    expect(toStructural(schema, core)).toEqual({
      description: 'all',
      type: 'object',
      required: ['b'],
      properties: { a: { description: 'a', type: 'string' }, b: { description: 'b', type: 'string' } },
    });
  });

  it('leaves out the bounds of what JavaScript can count to', () => {
    const schema = struct('all', { port: int32('port') });
    expect(toStructural(schema, core).properties?.['port']).toEqual({
      description: 'port',
      type: 'integer',
      format: 'int32',
    });
  });

  it('keeps bounds that somebody meant', () => {
    const schema = struct('all', { port: z.int().min(1).max(65_535).describe('port') });
    expect(toStructural(schema, core).properties?.['port']).toMatchObject({ minimum: 1, maximum: 65_535 });
  });

  it('puts the schema of a core type in its place, with our words on top', () => {
    const schema = struct('all', { ref: k8sType('io.k8s.api.core.v1.LocalObjectReference', 'ours') });
    expect(toStructural(schema, core).properties?.['ref']).toMatchObject({
      description: 'ours',
      type: 'object',
      properties: { name: { type: 'string' } },
    });
  });

  it('carries CEL rules and keeps the description beside them', () => {
    const rules = [{ rule: 'self.a != ""', message: 'no' }];
    const schema = withRules(structOf('all', { a: text('a') }), rules);
    expect(toStructural(schema, core)).toMatchObject({ description: 'all', 'x-kubernetes-validations': rules });
  });

  it.each([
    ['a property without a description', struct('all', { a: z.string() }), /\.a: has no description/],
    ['a union', struct('all', { a: z.union([z.string(), z.number()]).describe('a') }), /union/],
    ['two patterns', struct('all', { a: z.string().regex(/a/).regex(/b/).describe('a') }), /allOf/],
    ['a strict object', z.strictObject({ a: text('a') }), /additionalProperties|type/],
    ['a bigint', struct('all', { a: z.bigint().describe('a') }), /BigInt/i],
    ['a date', struct('all', { a: z.date().describe('a') }), /Date/],
    ['a keyword of its own', struct('all', { a: text('a').meta({ 'x-mine': 1 }) }), /\.a: .*x-mine/],
    ['a core type that is not there', struct('all', { a: k8sType('io.k8s.api.core.v1.Affinity', 'a') }), /Affinity/],
    ['a field without a type', struct('all', { a: z.unknown().describe('a') }), /unknown|type/i],
  ])('refuses %s', (_what, schema, message) => {
    expect(() => toStructural(schema, core)).toThrow(message);
  });
});
