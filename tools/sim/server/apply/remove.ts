import { isJsonObject, type Json, type JsonObject } from '../../../../src/reconcilers/apply/field-set.ts';
import type { FieldSet } from '../../../../src/k8s/object.ts';
import { fieldsIn, withParents } from './fields-of.ts';
import { keyOfItem } from './item-keys.ts';
import { isJsonList } from './json-values.ts';
import { covers, intersect, isMember, subtract, union } from './set-algebra.ts';
import {
  anything,
  isIndivisible,
  typeOfField,
  type AnySchema,
  type ListSchema,
  type MapSchema,
  type TypeSchema,
} from './type-schema.ts';

/** What an apply needs to know to drop what its manager no longer wants. */
export interface Ownership {
  /** What the manager owned by its last apply. */
  readonly former: FieldSet | undefined;
  /** What it owns by this one. */
  readonly applied: FieldSet | undefined;
  /** What all other managers own. */
  readonly others: FieldSet | undefined;
}

/**
 * `merged` without what the manager owned and applies no longer. What another manager owns stays, and with it the
 * containers around it; what nobody owns goes with the field or item that held it.
 */
export function prune(merged: Json, { former, applied, others }: Ownership, schema: TypeSchema): Json {
  if (former === undefined || covers(applied, former)) return merged;
  const grown = (set: FieldSet | undefined): FieldSet | undefined =>
    set === undefined ? undefined : withParents(set, schema);
  const formerWhole = grown(former) ?? former;
  const dropped = subtract(formerWhole, grown(applied));
  if (dropped === undefined) return merged;
  const whole = grown(fieldsIn(merged, schema));
  if (whole === undefined) return merged;
  const left = grown(fieldsIn(remove(merged, dropped, schema) ?? {}, schema));
  const kept = union(left, grown(union(applied, others)));
  const gone = subtract(whole, kept);
  const goneOfOwn = gone === undefined ? undefined : intersect(gone, formerWhole);
  return goneOfOwn === undefined ? merged : (remove(merged, goneOfOwn, schema) ?? {});
}

/** `value` without the members of `set`; an emptied container is `null`. */
function remove(value: Json, set: FieldSet, schema: TypeSchema): Json {
  if (isIndivisible(schema)) return value;
  if (schema.kind === 'list') return isJsonList(value) ? removeItems(value, set, schema) : value;
  return isJsonObject(value) && schema.kind !== 'scalar' ? removeFields(value, set, schema) : value;
}

function removeItems(list: readonly Json[], set: FieldSet, schema: ListSchema): Json {
  const left: Json[] = [];
  for (const item of list) {
    const node = set[keyOfItem(item, schema) ?? ''];
    if (node === undefined) left.push(item);
    else if (!isMember(node)) left.push(remove(item, node, schema.items));
  }
  return left.length === 0 ? null : left;
}

function removeFields(value: JsonObject, set: FieldSet, schema: MapSchema | AnySchema): Json {
  const left: Record<string, Json> = {};
  for (const [name, child] of Object.entries(value)) {
    const node = set[`f:${name}`];
    if (node === undefined) left[name] = child;
    else if (!isMember(node)) left[name] = remove(child, node, typeOfField(schema, name) ?? anything);
  }
  return Object.keys(left).length === 0 ? null : left;
}
