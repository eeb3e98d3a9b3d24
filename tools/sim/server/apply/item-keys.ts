import { isJsonObject, type Json } from '../../../../src/reconcilers/apply/field-set.ts';
import type { ListSchema } from './type-schema.ts';

/**
 * How `fieldsV1` names an item of a set (`v:…`) or of a keyed list (`k:{…}`). Undefined where an item has none of the
 * keys and no default stands in for them.
 */
export function keyOfItem(item: Json, { relation, keys, keyDefaults }: ListSchema): string | undefined {
  if (relation === 'set') return `v:${JSON.stringify(item)}`;
  if (!isJsonObject(item)) return undefined;
  const [only] = keys;
  if (keys.length === 1 && only !== undefined) return singleKey(only, item[only] ?? keyDefaults[only]);
  const named = keys.flatMap((key) => {
    const value = item[key] ?? keyDefaults[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return named.length === 0 ? undefined : `k:${JSON.stringify(Object.fromEntries(named))}`;
}

function singleKey(key: string, value: Json | undefined): string | undefined {
  return value === undefined ? undefined : `k:{"${key}":${JSON.stringify(value)}}`;
}

/** The items of a list by their keys, in the list's order; of items with one key, the last. */
export function itemsByKey(list: readonly Json[], schema: ListSchema): Map<string, Json> {
  const items = new Map<string, Json>();
  for (const item of list) {
    const key = keyOfItem(item, schema);
    if (key !== undefined) items.set(key, item);
  }
  return items;
}
