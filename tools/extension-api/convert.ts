import type { KubeObject, ObjectMeta, ResourceType } from '../../src/k8s/object.ts';
import { apiVersionOf } from '../../src/k8s/object.ts';

/** Where labels, annotations and the rest of the metadata that users see are stored. */
const metadataAnnotation = 'projectcalico.org/metadata';

/** A kind as users see it, and as it is stored. */
export interface ServedKind {
  readonly served: ResourceType;
  readonly stored: ResourceType;
}

/** UIDs of the two forms of one object differ, as Calico's do; either can be told from the other. */
export function otherUid(uid: string): string {
  return uid.split('').toReversed().join('');
}

/** The object as users see it. */
export function fromStored(kind: ServedKind, object: KubeObject): KubeObject {
  const { annotations = {}, labels, managedFields: _, ...identity } = object.metadata;
  const { [metadataAnnotation]: text, ...plain } = annotations;
  const kept = text === undefined ? { annotations: plain, ...(labels && { labels }) } : parsed(text);
  const { name, namespace, resourceVersion = '', uid = '', creationTimestamp = '' } = identity;
  const own = { name, ...(namespace !== undefined && { namespace }), resourceVersion, creationTimestamp };
  const metadata: ObjectMeta = { ...kept, ...own, uid: otherUid(uid) };
  if (Object.keys(metadata.annotations ?? {}).length === 0) delete metadata.annotations;
  return { ...object, apiVersion: apiVersionOf(kind.served), kind: kind.served.kind, metadata };
}

/** The object as it is stored; `live` is its stored form where there is one. */
export function toStored(kind: ServedKind, object: KubeObject, live?: KubeObject): KubeObject {
  const { name, namespace, resourceVersion: _, uid: __, creationTimestamp: ___, ...kept } = object.metadata;
  const { uid, resourceVersion } = live?.metadata ?? {};
  const metadata: ObjectMeta = {
    name,
    ...(namespace !== undefined && { namespace }),
    ...(uid !== undefined && { uid }),
    ...(resourceVersion !== undefined && { resourceVersion }),
    annotations: { [metadataAnnotation]: JSON.stringify(kept) },
  };
  return { ...object, apiVersion: apiVersionOf(kind.stored), kind: kind.stored.kind, metadata };
}

function parsed(text: string): Partial<ObjectMeta> {
  return JSON.parse(text) as Partial<ObjectMeta>;
}

type Json = Readonly<Record<string, unknown>>;

/** RFC 7386. */
export function mergePatched(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = mergePatched(result[name], value);
  }
  return result;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
