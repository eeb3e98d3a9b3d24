import { isDeepStrictEqual } from 'node:util';
import type { FieldSet, KubeObject, OwnerReference } from '../../k8s/object.ts';
import { isJsonObject, type Json, type JsonObject } from './field-set.ts';
import { appliedPart } from './is-applied.ts';
import type { Extent } from './take-over.ts';

/** Body of a merge patch (RFC 7386); null takes a field away. */
export type MergePatch = Readonly<Record<string, unknown>>;

/**
 * What turns the live object into the desired one, for API servers that are not asked to keep field ownership; undefined
 * where nothing has to change. Lists count as a whole; labels, annotations and owners of others stay. Of `spec`, fields
 * that are not desired go where `extent` says so, unless they say nothing: servers write such values by themselves. Pure.
 */
export function mergePatchOf(desired: KubeObject, live: KubeObject, extent: Extent): MergePatch | undefined {
  const metadata = metadataPatch(desired, live);
  const spec = specPatch(specOf(desired), specOf(live), extent);
  if (metadata === undefined && spec === undefined) return undefined;
  const { resourceVersion } = live.metadata;
  return { metadata: { ...metadata, resourceVersion }, ...(spec && { spec }) };
}

function metadataPatch(desired: KubeObject, live: KubeObject): MergePatch | undefined {
  const { labels = {}, annotations = {}, ownerReferences = [] } = desired.metadata;
  const owners = withOwners(live.metadata.ownerReferences ?? [], ownerReferences);
  const patch = {
    ...changed('labels', labels, live.metadata.labels),
    ...changed('annotations', annotations, live.metadata.annotations),
    ...(owners && { ownerReferences: owners }),
  };
  return Object.keys(patch).length === 0 ? undefined : patch;
}

type Words = Readonly<Record<string, string>>;

function changed(name: 'labels' | 'annotations', wanted: Words, live: Words = {}): MergePatch {
  const news = Object.entries(wanted).filter(([key, value]) => live[key] !== value);
  return news.length === 0 ? {} : { [name]: Object.fromEntries(news) };
}

/** A merge patch replaces lists, so it has to name the owners that others have added. */
function withOwners(live: readonly OwnerReference[], wanted: readonly OwnerReference[]): OwnerReference[] | undefined {
  const isThere = (owner: OwnerReference): boolean => live.some((each) => isDeepStrictEqual(each, owner));
  if (wanted.every(isThere)) return undefined;
  return [...live.filter(({ uid }) => wanted.every((owner) => owner.uid !== uid)), ...wanted];
}

function specOf(object: KubeObject): JsonObject {
  const { spec } = appliedPart(object);
  return isJsonObject(spec) ? spec : {};
}

function specPatch(desired: JsonObject, live: JsonObject, extent: Extent): MergePatch | undefined {
  const news = Object.entries(desired).filter(
    ([name, value]) => !isDeepStrictEqual(essence(value), essence(live[name])),
  );
  const gone = Object.entries(live).filter(
    ([name, value]) => desired[name] === undefined && !saysNothing(value) && isOurs(name, extent),
  );
  if (news.length === 0 && gone.length === 0) return undefined;
  return { ...Object.fromEntries(news), ...Object.fromEntries(gone.map(([name]) => [name, null])) };
}

function isOurs(name: string, extent: Extent): boolean {
  if (extent === 'fields') return false;
  const within: FieldSet | undefined = extent === 'whole' ? undefined : extent.within['f:spec'];
  return within === undefined || within[`f:${name}`] !== undefined;
}

/** What is the same whether it is written or not: `Never` is how pools write that they have no tunnel, `Deny` ends a tier. */
const silent: ReadonlySet<unknown> = new Set([undefined, null, false, '', 'Never', 'Deny']);

function saysNothing(value: Json | undefined): boolean {
  return silent.has(value) || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}

/** The value without empty containers, which servers add and leave out as they like. */
function essence(value: Json | undefined): unknown {
  if (Array.isArray(value)) return (value as readonly Json[]).map(essence);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).map(([name, below]) => [name, essence(below)] as const);
  return Object.fromEntries(kept.filter(([, below]) => !isEmptyContainer(below)));
}

function isEmptyContainer(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}
