import type { KubeObject } from '../../../../src/k8s/object.ts';
import type { ApiAnswer } from '../api.ts';
import { recordUpdate } from '../apply/index.ts';
import { incomingObject, inOrder } from '../incoming.ts';
import { judge, unknownFieldWarnings } from '../judging.ts';
import { textOf } from '../object-text.ts';
import { preparedForUpdate } from '../preparing.ts';
import type { ObjectRequest } from '../request.ts';
import { conflict, internalError, invalid, jsonAnswer, modified } from '../status-answer.ts';
import { equal, listAt, valueAt } from '../values.ts';
import type { WriteContext } from '../write-context.ts';
import { createObject, recorded as recordedCreation, withoutVersion } from './create.ts';
import { present, storageKey } from './get.ts';

/** Kinds of which a replacement may be the first: old clients create leases and events so. */
const createdByUpdate: ReadonlySet<string> = new Set([
  'clusterrolebindings.rbac.authorization.k8s.io',
  'clusterroles.rbac.authorization.k8s.io',
  'events.',
  'events.events.k8s.io',
  'leases.coordination.k8s.io',
  'rolebindings.rbac.authorization.k8s.io',
  'roles.rbac.authorization.k8s.io',
  'services.',
]);

/** Replaces an object by the one in the body. */
export function update(request: ObjectRequest, context: WriteContext): ApiAnswer {
  const sent = incomingObject(request);
  const { resource, subresource } = request;
  const found = context.storage.get(resource, storageKey(request));
  if (found === undefined && subresource === undefined && createdByUpdate.has(`${resource.plural}.${resource.group}`)) {
    context.authorize(request, 'create');
    return createObject(request, withoutVersion(sent), { ...context, track: recordedCreation });
  }
  const before = found ?? present(request, context.storage);
  requireVersion(request, sent);
  requireUid(request, sent, before);
  return updateObject(request, { sent, before, owners: 'recorded' }, context);
}

/** A change of an object, whichever verb led to it. */
export interface Change {
  readonly sent: KubeObject;
  readonly before: KubeObject;
  /** Whether `sent` already says who owns its fields, as an apply does. */
  readonly owners: 'recorded' | 'known';
}

/** Stores a change, where it is one. An object that was only waiting for its last finalizer goes. */
export function updateObject(request: ObjectRequest, change: Change, context: WriteContext): ApiAnswer {
  const { sent, before } = change;
  checkVersion(request, sent, before);
  const prepared = preparedForUpdate(request, sent, before);
  const warnings = unknownFieldWarnings(request, prepared.unknown);
  const owned = change.owners === 'known' ? prepared.object : recorded(request, prepared.object, before, context);
  const tracked = context.admit(request, owned, before);
  judge(request, { object: tracked, sent: sent.metadata }, before);
  if (equal(tracked, before)) return jsonAnswer(200, textOf(before, request.form), warnings);
  context.checkEscalation(request, tracked);
  return jsonAnswer(200, textOf(stored(request, inOrder(tracked), context), request.form), warnings);
}

function stored(request: ObjectRequest, object: KubeObject, { storage }: WriteContext): KubeObject {
  const { resource, dryRun } = request;
  if (dryRun) return object;
  if (!isFinished(object)) return storage.put(resource, object);
  storage.remove(resource, storageKey(request));
  return object;
}

/** Whether nothing keeps an object that is being deleted. */
export function isFinished(object: KubeObject): boolean {
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined || finalizers.length > 0) return false;
  const isNamespace = object.kind === 'Namespace' && object.apiVersion === 'v1';
  if (isNamespace) return listAt(object, ['spec', 'finalizers']).length === 0;
  return (valueAt(object, ['metadata', 'deletionGracePeriodSeconds']) ?? 0) === 0;
}

function recorded(
  { resource, manager, subresource }: ObjectRequest,
  object: KubeObject,
  before: KubeObject,
  { clock }: WriteContext,
): KubeObject {
  const { fields: schema, apiVersion } = resource;
  const options = { schema, manager, apiVersion, now: clock.wall() };
  return recordUpdate(before, object, subresource === undefined ? options : { ...options, subresource });
}

/** The uid in a replacement says which incarnation is meant. */
function requireUid({ resource, name }: ObjectRequest, sent: KubeObject, { metadata }: KubeObject): void {
  const { uid = '' } = sent.metadata;
  if (uid === '' || uid === metadata.uid) return;
  const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid ?? ''}`;
  const key = `/registry/${resource.plural}/${storageKey({ name, namespace: metadata.namespace })}`;
  throw conflict(
    resource,
    name,
    `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`,
  );
}

function checkVersion({ resource, name }: ObjectRequest, sent: KubeObject, { metadata }: KubeObject): void {
  const { resourceVersion = '' } = sent.metadata;
  if (!/^\d*$/.test(resourceVersion))
    throw internalError(`strconv.ParseUint: parsing "${resourceVersion}": invalid syntax`);
  if (resourceVersion !== '' && resourceVersion !== metadata.resourceVersion) throw modified(resource, name);
}

/** Custom resources cannot be overwritten blindly. */
function requireVersion({ resource, name }: ObjectRequest, { metadata }: KubeObject): void {
  if (resource.custom === undefined || (metadata.resourceVersion ?? '') !== '') return;
  const message = 'Invalid value: 0: must be specified for an update';
  const cause = { reason: 'FieldValueInvalid', message, field: 'metadata.resourceVersion' };
  throw invalid(resource.group, resource.plural, name, [cause]);
}
