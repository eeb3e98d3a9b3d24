import { isJsonObject, type Json } from '../../../../src/reconcilers/apply/field-set.ts';
import { anything, type MapSchema, type ScalarSchema, type TypeSchema } from './type-schema.ts';

/** The keywords that matter here, of a CRD's `openAPIV3Schema` and of `list-types.gen.json`. */
export interface JsonSchema {
  /** Name of another schema of `list-types.gen.json`. */
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
}

/** Name of the schema of `metadata`. */
export const objectMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

const scalars: Readonly<Record<string, ScalarSchema>> = {
  string: { kind: 'scalar', type: 'string' },
  integer: { kind: 'scalar', type: 'number' },
  number: { kind: 'scalar', type: 'number' },
  boolean: { kind: 'scalar', type: 'boolean' },
};
const anyScalar: ScalarSchema = { kind: 'scalar', type: 'any' };
const zeros: Readonly<Record<string, Json>> = { string: '', integer: 0, number: 0, boolean: false };

/** Turns JSON schemas into types. One reader per set of named schemas; each is read once. */
export class SchemaReader {
  readonly #definitions: Readonly<Record<string, JsonSchema>>;
  readonly #builtIn: boolean;
  readonly #named = new Map<string, TypeSchema>();

  /** `builtIn` is for kinds that are structs in the server: they show unset fields, as `MapSchema.unset` tells. */
  constructor(definitions: Readonly<Record<string, JsonSchema>>, options: { readonly builtIn: boolean }) {
    this.#definitions = definitions;
    this.#builtIn = options.builtIn;
  }

  /** The type that a schema describes; what it leaves open takes anything. */
  read(schema: JsonSchema): TypeSchema {
    if (schema.$ref !== undefined) return this.named(schema.$ref);
    if (schema['x-kubernetes-int-or-string'] === true) return anyScalar;
    if (schema.type === 'array') return this.#list(schema);
    if (schema.type === 'object' || schema.properties !== undefined) return this.#object(schema);
    if (schema.type === undefined) return anything;
    return scalars[schema.type] ?? anyScalar;
  }

  /** The type of a named schema. Throws where there is none of that name. */
  named(name: string): TypeSchema {
    const known = this.#named.get(name);
    if (known !== undefined) return known;
    const type = this.read(this.#definition(name));
    this.#named.set(name, type);
    return type;
  }

  #definition(name: string): JsonSchema {
    const definition = this.#definitions[name];
    if (definition === undefined) throw new Error(`there is no schema ${name}`);
    return definition;
  }

  #list(schema: JsonSchema): TypeSchema {
    const relation = schema['x-kubernetes-list-type'];
    const keys = (schema['x-kubernetes-list-map-keys'] ?? []).toSorted();
    const { items = {} } = schema;
    const item = items.$ref === undefined ? items : this.#definition(items.$ref);
    return {
      kind: 'list',
      relation: relation === 'set' || relation === 'map' ? relation : 'atomic',
      keys,
      keyDefaults: Object.fromEntries(keys.flatMap((key) => keyDefault(item.properties?.[key], key))),
      items: this.read(items),
    };
  }

  #object(schema: JsonSchema): TypeSchema {
    const values = this.#valuesOf(schema);
    if (schema.properties === undefined && values === undefined && this.#builtIn) return anything;
    const unset = this.#builtIn ? { unset: unsetFields(schema) } : {};
    const atomic = schema['x-kubernetes-map-type'] === 'atomic';
    const base: MapSchema = { kind: 'map', atomic, fields: new Fields(schema, this), ...unset };
    return values === undefined ? base : { ...base, values };
  }

  #valuesOf(schema: JsonSchema): TypeSchema | undefined {
    const others = schema.additionalProperties;
    if (typeof others === 'object') return this.read(others);
    return others === true || schema['x-kubernetes-preserve-unknown-fields'] === true ? anything : undefined;
  }
}

/** The declared fields of an object, each read when it is first asked for: types may contain themselves. */
class Fields {
  readonly #properties: Readonly<Record<string, JsonSchema>>;
  readonly #reader: SchemaReader;
  readonly #types = new Map<string, TypeSchema>();

  constructor({ properties = {}, 'x-kubernetes-embedded-resource': embedded }: JsonSchema, reader: SchemaReader) {
    this.#properties = embedded === true ? { ...properties, metadata: { $ref: objectMeta } } : properties;
    this.#reader = reader;
  }

  get(name: string): TypeSchema | undefined {
    const known = this.#types.get(name);
    if (known !== undefined || !Object.hasOwn(this.#properties, name)) return known;
    const type = this.#reader.read(this.#properties[name] ?? {});
    this.#types.set(name, type);
    return type;
  }
}

function keyDefault(field: JsonSchema | undefined, key: string): [string, Json][] {
  return field?.default === undefined ? [] : [[key, field.default as Json]];
}

/** Embedded structs have `default: {}` in the published schema; other fields that always show are the required ones. */
function unsetFields(schema: JsonSchema): ReadonlyMap<string, Json> {
  const unset = new Map<string, Json>();
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (isJsonObject(property.default as Json | undefined)) unset.set(name, {});
    else if (schema.required?.includes(name) === true) unset.set(name, zeroOf(property));
  }
  return unset;
}

function zeroOf({ type = '', format }: JsonSchema): Json {
  return format === 'date-time' ? null : (zeros[type] ?? null);
}
