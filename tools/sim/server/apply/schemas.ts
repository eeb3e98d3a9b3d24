import file from './list-types.gen.json' with { type: 'json' };
import { objectMeta, SchemaReader, type JsonSchema } from './read-schema.ts';
import type { TypeSchema } from './type-schema.ts';

/** Content of `list-types.gen.json`. */
interface ListTypes {
  /** Name of the schema of each built-in kind, by `apiVersion/Kind`. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

const listTypes = file as ListTypes;
const builtIn = new SchemaReader(listTypes.schemas, { builtIn: true });

/** The type of a built-in kind; `group` is empty for the core group. Throws RangeError for a kind that is not there. */
export function schemaOf(group: string, version: string, kind: string): TypeSchema {
  const name = listTypes.kinds[`${group === '' ? version : `${group}/${version}`}/${kind}`];
  if (name === undefined) throw new RangeError(`${kind} in version ${version} of group '${group}' is not built in`);
  return builtIn.named(name);
}

/**
 * The type of a custom resource from the structural schema of its CRD: lists are atomic and objects merge by field
 * unless an `x-kubernetes-…` extension says otherwise
 * (https://kubernetes.io/docs/reference/using-api/server-side-apply/#custom-resources-and-server-side-apply).
 */
export function schemaFromStructural(openAPIV3Schema: JsonSchema): TypeSchema {
  const { properties } = openAPIV3Schema;
  const text: JsonSchema = { type: 'string' };
  const own: Record<string, JsonSchema> = { apiVersion: text, kind: text, metadata: { $ref: objectMeta } };
  const reader = new SchemaReader(listTypes.schemas, { builtIn: false });
  return reader.read({ ...openAPIV3Schema, type: 'object', properties: { ...properties, ...own } });
}
