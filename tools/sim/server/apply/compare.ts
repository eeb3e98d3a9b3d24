import { isJsonObject, type Json } from '../../../../src/reconcilers/apply/field-set.ts';
import type { FieldSet } from '../../../../src/k8s/object.ts';
import { itemsByKey } from './item-keys.ts';
import { isBlank, isJsonList, isSameJson } from './json-values.ts';
import { nodeOf } from './set-algebra.ts';
import {
  anything,
  isIndivisible,
  typeOfField,
  type AnySchema,
  type ListSchema,
  type MapSchema,
  type TypeSchema,
} from './type-schema.ts';

/** How one value became another. */
export interface Difference {
  /** Fields that came or changed. */
  readonly changed: FieldSet | undefined;
  readonly removed: FieldSet | undefined;
}

const same: Difference = { changed: undefined, removed: undefined };
const came: Difference = { changed: {}, removed: undefined };
const went: Difference = { changed: undefined, removed: {} };

/** Compares by the schema: a container that was not there before counts itself and everything in it. */
export function compare(before: Json | undefined, after: Json | undefined, schema: TypeSchema): Difference {
  if (before === after) return same;
  if (isIndivisible(schema) || (isBlank(before) && isBlank(after))) return compareWhole(before, after);
  if (schema.kind === 'list') return compareItems(before, after, schema);
  if (schema.kind === 'scalar') return compareWhole(before, after);
  if (schema.kind === 'any' && !isAny(before, after)) return compareWhole(before, after);
  return compareFields(before, after, schema);
}

/** Whether values without a schema are to be compared field by field: both are objects, or one is and the other is not there. */
function isAny(before: Json | undefined, after: Json | undefined): boolean {
  return [before, after].every((value) => isJsonObject(value) || value === undefined || value === null);
}

function compareWhole(before: Json | undefined, after: Json | undefined): Difference {
  if (before === undefined) return came;
  if (after === undefined) return went;
  return isSameJson(before, after) ? same : came;
}

/** Gathers the differences of what is below a container. */
class Below {
  readonly #changed: [string, FieldSet][] = [];
  readonly #removed: [string, FieldSet][] = [];

  add(key: string, { changed, removed }: Difference): void {
    if (changed !== undefined) this.#changed.push([key, changed]);
    if (removed !== undefined) this.#removed.push([key, removed]);
  }

  under(before: Json | undefined, after: Json | undefined): Difference {
    return {
      changed: nodeOf(before === undefined, this.#changed),
      removed: nodeOf(after === undefined, this.#removed),
    };
  }
}

function compareFields(before: Json | undefined, after: Json | undefined, schema: MapSchema | AnySchema): Difference {
  const below = new Below();
  for (const name of namesIn(before, after, schema)) {
    const type = typeOfField(schema, name) ?? anything;
    below.add(`f:${name}`, compare(fieldOf(before, name, schema), fieldOf(after, name, schema), type));
  }
  return below.under(before, after);
}

function namesIn(before: Json | undefined, after: Json | undefined, schema: MapSchema | AnySchema): Set<string> {
  const names = new Set(isJsonObject(before) ? Object.keys(before) : []);
  if (isJsonObject(after)) for (const name of Object.keys(after)) names.add(name);
  if (schema.kind === 'map' && schema.unset !== undefined) for (const name of schema.unset.keys()) names.add(name);
  return names;
}

function fieldOf(value: Json | undefined, name: string, schema: MapSchema | AnySchema): Json | undefined {
  if (!isJsonObject(value)) return undefined;
  const own = Object.hasOwn(value, name) ? value[name] : undefined;
  if (schema.kind === 'any' || schema.unset === undefined) return own;
  return isShown(own, schema.fields.get(name)) ? own : schema.unset.get(name);
}

/** A struct of the server leaves out `null` and empty lists and maps, but not empty structs. */
function isShown(value: Json | undefined, type: TypeSchema | undefined): boolean {
  if (value === undefined || value === null) return false;
  const isContainer = type?.kind === 'list' || (type?.kind === 'map' && type.values !== undefined);
  return !isContainer || !isBlank(value);
}

function compareItems(before: Json | undefined, after: Json | undefined, schema: ListSchema): Difference {
  const [earlier, later] = [before, after].map((list) => itemsByKey(isJsonList(list) ? list : [], schema));
  const below = new Below();
  for (const [key, item] of earlier ?? []) below.add(key, compare(item, later?.get(key), schema.items));
  for (const [key, item] of later ?? []) {
    if (earlier?.has(key) !== true) below.add(key, compare(undefined, item, schema.items));
  }
  return below.under(before, after);
}
