import type { FieldSet, KubeObject } from '../../src/k8s/object.ts';
import { appliedPart } from '../../src/reconcilers/apply/is-applied.ts';
import { isJsonObject, type Json } from '../../src/reconcilers/apply/field-set.ts';

/**
 * The managedFields entry that the API server writes for an apply of `object`, for lists of the usual types: items with a
 * name go by it, container ports by number and protocol, owners by uid, finalizers are a set, all other lists are atomic.
 */
export function appliedFields(object: KubeObject): FieldSet {
  return fieldsOf(appliedPart(object), '');
}

function fieldsOf(value: Json, name: string): FieldSet {
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, below]) => [`f:${key}`, fieldsOf(below, key)]));
  }
  if (!Array.isArray(value)) return {};
  const items = value as readonly Json[];
  if (name === 'finalizers') return Object.fromEntries(items.map((item) => [`v:${JSON.stringify(item)}`, {}]));
  const keys = items.map((item) => keyOfItem(item, name));
  if (keys.includes(undefined)) return {};
  return Object.fromEntries(items.map((item, index) => [`k:${keys[index]}`, { '.': {}, ...fieldsOf(item, '') }]));
}

function keyOfItem(item: Json, list: string): string | undefined {
  if (!isJsonObject(item)) return undefined;
  const { name, uid, containerPort, protocol = 'TCP' } = item;
  if (list === 'ownerReferences') return JSON.stringify({ uid });
  if (containerPort !== undefined) return JSON.stringify({ containerPort, protocol });
  return name === undefined ? undefined : JSON.stringify({ name });
}
