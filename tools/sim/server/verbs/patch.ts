import type { Json } from '../../../../src/reconcilers/apply/field-set.ts';
import type { KubeObject } from '../../../../src/k8s/object.ts';
import type { ApiAnswer } from '../api.ts';
import { jsonPatch, JsonPatchError, mergePatch, type PatchOperation } from '../apply/index.ts';
import { checkedIncoming } from '../incoming.ts';
import { bodyOf, parsedBody, type ObjectRequest } from '../request.ts';
import { badRequest, invalid, Refusal } from '../status-answer.ts';
import { isRecord, type JsonRecord } from '../values.ts';
import type { WriteContext } from '../write-context.ts';
import { apply } from './apply.ts';
import { present } from './get.ts';
import { updateObject } from './update.ts';

/** Changes an object as a patch of one of three formats says; server-side apply may create it too. */
export function patch(request: ObjectRequest, context: WriteContext): ApiAnswer {
  switch (request.contentType) {
    case 'application/apply-patch+yaml':
      return apply(request, context);
    case 'application/merge-patch+json':
      return patched(request, context, (live) => mergePatch(live, bodyOf(request) as Json));
    case 'application/json-patch+json':
      return patched(request, context, (live) => jsonPatched(request, live));
    default:
      throw unsupportedFormat();
  }
}

function patched(request: ObjectRequest, context: WriteContext, patchOf: (live: Json) => Json): ApiAnswer {
  const before = present(request, context.storage);
  const after = patchOf(before as unknown as Json);
  if (!isRecord(after)) throw badRequest('the patch leaves no object');
  requireSameKind(request, after);
  const sent: KubeObject = checkedIncoming(after, request);
  return updateObject(request, { sent, before, owners: 'recorded' }, context);
}

function requireSameKind({ resource, name }: ObjectRequest, { apiVersion, kind }: JsonRecord): void {
  if (apiVersion === resource.apiVersion && kind === resource.kind) return;
  const message = `Invalid value: "${String(apiVersion)}, Kind=${String(kind)}": the kind of an object cannot change`;
  const cause = { reason: 'FieldValueInvalid', message, field: 'patch' };
  throw invalid(resource.group, resource.kind, name, [cause]);
}

function jsonPatched(request: ObjectRequest, live: Json): Json {
  const operations = parsedBody(request.body, request.resource);
  if (!Array.isArray(operations)) throw badRequest('a JSON patch is a list of operations');
  try {
    return jsonPatch(live, operations as PatchOperation[]);
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error;
    const message = 'the server rejected our request due to an error in our request';
    throw new Refusal({ code: 422, reason: 'Invalid', message, details: {} });
  }
}

function unsupportedFormat(): Refusal {
  const message = '415: Unsupported Media Type';
  return new Refusal({ code: 415, reason: 'UnsupportedMediaType', message, details: {} });
}
