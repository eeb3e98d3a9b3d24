import { reachableFrom, referenceOf, type OpenApiSchema } from '../core-types/openapi.ts';
import type { JsonSchema } from '../sim/server/apply/read-schema.ts';

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

type KindSchema = OpenApiSchema & { readonly 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[] };

export interface ListTypes {
  /** Name of the schema of each kind, by `apiVersion/Kind`. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

const groups: ReadonlySet<string> = new Set([
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]);

/** Required lists that the server's types leave out when empty, against the habit of required fields. */
const leftOutWhenEmpty: ReadonlySet<string> = new Set(['validationActions']);
/** The reverse: optional, and yet always shown. */
const shownWhenEmpty: Readonly<Record<string, readonly string[]>> = {
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionStatus': ['conditions'],
};

/** All stored kinds of the groups above with what they are made of, reduced to the keywords that decide on merging. */
export function listTypesOf(schemas: Readonly<Record<string, OpenApiSchema>>): ListTypes {
  const kinds = Object.entries(schemas).flatMap(([name, schema]) => kindsOf(name, schema));
  const reachable = reachableFrom(
    kinds.map(([, name]) => name),
    schemas,
  );
  return {
    kinds: Object.fromEntries(kinds.toSorted(([left], [right]) => (left < right ? -1 : 1))),
    schemas: Object.fromEntries([...reachable].toSorted().map((name) => [name, definition(name, schemas[name] ?? {})])),
  };
}

/** Objects have metadata and are one kind; lists have other metadata, and options are a kind of every group. */
function kindsOf(name: string, schema: KindSchema): [string, string][] {
  const [about, ...others] = schema['x-kubernetes-group-version-kind'] ?? [];
  const metadata = schema.properties?.['metadata'];
  if (about === undefined || others.length > 0 || metadata === undefined || !groups.has(about.group)) return [];
  if (referenceOf(metadata)?.endsWith('.ObjectMeta') !== true) return [];
  const apiVersion = about.group === '' ? about.version : `${about.group}/${about.version}`;
  return [[`${apiVersion}/${about.kind}`, name]];
}

function definition(name: string, schema: OpenApiSchema): JsonSchema {
  const { required, ...rest } = reduced(schema);
  const shown = [...(required ?? []), ...(shownWhenEmpty[name] ?? [])].filter((field) => !leftOutWhenEmpty.has(field));
  return shown.length === 0 ? rest : { ...rest, required: shown };
}

function reduced(schema: OpenApiSchema): JsonSchema {
  const reference = referenceOf(schema);
  const isStruct = typeof schema.default === 'object';
  if (reference !== undefined) return { $ref: reference, ...(isStruct ? { default: {} } : {}) };
  if (schema.oneOf !== undefined) return { 'x-kubernetes-int-or-string': true };
  return { ...scalarPart(schema), ...compositePart(schema) };
}

function scalarPart({ type, format, default: value }: OpenApiSchema): JsonSchema {
  return {
    ...(type === undefined ? {} : { type }),
    ...(format === 'date-time' ? { format } : {}),
    ...(value === undefined || value === '' ? {} : { default: value }),
  };
}

const kept = ['required', 'x-kubernetes-list-type', 'x-kubernetes-list-map-keys', 'x-kubernetes-map-type'] as const;

function compositePart(schema: OpenApiSchema): JsonSchema {
  const { properties, items, additionalProperties } = schema;
  const keywords = kept.flatMap((key) => (schema[key] === undefined ? [] : [[key, schema[key]] as const]));
  return {
    ...(Object.fromEntries(keywords) as JsonSchema),
    ...(properties === undefined ? {} : { properties: reducedProperties(properties) }),
    ...(items === undefined ? {} : { items: reduced(items) }),
    ...(additionalProperties === undefined ? {} : { additionalProperties: reduced(additionalProperties) }),
  };
}

function reducedProperties(properties: Readonly<Record<string, OpenApiSchema>>): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, reduced(property)]));
}
