import type { FieldSet, KubeObject } from '../../k8s/object.ts';
import { sameQuantity } from '../../crds/quantity.ts';
import { fieldNames, fieldOf, findItem, isJsonObject, isLeaf, itemKeys } from './field-set.ts';
import type { FieldPath, Json, JsonObject } from './field-set.ts';

/** Metadata that a writer decides; the rest is the server's. */
const appliedMetadata = new Set(['labels', 'annotations', 'finalizers', 'ownerReferences']);

/**
 * Whether a server-side apply of `desired` would change nothing: each of its values stands in `live`, `owned` (our entry
 * in managedFields) names each of them, and `owned` names nothing else. Needs no schema: `owned` tells which lists are
 * atomic and what their keys are.
 */
export function isApplied(desired: KubeObject, live: KubeObject, owned: FieldSet): boolean {
  return differences(desired, live, owned).length === 0;
}

/** Fields that an apply of `desired` would change, or take into or out of our hands. */
export function differences(desired: KubeObject, live: KubeObject, owned: FieldSet): FieldPath[] {
  return inObject(appliedPart(desired), appliedPart(live), owned);
}

/** What of an object takes part in a server-side apply. */
export function appliedPart(object: KubeObject): JsonObject {
  const { apiVersion: _version, kind: _kind, metadata, ...content } = object as unknown as JsonObject & KubeObject;
  const kept = Object.entries(metadata).filter(([name]) => appliedMetadata.has(name));
  const plain = { ...content } as Record<string, Json>;
  delete plain['status'];
  return kept.length === 0 ? plain : { ...plain, metadata: Object.fromEntries(kept) };
}

function inValue(desired: Json, live: Json | undefined, owned: FieldSet, name: string): FieldPath[] {
  if (isLeaf(owned)) return sameAtomic(desired, live, name) ? [] : [here];
  if (Array.isArray(desired)) return inItems(desired as readonly Json[], live, owned);
  return isJsonObject(desired) ? inObject(desired, isJsonObject(live) ? live : {}, owned) : [here];
}

function inObject(desired: JsonObject, live: JsonObject, owned: FieldSet): FieldPath[] {
  const unwanted = fieldNames(owned).filter((name) => fieldOf(desired, name) === undefined);
  const changed = Object.entries(desired).flatMap(([name, value]) => inField(name, value, live, owned));
  return [...unwanted.map((name) => [`f:${name}`]), ...changed];
}

function inField(name: string, value: Json, live: JsonObject, owned: FieldSet): FieldPath[] {
  const below = owned[`f:${name}`];
  return below === undefined ? [[`f:${name}`]] : under(`f:${name}`, inValue(value, fieldOf(live, name), below, name));
}

function inItems(desired: readonly Json[], live: Json | undefined, owned: FieldSet): FieldPath[] {
  const keys = itemKeys(owned);
  if (!Array.isArray(live) || keys.length !== desired.length) return [here];
  return keys.flatMap((key) => {
    const wanted = findItem(desired, key);
    if (wanted === undefined) return [[key]];
    return under(key, inValue(wanted, findItem(live as readonly Json[], key), owned[key] ?? {}, ''));
  });
}

const here: FieldPath = [];

function under(key: string, paths: readonly FieldPath[]): FieldPath[] {
  return paths.map((path) => [key, ...path]);
}

/** Equal as the API server means it: an empty container is as good as none, quantities compare by value. */
function sameAtomic(desired: Json, live: Json | undefined, name: string): boolean {
  if (desired === live || (isEmptyContainer(desired) && (live === undefined || typeof live === 'object'))) return true;
  if (Array.isArray(desired)) return sameAtomicList(desired as readonly Json[], live, name);
  if (isJsonObject(desired)) return isJsonObject(live) && sameAtomicObject(desired, live);
  return sameQuantity(desired, live);
}

function sameAtomicList(desired: readonly Json[], live: Json | undefined, name: string): boolean {
  if (!Array.isArray(live) || live.length !== desired.length) return false;
  return desired.every((item, index) => sameAtomic(item, (live as readonly Json[])[index], name));
}

function sameAtomicObject(desired: JsonObject, live: JsonObject): boolean {
  const names = new Set([...Object.keys(desired), ...Object.keys(live)]);
  return [...names].every((name) => sameAtomic(fieldOf(desired, name) ?? {}, fieldOf(live, name) ?? {}, name));
}

function isEmptyContainer(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
