/** The wire shape of Kubernetes objects: raw JSON as the API server sends it. Times are strings, unknown fields survive. */

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** One entry of `metadata.managedFields`; `fieldsV1` is the tree of `f:`, `k:` and `v:` keys of the API conventions. */
export interface ManagedFieldsEntry {
  manager?: string;
  operation?: 'Apply' | 'Update';
  apiVersion?: string;
  time?: string;
  fieldsType?: string;
  fieldsV1?: FieldSet;
  subresource?: string;
}

export interface FieldSet {
  readonly [key: string]: FieldSet;
}

export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  /** Seconds; of pods that are being stopped. */
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  managedFields?: ManagedFieldsEntry[];
}

export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

/** Names one object without its content. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/**
 * What the client must know of a kind to build its URLs. `T` is the type of its objects and exists for the compiler only.
 * `group` is empty for the core group.
 */
export interface ResourceType<T extends KubeObject = KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly example?: T;
}

export function apiVersionOf(type: ResourceType): string {
  return type.group === '' ? type.version : `${type.group}/${type.version}`;
}

export function refOf(object: KubeObject): ObjectRef {
  const { name, namespace } = object.metadata;
  const base = { apiVersion: object.apiVersion, kind: object.kind, name };
  return namespace === undefined ? base : { ...base, namespace };
}

/** Where an object of a known kind lives. `namespace` is absent for cluster-scoped kinds. */
export interface NamespacedName {
  readonly name: string;
  readonly namespace?: string;
}

/** One incarnation of an object in one state: what a delete must name, so that it can hit nothing newer. */
export interface Incarnation extends NamespacedName {
  readonly uid: string;
  readonly resourceVersion: string;
}

/** The incarnation that a live read returned. Throws TypeError for an object that never came from the API server. */
export function incarnationOf({ metadata }: KubeObject): Incarnation {
  const { name, namespace, uid, resourceVersion } = metadata;
  if (uid === undefined || resourceVersion === undefined) {
    throw new TypeError(`${keyOf(metadata)} has no uid or resourceVersion: it was not read from the API server`);
  }
  const base = { name, uid, resourceVersion };
  return namespace === undefined ? base : { ...base, namespace };
}

/** `namespace/name`, or the name alone for cluster-scoped objects: the key of stores and work queues. */
export function keyOf(meta: Pick<ObjectMeta, 'name' | 'namespace'>): string {
  return meta.namespace === undefined ? meta.name : `${meta.namespace}/${meta.name}`;
}

/** `Kind.group namespace/name`, for messages and log fields. */
export function describeRef(ref: ObjectRef): string {
  return `${ref.kind} ${keyOf(ref)}`;
}
