/** The part of an OpenAPI v3 schema that Kubernetes uses for its own kinds. */
export interface OpenApiSchema {
  readonly $ref?: string;
  readonly allOf?: readonly OpenApiSchema[];
  readonly oneOf?: readonly OpenApiSchema[];
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly required?: readonly string[];
  readonly items?: OpenApiSchema;
  readonly additionalProperties?: OpenApiSchema;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
}

const prefix = '#/components/schemas/';

/** Name of the schema that a node stands for, directly or through the `allOf: [{$ref}]` that carries a field's own text. */
export function referenceOf(node: OpenApiSchema): string | undefined {
  const reference = node.$ref ?? node.allOf?.[0]?.$ref;
  return reference?.slice(prefix.length);
}

/** Every schema that `root` leads to, itself included, in the order of discovery. */
export function reachableFrom(
  roots: readonly string[],
  schemas: Readonly<Record<string, OpenApiSchema>>,
): ReadonlySet<string> {
  const seen = new Set<string>(roots);
  for (const name of seen) {
    const schema = schemas[name];
    if (schema === undefined) throw new Error(`the OpenAPI documents hold no ${name}`);
    for (const reference of referencesIn(schema)) seen.add(reference);
  }
  return seen;
}

function referencesIn(node: OpenApiSchema): string[] {
  const own = referenceOf(node);
  const children = [...Object.values(node.properties ?? {}), node.items, node.additionalProperties];
  const nested = children.filter((child) => child !== undefined).flatMap(referencesIn);
  return own === undefined ? nested : [own, ...nested];
}
