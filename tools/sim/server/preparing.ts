/** What becomes of a written object before it is judged: what the server decides itself, and defaults. */
import type { KubeObject, ObjectMeta } from '../../../src/k8s/object.ts';
import { withBuiltInDefaults } from './defaults/built-in-defaults.ts';
import { isKind, preparedKind } from './kind-rules.ts';
import type { ResourceRequest } from './request.ts';
import type { Resource } from './resources.ts';
import { settleTyped } from './apply/index.ts';
import { settle } from './schema/settle.ts';
import { badRequest } from './status-answer.ts';
import { withKeptAddress } from './service-addresses.ts';
import { equal, valueAt, withField } from './values.ts';

/** An object with its defaults, and what the server has to say about fields that it does not know. */
export interface Prepared {
  readonly object: KubeObject;
  readonly unknown: readonly string[];
}

/** A new object: without status where that has its own subresource, and with defaults. */
export function preparedForCreate(request: ResourceRequest, sent: KubeObject): Prepared {
  const { resource } = request;
  const own = resource.subresources.has('status') ? withField(sent, 'status', undefined) : sent;
  const { object, unknown } = defaulted(request, withoutEmpty(own));
  return { object: preparedKind(request, object, undefined), unknown };
}

/** What an update leaves of an object: each endpoint writes its own part, and what the server decides stays. */
export function preparedForUpdate(request: ResourceRequest, sent: KubeObject, before: KubeObject): Prepared {
  const { resource } = request;
  const part = updatedPart(request, sent, before);
  const { object, unknown } = defaulted(request, withoutEmpty(part));
  const metadata = keptMetadata(object.metadata, before.metadata);
  const kept = isKind(resource, 'services', '') ? withKeptAddress(object, before) : object;
  return { object: withGeneration(resource, preparedKind(request, { ...kept, metadata }, before), before), unknown };
}

function defaulted({ resource, contentType }: ResourceRequest, object: KubeObject): Prepared {
  if (resource.custom === undefined) return defaultedBuiltIn(resource, object);
  // An apply merges after the body was read, so that a null which it leaves behind is not taken for one that was sent.
  const nulls = contentType === 'application/apply-patch+yaml' ? 'kept' : 'dropped';
  const { value, unknown } = settle(object, resource.custom.schema, nulls);
  return { object: value, unknown };
}

function defaultedBuiltIn(resource: Resource, sent: KubeObject): Prepared {
  const { object, unknown, mistyped } = settleTyped(sent, resource.fields);
  const [field] = mistyped;
  if (field !== undefined) {
    const { kind, version } = resource;
    throw badRequest(
      `${kind} in version "${version}" cannot be handled as a ${kind}: json: cannot unmarshal into Go struct field ${kind}${field}`,
    );
  }
  return { object: withBuiltInDefaults(resource, object), unknown: unknown.map((path) => path.slice(1)) };
}

function updatedPart({ resource, subresource }: ResourceRequest, sent: KubeObject, before: KubeObject): KubeObject {
  if (subresource === undefined) {
    return resource.subresources.has('status') ? withField(sent, 'status', valueAt(before, ['status'])) : sent;
  }
  const metadata = statusMetadata(resource, sent, before);
  if (subresource === 'finalize') return withField({ ...before, metadata }, 'spec', valueAt(sent, ['spec']));
  return withField({ ...before, metadata }, 'status', valueAt(sent, ['status']));
}

/** A status update of a built-in kind may change labels and annotations, as kubelets do; one of a custom kind may not. */
function statusMetadata(resource: Resource, sent: KubeObject, before: KubeObject): ObjectMeta {
  const { managedFields } = sent.metadata;
  if (resource.custom !== undefined) return withField(before.metadata, 'managedFields', managedFields);
  const { labels, annotations } = sent.metadata;
  const metadata = withField(withField(before.metadata, 'labels', labels), 'annotations', annotations);
  return withField(metadata, 'managedFields', managedFields);
}

const omittedWhenEmpty = ['labels', 'annotations', 'finalizers', 'ownerReferences'] as const;

/** Maps and lists of metadata that hold nothing are not stored. */
function withoutEmpty(object: KubeObject): KubeObject {
  const empty = omittedWhenEmpty.filter((field) => {
    const value = object.metadata[field];
    return value !== undefined && Object.keys(value).length === 0;
  });
  if (empty.length === 0) return object;
  const metadata = empty.reduce((so, field) => withField(so, field, undefined), object.metadata);
  return { ...object, metadata };
}

const decidedByServer = [
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'resourceVersion',
] as const;

function keptMetadata(sent: ObjectMeta, before: ObjectMeta): ObjectMeta {
  return decidedByServer.reduce((metadata, field) => withField(metadata, field, valueAt(before, [field])), sent);
}

function withGeneration(resource: Resource, object: KubeObject, before: KubeObject): KubeObject {
  const { generation = resource.generation === 'changes of spec' ? 0 : undefined } = before.metadata;
  if (resource.generation === 'none' || resource.generation === 'constant' || generation === undefined) return object;
  if (equal(countedPart(resource, object), countedPart(resource, before))) return object;
  return { ...object, metadata: { ...object.metadata, generation: generation + 1 } };
}

/** The part whose changes the generation counts. */
function countedPart({ generation, subresources }: Resource, object: KubeObject): unknown {
  const spec = valueAt(object, ['spec']);
  if (generation === 'spec and annotations') return [spec, object.metadata.annotations];
  if (generation !== 'content') return spec;
  const { metadata: _, ...content } = object;
  return subresources.has('status') ? withField(content, 'status', undefined) : content;
}
