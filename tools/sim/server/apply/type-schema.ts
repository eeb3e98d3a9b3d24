import type { Json, JsonObject } from '../../../../src/reconcilers/apply/field-set.ts';

/**
 * How values of a type merge and who can own their parts
 * (https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy).
 */
export type TypeSchema = ScalarSchema | MapSchema | ListSchema | AnySchema;

export interface ScalarSchema {
  readonly kind: 'scalar';
  /** `any` takes every scalar: int-or-string, quantities. */
  readonly type: 'string' | 'number' | 'boolean' | 'any';
}

/** A struct (`fields`), a map (`values`), or both. */
export interface MapSchema {
  readonly kind: 'map';
  /** Owned and replaced as a whole. */
  readonly atomic: boolean;
  readonly fields: { get(name: string): TypeSchema | undefined };
  /** Type of what is in no declared field; absent where nothing else may be. */
  readonly values?: TypeSchema;
  /**
   * What the server's own type shows of a field that nobody set: `{}` of an embedded struct, `null` of a list, zero of a
   * number. Absent for custom resources, which show what they were sent.
   */
  readonly unset?: ReadonlyMap<string, Json>;
}

export interface ListSchema {
  readonly kind: 'list';
  readonly relation: 'atomic' | 'set' | 'map';
  /** Names of the key fields of a `map`, sorted. */
  readonly keys: readonly string[];
  /** What a key field counts as in an item that leaves it out. */
  readonly keyDefaults: JsonObject;
  readonly items: TypeSchema;
}

/** No schema: the value decides. Objects merge by field, all else is replaced. */
export interface AnySchema {
  readonly kind: 'any';
}

/** The type of each value where there is no schema. */
export const anything: AnySchema = { kind: 'any' };

/** The type of a declared field, of a map's value, or of an undeclared field; undefined where it may not be. */
export function typeOfField(schema: MapSchema | AnySchema, name: string): TypeSchema | undefined {
  return schema.kind === 'any' ? anything : (schema.fields.get(name) ?? schema.values);
}

/** Whether a value of this type is owned as a whole, whatever it holds. */
export function isIndivisible(schema: TypeSchema): boolean {
  if (schema.kind === 'map') return schema.atomic;
  return schema.kind === 'scalar' || (schema.kind === 'list' && schema.relation === 'atomic');
}
