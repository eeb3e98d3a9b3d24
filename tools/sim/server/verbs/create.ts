import { keyOf, type KubeObject } from '../../../../src/k8s/object.ts';
import type { ApiAnswer } from '../api.ts';
import { recordUpdate } from '../apply/index.ts';
import { incomingObject, inOrder } from '../incoming.ts';
import { judge, unknownFieldWarnings } from '../judging.ts';
import { completedKind } from '../kind-rules.ts';
import { textOf } from '../object-text.ts';
import { preparedForCreate } from '../preparing.ts';
import type { ResourceRequest } from '../request.ts';
import { namespaces } from '../resources.ts';
import { alreadyExists, forbidden, internalError, jsonAnswer, notFound } from '../status-answer.ts';
import { stringAt } from '../values.ts';
import { timestamp, type WriteContext } from '../write-context.ts';

/** Creates the object in the body. */
export function create(request: ResourceRequest, context: WriteContext): ApiAnswer {
  return createObject(request, incomingObject(request), { ...context, track: recorded });
}

export interface CreateContext extends WriteContext {
  /** Notes who owns which field. */
  readonly track: (request: ResourceRequest, object: KubeObject, context: WriteContext) => KubeObject;
}

/** Creates an object, whichever verb led to it. */
export function createObject(request: ResourceRequest, sent: KubeObject, context: CreateContext): ApiAnswer {
  const { resource } = request;
  if (resource.custom?.terminating === true) {
    const why = 'create not allowed while custom resource definition is terminating';
    throw forbidden(resource, sent.metadata.name, why);
  }
  if ((sent.metadata.resourceVersion ?? '') !== '') {
    throw internalError('resourceVersion should not be set on objects to be created');
  }
  checkNamespace(request, sent.metadata.name, context);
  const prepared = preparedForCreate(request, withoutServerFields(sent));
  const warnings = unknownFieldWarnings(request, prepared.unknown);
  const tracked = context.admit(request, context.track(request, prepared.object, context));
  judge(request, { object: tracked, sent: {} }, undefined);
  context.checkEscalation(request, tracked);
  const present = context.storage.get(resource, keyOf(sent.metadata));
  if (present !== undefined) throw alreadyExists(resource, sent.metadata.name, present);
  const object = inOrder(withIdentity(request, completedKind(request, tracked, context.addresses), context));
  const stored = request.dryRun ? object : context.storage.put(resource, object);
  return jsonAnswer(201, textOf(stored, request.form), warnings);
}

/** The managedFields of an object that is created as it was sent. */
export function recorded(
  { resource, manager }: ResourceRequest,
  object: KubeObject,
  { clock }: WriteContext,
): KubeObject {
  const { fields: schema, apiVersion } = resource;
  return recordUpdate(undefined, object, { schema, manager, apiVersion, now: clock.wall() });
}

/** A version means nothing where a write turns out to be the first. */
export function withoutVersion({ metadata, ...content }: KubeObject): KubeObject {
  const { resourceVersion: _, ...rest } = metadata;
  return { ...content, metadata: rest };
}

/** Nothing can be created in a namespace that is not there, or on its way out. */
function checkNamespace({ resource, namespace }: ResourceRequest, name: string, { storage }: WriteContext): void {
  if (namespace === undefined || !resource.namespaced) return;
  const found = storage.get(namespaces, namespace);
  if (found === undefined) throw notFound(namespaces, namespace);
  if (stringAt(found, ['status', 'phase']) !== 'Terminating') return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const cause = {
    reason: 'NamespaceTerminating',
    message: `namespace ${namespace} is being terminated`,
    field: 'metadata.namespace',
  };
  throw forbidden(resource, name, why, [cause]);
}

/** What a client may send along from an object that it has read, and which means nothing here. */
function withoutServerFields(object: KubeObject): KubeObject {
  const {
    uid: _uid,
    resourceVersion: _version,
    creationTimestamp: _created,
    deletionTimestamp: _deleted,
    generation: _generation,
    ...metadata
  } = object.metadata;
  return { ...object, metadata };
}

function withIdentity({ resource }: ResourceRequest, object: KubeObject, { newUid, clock }: WriteContext): KubeObject {
  const isCounted = resource.generation !== 'none' && resource.generation !== 'changes of spec';
  const generation = isCounted ? { generation: 1 } : {};
  const identity = { uid: newUid(), ...generation, creationTimestamp: timestamp(clock.wall()) };
  const { name, namespace, ...metadata } = object.metadata;
  const where = namespace === undefined ? { name } : { name, namespace };
  return { ...object, metadata: { ...where, ...identity, ...metadata } };
}
