import * as z from 'zod';
import { embeddedSchema, type CoreSchemas } from './embedded-schema.ts';
import type { StructuralSchema } from './structural-schema.ts';

/** What the API server knows and zod may emit or carry in `meta`. Anything else would be refused or, worse, ignored. */
const allowedKeywords = new Set([
  'type',
  'description',
  'format',
  'pattern',
  'default',
  'enum',
  'nullable',
  'properties',
  'required',
  'items',
  'additionalProperties',
  'anyOf',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'x-kubernetes-int-or-string',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type',
  'x-kubernetes-validations',
]);

/**
 * A zod schema as the structural schema of a CustomResourceDefinition.
 *
 * Throws, naming the field, on whatever the API server would refuse (unions, two patterns), would quietly widen (tuples,
 * transforms), or cannot explain to a user (a property without a description).
 * Rules: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export function toStructural(schema: z.ZodType, core: CoreSchemas): StructuralSchema {
  const emitted = z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: 'input',
    reused: 'inline',
    cycles: 'throw',
    unrepresentable: ({ zodSchema }) => (zodSchema instanceof z.ZodCustom ? 'any' : 'throw'),
  });
  return structural(emitted as StructuralSchema, '', core);
}

function structural(node: StructuralSchema, path: string, core: CoreSchemas): StructuralSchema {
  const embedded = node['x-core-type'];
  if (typeof embedded === 'string') return withText(embeddedSchema(embedded, core), node.description);
  requireKnown(node, path);
  requireType(node, path);
  const { properties: _walked, ...own } = withoutUnsafeBounds(node);
  return {
    ...own,
    ...propertiesOf(node, path, core),
    ...(node.required === undefined ? {} : { required: [...node.required].sort() }),
    ...(node.items === undefined ? {} : { items: structural(node.items, `${path}[]`, core) }),
    ...(node.additionalProperties === undefined
      ? {}
      : { additionalProperties: structural(node.additionalProperties, `${path}.*`, core) }),
  };
}

function withText(schema: StructuralSchema, description: string | undefined): StructuralSchema {
  return description === undefined ? schema : { ...schema, description };
}

function requireKnown(node: StructuralSchema, path: string): void {
  const unknown = Object.keys(node).filter((keyword) => !allowedKeywords.has(keyword));
  if (unknown.length > 0) throw new Error(`${path}: not part of a structural schema: ${unknown.join(', ')}`);
}

/** Every node has a type of its own, save int-or-string, which says so in its own way. */
function requireType(node: StructuralSchema, path: string): void {
  const intOrString = node['x-kubernetes-int-or-string'] === true;
  if (node.anyOf !== undefined && !intOrString) throw new Error(`${path}: a union has no structural schema`);
  if (node.type === undefined && !intOrString) throw new Error(`${path}: has no type`);
}

/** zod bounds every integer by what JavaScript can count to, which is no rule of the API. */
function withoutUnsafeBounds(node: StructuralSchema): StructuralSchema {
  const kept = Object.entries(node).filter(
    ([keyword, value]) => !(keyword.endsWith('imum') && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER),
  );
  return Object.fromEntries(kept);
}

function propertiesOf(node: StructuralSchema, path: string, core: CoreSchemas): Pick<StructuralSchema, 'properties'> {
  const fields = Object.entries(node.properties ?? {});
  if (fields.length === 0) return {};
  const inlined = fields.map(([name, field]): [string, StructuralSchema] => [
    name,
    property(field, `${path}.${name}`, core),
  ]);
  return { properties: Object.fromEntries(inlined) };
}

function property(node: StructuralSchema, path: string, core: CoreSchemas): StructuralSchema {
  if (node.description === undefined) throw new Error(`${path}: has no description for kubectl explain`);
  return structural(node, path, core);
}
