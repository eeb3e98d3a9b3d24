import { loadCrds } from '../server/load-crds.ts';
import type { StructuralSchema } from '../server/schema/structural-schema.ts';
import { listAt, valueAt } from '../../observer/value-at.ts';

/** A field that holds a plain value, and where: `[]` is an item of a list, `{}` a member of a map. */
export interface Leaf {
  readonly path: readonly string[];
  readonly schema: StructuralSchema;
  /** The schemas that the path leads through, the first that of `spec`. */
  readonly through: readonly StructuralSchema[];
}

/** Schema of `spec` of a kind of the operator's, as the API server knows it. Throws RangeError for a kind that is not ours. */
export function specSchemaOf(plural: string): StructuralSchema {
  const definition = loadCrds(process.cwd(), ['operator']).find(({ metadata }) =>
    metadata.name.startsWith(`${plural}.`),
  );
  const [version] = listAt(definition, 'spec', 'versions');
  const schema = valueAt(version, 'schema', 'openAPIV3Schema', 'properties', 'spec');
  if (schema === undefined) throw new RangeError(`There is no kind ${plural}`);
  return schema as StructuralSchema;
}

/** All fields with plain values below a schema. */
export function leavesOf(
  schema: StructuralSchema,
  path: readonly string[] = [],
  through: readonly StructuralSchema[] = [],
): Leaf[] {
  const below = [...through, schema];
  const { properties, items, additionalProperties } = schema;
  if (properties !== undefined) {
    return Object.entries(properties).flatMap(([name, each]) => leavesOf(each, [...path, name], below));
  }
  if (items !== undefined) return leavesOf(items, [...path, '[]'], below);
  if (typeof additionalProperties === 'object') return leavesOf(additionalProperties, [...path, '{}'], below);
  return [{ path, schema, through: below }];
}

/** A spec in which nothing stands but one value, and beside it what its surroundings must have. */
export function specWith({ path, through }: Leaf, value: unknown): object {
  const build = (depth: number): unknown => {
    const step = path[depth];
    if (step === undefined) return value;
    const inner = build(depth + 1);
    if (step === '[]') return [inner];
    if (step === '{}') return { 'example.com/key': inner };
    return { ...requiredOf(through[depth]), [step]: inner };
  };
  return build(0) as object;
}

function requiredOf({ required = [], properties = {} }: StructuralSchema = {}): object {
  return Object.fromEntries(required.map((name) => [name, simplestOf(properties[name] ?? {})]));
}

/** The simplest value that a schema allows. */
function simplestOf(schema: StructuralSchema): unknown {
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.type === 'object') return requiredOf(schema);
  if (schema.type === 'array') return [];
  if (schema.type === 'boolean') return false;
  return schema.type === 'integer' || schema.type === 'number' ? (schema.minimum ?? 1) : 'x';
}
