import type { User } from './api.ts';
import type { Form } from './object-text.ts';
import type { Resource } from './resources.ts';
import { badRequest } from './status-answer.ts';
import { isRecord, type JsonRecord } from './values.ts';

/** A request about a kind that is served, taken apart. */
export interface ResourceRequest {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  readonly query: URLSearchParams;
  readonly form: Form;
  readonly user: User;
  readonly contentType: string;
  readonly body: string | undefined;
  /** Who writes, for `managedFields`: `fieldManager`, else what the user agent begins with. */
  readonly manager: string;
  readonly dryRun: boolean;
}

/** A request about one object. */
export type ObjectRequest = ResourceRequest & { readonly name: string };

/** The body as JSON object. Throws Refusal for anything else. */
export function bodyOf({ body, resource }: ResourceRequest): JsonRecord {
  const parsed = parsedBody(body, resource);
  if (!isRecord(parsed)) throw unrecognized(resource, 'json: cannot unmarshal into Go value', body);
  return parsed;
}

/** The body of a JSON patch or of anything else that is JSON. Throws Refusal for what is none. */
export function parsedBody(body: string | undefined, resource: Resource): unknown {
  try {
    return JSON.parse(body ?? '') as unknown;
  } catch {
    throw unrecognized(resource, 'json parse error', body);
  }
}

function unrecognized({ kind }: Resource, why: string, body = ''): Error {
  const excerpt = body === '' ? '<empty>' : body.slice(0, 80);
  return badRequest(
    `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; ${why} (${excerpt})`,
  );
}
