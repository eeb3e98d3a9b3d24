import type { FieldSet, KubeObject } from '../../k8s/object.ts';
import { sameQuantity } from '../../crds/quantity.ts';
import { fieldNames, findItem, isJsonObject, isLeaf, itemKeys } from './field-set.ts';
import type { Json, JsonObject } from './field-set.ts';

/** Metadata that a writer decides; the rest is the server's. */
const appliedMetadata = new Set(['labels', 'annotations', 'finalizers', 'ownerReferences']);

/**
 * Whether a server-side apply of `desired` would change nothing: each of its values stands in `live`, `owned` (our entry
 * in managedFields) names each of them, and `owned` names nothing else. Needs no schema: `owned` tells which lists are
 * atomic and what their keys are.
 */
export function isApplied(desired: KubeObject, live: KubeObject, owned: FieldSet): boolean {
  return sameObject(appliedPart(desired), appliedPart(live), owned);
}

/** What of an object takes part in a server-side apply. */
export function appliedPart(object: KubeObject): JsonObject {
  const { apiVersion: _version, kind: _kind, metadata, ...content } = object as unknown as JsonObject & KubeObject;
  const kept = Object.entries(metadata).filter(([name]) => appliedMetadata.has(name));
  const plain = { ...content } as Record<string, Json>;
  delete plain['status'];
  return kept.length === 0 ? plain : { ...plain, metadata: Object.fromEntries(kept) };
}

function same(desired: Json, live: Json | undefined, owned: FieldSet, name: string): boolean {
  if (isLeaf(owned)) return sameAtomic(desired, live, name);
  if (Array.isArray(desired)) return sameItems(desired as readonly Json[], live, owned);
  return isJsonObject(desired) && sameObject(desired, isJsonObject(live) ? live : {}, owned);
}

function sameObject(desired: JsonObject, live: JsonObject, owned: FieldSet): boolean {
  const nothingElseOwned = fieldNames(owned).every((name) => desired[name] !== undefined);
  return nothingElseOwned && Object.entries(desired).every(([name, value]) => sameField(name, value, live, owned));
}

function sameField(name: string, value: Json, live: JsonObject, owned: FieldSet): boolean {
  const below = owned[`f:${name}`];
  return below !== undefined && same(value, live[name], below, name);
}

function sameItems(desired: readonly Json[], live: Json | undefined, owned: FieldSet): boolean {
  const keys = itemKeys(owned);
  if (!Array.isArray(live) || keys.length !== desired.length) return false;
  return keys.every((key) => {
    const wanted = findItem(desired, key);
    return wanted !== undefined && same(wanted, findItem(live as readonly Json[], key), owned[key] ?? {}, '');
  });
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
  return [...names].every((name) => sameAtomic(desired[name] ?? {}, live[name] ?? {}, name));
}

function isEmptyContainer(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
