import { isJsonObject, type Json } from '../../../../src/reconcilers/apply/field-set.ts';
import type { FieldSet } from '../../../../src/k8s/object.ts';
import { itemsByKey } from './item-keys.ts';
import { isBlank, isJsonList, isSameJson } from './json-values.ts';
import { nodeOf } from './set-algebra.ts';
import { isShown } from './typed-form.ts';
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

type AfterIs = 'stored' | 'merged';

const same: Difference = { changed: undefined, removed: undefined };
const came: Difference = { changed: {}, removed: undefined };
const went: Difference = { changed: undefined, removed: {} };

/**
 * Compares by the schema: a container that was not there before counts itself and everything in it. `after` is what the
 * server will show (`stored`), or what an apply made of it (`merged`), in which an empty list or map counts as there.
 */
export function compare(
  before: Json | undefined,
  after: Json | undefined,
  schema: TypeSchema,
  afterIs: AfterIs = 'stored',
): Difference {
  if (before === after) return same;
  if (isIndivisible(schema) || (isBlank(before) && isBlank(after))) return compareWhole(before, after);
  if (schema.kind === 'list') return compareItems(before, after, schema, afterIs);
  if (schema.kind === 'scalar') return compareWhole(before, after);
  if (schema.kind === 'any' && !isAny(before, after)) return compareUnlike(before, after);
  return compareFields(before, after, schema, afterIs);
}

/** Whether values without a schema are compared field by field: no list or scalar is among them. */
function isAny(before: Json | undefined, after: Json | undefined): boolean {
  return [before, after].every((value) => isJsonObject(value) || value === undefined || value === null);
}

/** Values without a schema, at least one of them a list or a scalar: with an object goes, and comes, what was in it. */
function compareUnlike(before: Json | undefined, after: Json | undefined): Difference {
  const { changed, removed } = compareWhole(before, after);
  if (isJsonObject(before)) return { changed, removed: compare(before, undefined, anything).removed };
  return isJsonObject(after) ? compare(undefined, after, anything) : { changed, removed };
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

function compareFields(
  before: Json | undefined,
  after: Json | undefined,
  schema: MapSchema | AnySchema,
  afterIs: AfterIs,
): Difference {
  const below = new Below();
  for (const name of namesIn(before, after, schema)) {
    const [earlier, later] = [fieldOf(before, name, schema, 'stored'), fieldOf(after, name, schema, afterIs)];
    below.add(`f:${name}`, compare(earlier, later, typeOfField(schema, name) ?? anything, afterIs));
  }
  return below.under(before, after);
}

function namesIn(before: Json | undefined, after: Json | undefined, schema: MapSchema | AnySchema): Set<string> {
  const names = new Set(isJsonObject(before) ? Object.keys(before) : []);
  if (isJsonObject(after)) for (const name of Object.keys(after)) names.add(name);
  if (schema.kind === 'map' && schema.unset !== undefined) for (const name of schema.unset.keys()) names.add(name);
  return names;
}

/** A struct shows some fields that nobody set, if it is there itself. */
function fieldOf(
  value: Json | undefined,
  name: string,
  schema: MapSchema | AnySchema,
  valueIs: AfterIs,
): Json | undefined {
  if (!isJsonObject(value)) return undefined;
  const own = Object.hasOwn(value, name) ? value[name] : undefined;
  if (schema.kind === 'any' || schema.unset === undefined) return own;
  const isThere = valueIs === 'merged' ? own !== undefined : isShown(own, schema.fields.get(name));
  return isThere ? own : schema.unset.get(name);
}

function compareItems(
  before: Json | undefined,
  after: Json | undefined,
  schema: ListSchema,
  afterIs: AfterIs,
): Difference {
  const [earlier, later] = [before, after].map((list) => itemsByKey(isJsonList(list) ? list : [], schema));
  const below = new Below();
  for (const [key, item] of earlier ?? []) below.add(key, compare(item, later?.get(key), schema.items, afterIs));
  for (const [key, item] of later ?? []) {
    if (earlier?.has(key) !== true) below.add(key, compare(undefined, item, schema.items, afterIs));
  }
  return below.under(before, after);
}
