import { isJsonObject, type Json, type JsonObject } from '../../../../src/reconcilers/apply/field-set.ts';
import { itemsByKey } from './item-keys.ts';
import { isBlank, isJsonList, isSameJson } from './json-values.ts';
import {
  anything,
  isIndivisible,
  typeOfField,
  type AnySchema,
  type ListSchema,
  type MapSchema,
  type TypeSchema,
} from './type-schema.ts';

/** `live` with what was applied on top, by the merge strategy of each type. The same value where nothing changes. */
export function merge(live: Json | undefined, applied: Json, schema: TypeSchema): Json {
  if (live === undefined || live === null) return applied;
  if (isBlank(live) && isBlank(applied)) return replace(live, applied);
  if (isJsonList(live) && schema.kind === 'list') return mergeLists(live, applied, schema);
  if (isJsonObject(live) && (schema.kind === 'map' || schema.kind === 'any')) return mergeMaps(live, applied, schema);
  return replace(live, applied);
}

function mergeMaps(live: JsonObject, applied: Json, schema: MapSchema | AnySchema): Json {
  if (isIndivisible(schema)) return replace(live, applied);
  return isJsonObject(applied) ? mergeFields(live, applied, schema) : (applied ?? live);
}

function replace(live: Json, applied: Json): Json {
  return isSameJson(live, applied) ? live : applied;
}

function mergeFields(live: JsonObject, applied: JsonObject, schema: MapSchema | AnySchema): JsonObject {
  let merged: Record<string, Json> | undefined;
  for (const [name, value] of Object.entries(applied)) {
    const child = merge(live[name], value, typeOfField(schema, name) ?? anything);
    if (child === live[name]) continue;
    merged ??= { ...live };
    merged[name] = child;
  }
  return merged ?? live;
}

function mergeLists(live: readonly Json[], applied: Json, schema: ListSchema): Json {
  if (schema.relation === 'atomic' || !isJsonList(applied)) return replace(live, applied);
  const merged = mergeItems(live, applied, schema);
  const isSame = merged.length === live.length && merged.every((item, index) => item === live[index]);
  return isSame ? live : merged;
}

/**
 * Applied items keep their order among themselves; an item that only the live list has stays behind the item that it
 * followed there, as far as the applied order allows.
 */
function mergeItems(live: readonly Json[], applied: readonly Json[], schema: ListSchema): Json[] {
  const liveItems = itemsByKey(live, schema);
  const appliedItems = itemsByKey(applied, schema);
  const shared = [...appliedItems.keys()].filter((key) => liveItems.has(key));
  const waiting = [...liveItems.keys()];
  const merged: Json[] = [];
  const takeLiveUntil = (stop: string | undefined): void => {
    for (let key = waiting[0]; key !== undefined && key !== stop; key = waiting[0]) {
      const item = liveItems.get(key);
      if (item !== undefined && !appliedItems.has(key)) merged.push(item);
      waiting.shift();
    }
  };
  for (const [key, item] of appliedItems) {
    takeLiveUntil(shared[0]);
    merged.push(merge(liveItems.get(key), item, schema.items));
    if (key === shared[0]) shared.shift();
    if (key === waiting[0]) waiting.shift();
  }
  takeLiveUntil(undefined);
  return merged;
}
