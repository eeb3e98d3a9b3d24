import type { KubeObject } from '../../../src/k8s/object.ts';
import { bodyOf, type ResourceRequest } from './request.ts';
import { badRequest } from './status-answer.ts';
import { isRecord, type JsonRecord } from './values.ts';

/** The object in a request's body. Throws Refusal when it is of another kind, or says to be elsewhere. */
export function incomingObject(request: ResourceRequest): KubeObject {
  return checkedIncoming(bodyOf(request), request);
}

/** The same for an object that a patch led to. */
export function checkedIncoming(body: JsonRecord, request: ResourceRequest): KubeObject {
  const { resource, namespace, name } = request;
  const metadata = isRecord(body['metadata']) ? body['metadata'] : {};
  checkKind(body, request);
  if (name !== undefined && metadata['name'] !== undefined && metadata['name'] !== name) {
    throw badRequest(
      `the name of the object (${quoted(metadata['name'])}) does not match the name on the URL (${name})`,
    );
  }
  if (resource.namespaced && (metadata['namespace'] ?? namespace) !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  const { namespace: _, ...rest } = metadata;
  const where = resource.namespaced ? { namespace } : {};
  const placed = { ...rest, ...(name !== undefined && { name }), ...where };
  return { ...body, apiVersion: resource.apiVersion, kind: resource.kind, metadata: placed as KubeObject['metadata'] };
}

function checkKind({ apiVersion, kind }: JsonRecord, { resource }: ResourceRequest): void {
  if (resource.custom !== undefined && (kind === undefined || apiVersion === undefined)) {
    throw badRequest(`Object 'Kind' is missing in the body of a ${resource.kind}`);
  }
  if (apiVersion !== undefined && apiVersion !== resource.apiVersion) {
    throw badRequest(
      `the API version in the data (${quoted(apiVersion)}) does not match the expected API version (${resource.apiVersion})`,
    );
  }
  if (kind !== undefined && kind !== resource.kind) {
    throw badRequest(
      `${quoted(kind)} in version "${resource.version}" cannot be handled as a ${resource.kind}: the kinds do not match`,
    );
  }
}

/** A value as a sentence shows it: text as it is, all else as JSON. */
function quoted(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The same object with its kind and metadata first in its text: lists rely on it to leave the kind out. */
export function inOrder({ apiVersion, kind, metadata, ...content }: KubeObject): KubeObject {
  return { apiVersion, kind, metadata, ...content };
}
