import type { Clock } from '../../../../src/k8s/clock.ts';
import { keyOf, type KubeObject } from '../../../../src/k8s/object.ts';
import type { ApiAnswer } from '../api.ts';
import { inOrder } from '../incoming.ts';
import { isKind } from '../kind-rules.ts';
import { textOf } from '../object-text.ts';
import { bodyOf, type ObjectRequest } from '../request.ts';
import type { Resource } from '../resources.ts';
import { deletedBody, forbidden, invalid, jsonAnswer, Refusal } from '../status-answer.ts';
import type { Storage } from '../storage.ts';
import { listAt, stringAt, valueAt, withField, type JsonRecord } from '../values.ts';
import { timestamp, type WriteContext } from '../write-context.ts';
import { present } from './get.ts';
import { isFinished } from './update.ts';

/** What a delete asks for. */
interface Wish {
  readonly uid: string | undefined;
  readonly resourceVersion: string | undefined;
  readonly propagation: string | undefined;
  readonly graceSeconds: number | undefined;
  readonly isOrphaning?: boolean;
}

/** Namespaces without which there is no cluster. */
const permanent: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);
/** Kinds whose deletion is answered with the object where others get a Status. */
const returnsObject: ReadonlySet<string> = new Set([
  'csidrivers',
  'csinodes',
  'persistentvolumeclaims',
  'persistentvolumes',
  'pods',
  'resourcequotas',
  'serviceaccounts',
  'services',
  'storageclasses',
]);
/** Holds a definition while objects of its kind are left. */
export const DEFINITION_CLEANUP = 'customresourcecleanup.apiextensions.k8s.io';
/** Finalizers that stand for a propagation policy. */
const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

/** Deletes an object, or marks it and leaves the rest to whoever holds its finalizers, its pod or its namespace. */
export function remove(request: ObjectRequest, context: WriteContext): ApiAnswer {
  const before = present(request, context.storage);
  const wish = wishOf(request);
  checkPropagation(wish);
  checkPreconditions(request, before, wish);
  if (isKind(request.resource, 'namespaces', '') && permanent.has(request.name)) {
    throw forbidden(request.resource, request.name, 'this namespace may not be deleted');
  }
  const marked = markedForDeletion(request.resource, before, wish, context.clock);
  const left = request.dryRun ? marked : settle(request.resource, before, marked, context.storage);
  if (!isFinished(marked)) return jsonAnswer(200, textOf(left, 'whole'));
  if (returnsObject.has(request.resource.plural)) {
    return jsonAnswer(200, textOf(request.dryRun ? before : left, 'whole'));
  }
  return jsonAnswer(200, JSON.stringify(deletedBody(request.resource, before)));
}

/** Deletes as a controller of the server does: without preconditions, in the background. */
export function removeObject(resource: Resource, object: KubeObject, { storage, clock }: WriteContext): void {
  const wish = { uid: undefined, resourceVersion: undefined, propagation: undefined, graceSeconds: undefined };
  settle(resource, object, markedForDeletion(resource, object, wish, clock), storage);
}

/** Stores the mark, or takes the object away where nothing keeps it. Returns what was left last. */
function settle(resource: Resource, before: KubeObject, marked: KubeObject, storage: Storage): KubeObject {
  if (isFinished(marked)) return storage.remove(resource, keyOf(before.metadata)) ?? before;
  if (marked !== before) return storage.put(resource, marked);
  return marked;
}

function wishOf(request: ObjectRequest): Wish {
  const body: JsonRecord = request.body === undefined || request.body === '' ? {} : bodyOf(request);
  const query = (name: string): string | undefined => request.query.get(name) ?? undefined;
  const grace = body['gracePeriodSeconds'] ?? query('gracePeriodSeconds');
  return {
    uid: stringAt(body, ['preconditions', 'uid']),
    resourceVersion: stringAt(body, ['preconditions', 'resourceVersion']),
    propagation: stringAt(body, ['propagationPolicy']) ?? query('propagationPolicy'),
    graceSeconds: grace === undefined ? undefined : Number(grace),
    isOrphaning: body['orphanDependents'] !== undefined || query('orphanDependents') !== undefined,
  };
}

function checkPropagation({ propagation, isOrphaning }: Wish): void {
  if (propagation === undefined) return;
  const field = 'propagationPolicy';
  const values = ['Background', 'Foreground', 'Orphan'];
  if (!values.includes(propagation)) {
    const message = `Unsupported value: "${propagation}": supported values: ${values.map((value) => `"${value}"`).join(', ')}`;
    throw invalid('meta.k8s.io', 'DeleteOptions', '', [{ reason: 'FieldValueNotSupported', message, field }]);
  }
  if (isOrphaning !== true) return;
  const message = `Invalid value: "${propagation}": orphanDependents and deletionPropagation cannot be both set`;
  throw invalid('meta.k8s.io', 'DeleteOptions', '', [{ reason: 'FieldValueInvalid', message, field }]);
}

function checkPreconditions({ resource, name }: ObjectRequest, { metadata }: KubeObject, wish: Wish): void {
  const { uid, resourceVersion } = wish;
  if (uid !== undefined && uid !== metadata.uid) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid ?? ''}). The object might have been deleted and then recreated`;
    throw preconditionFailed(resource, name, why);
  }
  if (resourceVersion === undefined || resourceVersion === metadata.resourceVersion) return;
  const why = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion ?? ''}). The object might have been modified`;
  throw preconditionFailed(resource, name, why);
}

/** Here the server names the kind where it names the plural elsewhere. */
function preconditionFailed({ group, kind }: ObjectRequest['resource'], name: string, why: string): Refusal {
  const subject = group === '' ? kind : `${kind}.${group}`;
  const message = `Operation cannot be fulfilled on ${subject} "${name}": ${why}`;
  const details = { name, ...(group !== '' && { group }), kind };
  return new Refusal({ code: 409, reason: 'Conflict', message, details });
}

/** The object with its deletion noted; the same where that changes nothing. */
function markedForDeletion(resource: Resource, before: KubeObject, wish: Wish, clock: Clock): KubeObject {
  const finalizers = finalizersFor(resource, before, wish.propagation);
  const grace = isKind(resource, 'pods', '') ? podGrace(before, wish) : 0;
  const isMarked = before.metadata.deletionTimestamp !== undefined && !isShorter(before, grace);
  if (isMarked && isSameSet(before.metadata.finalizers ?? [], finalizers)) return before;
  const at = new Date(clock.wall().getTime() + grace * 1000);
  const held = withField(before.metadata, 'finalizers', finalizers.length === 0 ? undefined : finalizers);
  const metadata = isMarked ? held : { ...held, ...deletionOf(resource, before, { at: timestamp(at), grace }) };
  return inOrder(terminating(resource, { ...before, metadata }, timestamp(clock.wall())));
}

/** What metadata says of a deletion; namespaces and definitions are marked in their own, simpler way. */
function deletionOf(
  resource: Resource,
  { metadata: { generation, deletionTimestamp } }: KubeObject,
  { at, grace }: { readonly at: string; readonly grace: number },
): object {
  if (isDefinition(resource) || isKind(resource, 'namespaces', '')) return { deletionTimestamp: at };
  const isFirst = generation !== undefined && deletionTimestamp === undefined;
  return {
    ...(isFirst && { generation: generation + 1 }),
    deletionTimestamp: at,
    deletionGracePeriodSeconds: grace,
  };
}

/** Whether an object that is being deleted would go sooner than it was given time for. */
function isShorter(object: KubeObject, grace: number): boolean {
  const given = valueAt(object, ['metadata', 'deletionGracePeriodSeconds']);
  return typeof given === 'number' && grace < given;
}

/** What a namespace and a definition say in their status while they go. */
function terminating(resource: Resource, object: KubeObject, now: string): KubeObject {
  const status = valueAt(object, ['status']) as JsonRecord | undefined;
  if (isKind(resource, 'namespaces', '')) return withField(object, 'status', { ...status, phase: 'Terminating' });
  if (!isDefinition(resource)) return object;
  const others = listAt(status, ['conditions']).filter((condition) => stringAt(condition, ['type']) !== 'Terminating');
  const condition = {
    type: 'Terminating',
    status: 'True',
    lastTransitionTime: now,
    reason: 'InstanceDeletionPending',
    message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
  };
  return withField(object, 'status', { ...status, conditions: [...others, condition] });
}

function isDefinition(resource: Resource): boolean {
  return isKind(resource, 'customresourcedefinitions', 'apiextensions.k8s.io');
}

/** A pod on a node has time to end; one that never started, or has ended, has none left. */
function podGrace(pod: KubeObject, { graceSeconds }: Wish): number {
  const phase = stringAt(pod, ['status', 'phase']);
  const unscheduled = (stringAt(pod, ['spec', 'nodeName']) ?? '') === '';
  if (unscheduled || phase === 'Succeeded' || phase === 'Failed') return 0;
  const own = valueAt(pod, ['spec', 'terminationGracePeriodSeconds']);
  return graceSeconds ?? (typeof own === 'number' ? own : 30);
}

/**
 * A propagation policy lives in the finalizers; without one those that are there decide. A definition stays until its
 * objects are gone.
 */
function finalizersFor(resource: Resource, { metadata }: KubeObject, propagation: string | undefined): string[] {
  const present = metadata.finalizers ?? [];
  const isFirst = metadata.deletionTimestamp === undefined;
  const held = isFirst && isDefinition(resource) ? [...new Set([...present, DEFINITION_CLEANUP])] : present;
  if (propagation === undefined) return held;
  const others = held.filter((finalizer) => finalizer !== FOREGROUND && finalizer !== ORPHAN);
  if (propagation === 'Foreground') return [...others, FOREGROUND];
  return propagation === 'Orphan' ? [...others, ORPHAN] : others;
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item) => right.includes(item));
}
