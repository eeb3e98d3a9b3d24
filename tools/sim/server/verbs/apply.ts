import type { KubeObject } from '../../../../src/k8s/object.ts';
import type { ApiAnswer } from '../api.ts';
import { AppliedTypeError, applyPatch, conflictCauses, conflictMessage, type ApplyOutcome } from '../apply/index.ts';
import { incomingObject } from '../incoming.ts';
import { bodyOf, type ObjectRequest } from '../request.ts';
import { badRequest, conflict, internalError, invalid, notFound, Refusal } from '../status-answer.ts';
import { valueAt } from '../values.ts';
import type { WriteContext } from '../write-context.ts';
import { createObject, withoutVersion } from './create.ts';
import { storageKey } from './get.ts';
import { updateObject } from './update.ts';

/** Server-side apply: takes care of the fields in the body, and creates the object where it is not there. */
export function apply(request: ObjectRequest, context: WriteContext): ApiAnswer {
  const applied = incomingObject(request);
  checkOptions(request, applied);
  const before = context.storage.get(request.resource, storageKey(request));
  if (before === undefined) return createApplied(request, withoutVersion(applied), context);
  const after = merged(request, before, applied, context);
  const sent = withSentIdentity(after, applied);
  return updateObject(request, { sent, before, owners: 'known' }, context);
}

function createApplied(request: ObjectRequest, applied: KubeObject, context: WriteContext): ApiAnswer {
  const { resource, name, subresource } = request;
  if (subresource !== undefined) throw notFound(resource, name);
  context.authorize(request, 'create');
  if (valueAt(bodyOf(request), ['metadata', 'name']) === undefined) {
    throw badRequest('name must be provided');
  }
  const { uid } = applied.metadata;
  if (uid !== undefined) {
    throw conflict(
      resource,
      name,
      `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`,
    );
  }
  const created = merged(request, undefined, applied, context);
  return createObject(request, created, { ...context, track: (_request, object) => object });
}

function merged(
  request: ObjectRequest,
  live: KubeObject | undefined,
  applied: KubeObject,
  { clock }: WriteContext,
): KubeObject {
  const { resource, query, manager, subresource } = request;
  const { fields: schema, apiVersion } = resource;
  const common = { schema, manager, apiVersion, now: clock.wall(), force: query.get('force') === 'true' };
  const reset = resource.subresources.has('status') ? ['status'] : [];
  const options = subresource === undefined ? { ...common, reset } : { ...common, subresource };
  const outcome = typed(() => applyPatch(live, applied, options));
  if ('object' in outcome) return outcome.object;
  const message = conflictMessage(outcome.conflicts);
  throw new Refusal({ code: 409, reason: 'Conflict', message, details: { causes: conflictCauses(outcome.conflicts) } });
}

function typed(outcome: () => ApplyOutcome): ApplyOutcome {
  try {
    return outcome();
  } catch (error) {
    if (error instanceof AppliedTypeError) throw internalError(error.message);
    throw error;
  }
}

/** The merged object carries the live version and uid; those that the client named are preconditions all the same. */
function withSentIdentity(after: KubeObject, { metadata: { resourceVersion, uid } }: KubeObject): KubeObject {
  if (resourceVersion === undefined && uid === undefined) return after;
  const named = { ...(resourceVersion !== undefined && { resourceVersion }), ...(uid !== undefined && { uid }) };
  return { ...after, metadata: { ...after.metadata, ...named } };
}

function checkOptions({ query }: ObjectRequest, { metadata }: KubeObject): void {
  if (metadata.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
  if ((query.get('fieldManager') ?? '') !== '') return;
  const message = 'Required value: is required for apply patch';
  const cause = { reason: 'FieldValueRequired', message, field: 'fieldManager' };
  throw invalid('meta.k8s.io', 'PatchOptions', '', [cause]);
}
