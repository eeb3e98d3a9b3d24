import type { FieldSet } from '../../k8s/object.ts';

/**
 * Sets of fields as `metadata.managedFields[].fieldsV1` writes them: `f:name` is a field, `k:{…}` an item of a list by
 * its keys, `v:…` an item of a set, `.` the container itself; a node without children is a leaf or an atomic value
 * (https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management).
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field of an object; undefined where it has none, also for names such as `constructor` that every object inherits. */
export function fieldOf<T>(object: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Where a field is: keys of a set of fields, from the outermost in. */
export type FieldPath = readonly string[];

/** The value at a key of a set of fields, in an object or list of the API. */
export function childOf(value: Json | undefined, key: string): Json | undefined {
  if (value === undefined) return undefined;
  if (key.startsWith('f:')) return isJsonObject(value) ? fieldOf(value, key.slice(2)) : undefined;
  return Array.isArray(value) ? findItem(value as readonly Json[], key) : undefined;
}

/** `spec.template.spec.containers[calico-node].image`, for people. */
export function describeField(path: FieldPath): string {
  return path.map(describeKey).join('').replace(/^\./, '');
}

function describeKey(key: string): string {
  if (key.startsWith('f:')) return `.${key.slice(2)}`;
  const named = JSON.parse(key.slice(2)) as Json;
  const values = isJsonObject(named) ? Object.values(named) : [named];
  return `[${values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' ')}]`;
}

/** Names of the fields directly below a node, without the `f:`. */
export function fieldNames(set: FieldSet): string[] {
  return Object.keys(set).flatMap((key) => (key.startsWith('f:') ? [key.slice(2)] : []));
}

/** The `k:` and `v:` keys directly below a node. */
export function itemKeys(set: FieldSet): string[] {
  return Object.keys(set).filter((key) => key.startsWith('k:') || key.startsWith('v:'));
}

export function isLeaf(set: FieldSet): boolean {
  return Object.keys(set).every((key) => key === '.');
}

/** The item of `list` that a `k:` or `v:` key names. A key field that an item leaves out counts as its default in the API. */
export function findItem(list: readonly Json[], key: string): Json | undefined {
  const named = JSON.parse(key.slice(2)) as Json;
  if (key.startsWith('v:')) return list.find((item) => item === named);
  if (!isJsonObject(named)) return undefined;
  const matches = (item: Json): boolean =>
    isJsonObject(item) &&
    Object.entries(named).every(([name, value]) => (fieldOf(item, name) ?? fieldOf(keyDefaults, name)) === value);
  return list.find(matches);
}

/** Defaults of fields that are keys of a list: the API server fills them before it names the item. */
const keyDefaults: Readonly<Record<string, Json>> = { protocol: 'TCP' };

export function unionOf(left: FieldSet, right: FieldSet): FieldSet {
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return Object.fromEntries([...keys].map((key) => [key, unionOf(left[key] ?? {}, right[key] ?? {})]));
}

export function isEmpty(set: FieldSet): boolean {
  return Object.keys(set).length === 0;
}

/** The part of `set` that lies in `bounds`: a leaf of the bounds stands for all below it. */
export function intersectionOf(set: FieldSet, bounds: FieldSet): FieldSet {
  const kept = Object.entries(set).flatMap(([key, below]): [string, FieldSet][] => {
    const inner = bounds[key];
    if (inner === undefined) return [];
    if (isLeaf(inner)) return [[key, below]];
    const rest = intersectionOf(below, inner);
    return isEmpty(rest) ? [] : [[key, rest]];
  });
  return Object.fromEntries(kept);
}
