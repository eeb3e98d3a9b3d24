import type { StructuralSchema } from './structural-schema.ts';

/** One schema of `config/openapi/core-schemas.gen.json`. */
export interface CoreSchema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, CoreSchema>>;
  readonly items?: CoreSchema;
  readonly additionalProperties?: CoreSchema;
  readonly [keyword: string]: unknown;
}

/** Kubernetes' own schemas by name. */
export type CoreSchemas = Readonly<Record<string, CoreSchema>>;

/** A number or a string: what OpenAPI writes as a union, and a structural schema may not. */
export const INT_OR_STRING: StructuralSchema = {
  anyOf: [{ type: 'integer' }, { type: 'string' }],
  'x-kubernetes-int-or-string': true,
};

/** What the API server demands of a quantity. */
export const QUANTITY_PATTERN =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$';

const special: Readonly<Record<string, StructuralSchema>> = {
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': INT_OR_STRING,
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { ...INT_OR_STRING, pattern: QUANTITY_PATTERN },
};

/** The schema of a core type with everything that it refers to put in place. Throws on a name that is not there. */
export function embeddedSchema(name: string, core: CoreSchemas): StructuralSchema {
  const schema = special[name] ?? core[name];
  if (schema === undefined) throw new Error(`no core schema ${name}: add it to tools/core-types/embedded.ts`);
  return name in special ? schema : inlined(schema, core);
}

function inlined(node: CoreSchema, core: CoreSchemas): StructuralSchema {
  const { $ref, properties, items, additionalProperties, ...own } = node;
  if ($ref !== undefined) return { ...embeddedSchema($ref, core), ...own };
  return {
    ...own,
    ...(properties === undefined ? {} : { properties: inlinedFields(properties, core) }),
    ...(items === undefined ? {} : { items: inlined(items, core) }),
    ...(additionalProperties === undefined ? {} : { additionalProperties: inlined(additionalProperties, core) }),
  };
}

function inlinedFields(
  properties: Readonly<Record<string, CoreSchema>>,
  core: CoreSchemas,
): Record<string, StructuralSchema> {
  return Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, inlined(field, core)]));
}
