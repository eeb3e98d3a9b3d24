import type { FieldSet, KubeObject, ManagedFieldsEntry } from '../../k8s/object.ts';
import { appliedPart } from './is-applied.ts';
import { childOf, fieldNames, intersectionOf, isEmpty, isLeaf, itemKeys, unionOf } from './field-set.ts';
import type { Json } from './field-set.ts';

/** The field manager of all that we apply. */
export const fieldManager = 'calico-operator';

/** The field manager of the Go operator, whose fields are ours once we run in its place (ADR 0003). */
export const formerFieldManager = 'operator';

/**
 * How much of an object is ours. `whole`: everything but foreign labels, annotations and finalizers, so that what others
 * add to its content is drift. `fields`: only what we apply, because users configure the rest. `within`: as `whole`, but
 * only in these fields, because the others are for users to set.
 */
export type Extent = 'whole' | 'fields' | { readonly within: FieldSet };

/** Our own entry in managedFields. */
export function ownedFields(live: KubeObject): FieldSet | undefined {
  return live.metadata.managedFields?.find(isOurs)?.fieldsV1;
}

/**
 * The managedFields with which an object becomes ours: fields of the former operator, and of anybody who added to an
 * object that is wholly ours, move to our entry, so that the next apply removes what is not wanted. Undefined where
 * nothing has to move.
 */
export function takeOver(desired: KubeObject, live: KubeObject, extent: Extent): ManagedFieldsEntry[] | undefined {
  const entries = live.metadata.managedFields ?? [];
  const wanted = appliedPart(desired) as Json;
  const moves = entries.map((entry) => claimed(entry, wanted, extent));
  if (moves.every(isEmpty)) return undefined;
  const ours = moves.reduce(unionOf, ownedFields(live) ?? {});
  const others = entries.flatMap((entry, index) => (isOurs(entry) ? [] : remainder(entry, moves[index] ?? {})));
  return [...others, ourEntry(live, ours)];
}

/**
 * Whether others hold fields that an apply of `desired` ought to have taken over. What webhooks add while we write is
 * not theirs: the API server notes it under our name.
 */
export function hasRivals(desired: KubeObject, live: KubeObject, extent: Extent): boolean {
  const others = (live.metadata.managedFields ?? []).filter(({ manager }) => manager !== fieldManager);
  const wanted = appliedPart(desired) as Json;
  return others.some((entry) => !isEmpty(claimed(entry, wanted, extent)));
}

function isOurs(entry: ManagedFieldsEntry): boolean {
  return entry.manager === fieldManager && entry.operation === 'Apply' && (entry.subresource ?? '') === '';
}

function ourEntry(live: KubeObject, fieldsV1: FieldSet): ManagedFieldsEntry {
  const { apiVersion } = live;
  return { manager: fieldManager, operation: 'Apply', apiVersion, fieldsType: 'FieldsV1', fieldsV1 };
}

/** What of a foreign entry becomes ours. */
function claimed(entry: ManagedFieldsEntry, wanted: Json, extent: Extent): FieldSet {
  if (isOurs(entry) || (entry.subresource ?? '') !== '' || entry.fieldsV1 === undefined) return {};
  const fields = withoutKeys(entry.fieldsV1, ['f:status']);
  if (entry.manager === formerFieldManager) return fields;
  if (extent === 'fields') return {};
  const extra = extraFields(withoutKeys(fields, ['f:metadata', 'f:secrets', 'f:imagePullSecrets']), wanted, []);
  return extent === 'whole' ? extra : intersectionOf(extra, extent.within);
}

/**
 * The fields of `set` that `wanted` lacks. Labels and annotations stay with whoever set them, pod templates included:
 * `kubectl rollout restart` works by one.
 */
function extraFields(set: FieldSet, wanted: Json | undefined, path: readonly string[]): FieldSet {
  const keys = [...fieldNames(set).map((name) => `f:${name}`), ...itemKeys(set)];
  const extras = keys.flatMap((key): [string, FieldSet][] => {
    if (key === 'f:metadata' && path.at(-1) === 'f:template') return [];
    const below = set[key] ?? {};
    const value = childOf(wanted, key);
    if (value === undefined) return [[key, below]];
    const extra = isLeaf(below) ? {} : extraFields(below, value, [...path, key]);
    return isEmpty(extra) ? [] : [[key, extra]];
  });
  return Object.fromEntries(extras);
}

/** The entry without what moved; nothing where nothing is left. */
function remainder(entry: ManagedFieldsEntry, moved: FieldSet): ManagedFieldsEntry[] {
  if (isEmpty(moved)) return [entry];
  const fieldsV1 = difference(entry.fieldsV1 ?? {}, moved);
  return isEmpty(fieldsV1) ? [] : [{ ...entry, fieldsV1 }];
}

function difference(set: FieldSet, removed: FieldSet): FieldSet {
  const left = Object.entries(set).flatMap(([key, below]): [string, FieldSet][] => {
    const gone = removed[key];
    if (gone === undefined) return [[key, below]];
    const rest = isLeaf(below) ? {} : difference(below, gone);
    return Object.keys(rest).every((each) => each === '.') ? [] : [[key, rest]];
  });
  return Object.fromEntries(left);
}

function withoutKeys(set: FieldSet, keys: readonly string[]): FieldSet {
  return Object.fromEntries(Object.entries(set).filter(([key]) => !keys.includes(key)));
}
