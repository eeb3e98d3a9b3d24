import type { KubeObject } from '../../../src/k8s/object.ts';
import type { ApiAnswer } from './api.ts';

/** One reason among several why a request was refused. */
export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

interface Details {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly Cause[];
  readonly retryAfterSeconds?: number;
}

/** `meta/v1 Status` of a refusal. */
export interface FailureStatus {
  readonly code: number;
  readonly reason?: string;
  readonly message: string;
  readonly details?: Details;
}

/** What a sentence names: the plural with its group, and an object. */
export interface Named {
  readonly group: string;
  readonly plural: string;
}

/** The API server says no; thrown while a request is carried out, before anything is stored. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: FailureStatus;

  constructor(status: FailureStatus) {
    super(status.message);
    this.status = status;
  }
}

const json = { 'content-type': 'application/json' } as const;

/** An answer with a JSON text. */
export function jsonAnswer(status: number, body: string, warnings: readonly string[] = []): ApiAnswer {
  if (warnings.length === 0) return { status, headers: json, body };
  const warning = warnings.map((text) => `299 - ${JSON.stringify(text)}`).join(', ');
  return { status, headers: { ...json, warning }, body };
}

/** The Status object of a refusal, as bodies and ERROR events carry it. */
export function failureBody({ code, reason, message, details }: FailureStatus): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason !== undefined && { reason }),
    ...(details !== undefined && { details }),
    code,
  };
}

/** A refusal as an answer, with `Retry-After` where it names a time. */
export function failureAnswer(status: FailureStatus): ApiAnswer {
  const answer = jsonAnswer(status.code, JSON.stringify(failureBody(status)));
  const seconds = status.details?.retryAfterSeconds;
  return seconds === undefined ? answer : { ...answer, headers: { ...json, 'retry-after': String(seconds) } };
}

/** What a delete answers that left nothing behind. */
export function deletedBody(resource: Named, { metadata }: KubeObject): object {
  const details = { ...detailsOf(resource, metadata.name), uid: metadata.uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}

/** A path that nothing serves: not even a Status. */
export const pageNotFound: ApiAnswer = {
  status: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: '404 page not found\n',
};

/** `deployments.apps`, or `pods` in the core group. */
export function qualified({ plural, group }: Named): string {
  return group === '' ? plural : `${plural}.${group}`;
}

function detailsOf({ group, plural }: Named, name: string | undefined): Details {
  return { ...(name !== undefined && { name }), ...(group !== '' && { group }), kind: plural };
}

/** A known group and version without this resource. */
export function notServed(): Refusal {
  const message = 'the server could not find the requested resource';
  return new Refusal({ code: 404, reason: 'NotFound', message, details: {} });
}

export function notFound(resource: Named, name: string): Refusal {
  const message = `${qualified(resource)} "${name}" not found`;
  return new Refusal({ code: 404, reason: 'NotFound', message, details: detailsOf(resource, name) });
}

export function alreadyExists(resource: Named, name: string, present: KubeObject): Refusal {
  const leaving = present.metadata.deletionTimestamp === undefined ? '' : 'object is being deleted: ';
  const message = `${leaving}${qualified(resource)} "${name}" already exists`;
  return new Refusal({ code: 409, reason: 'AlreadyExists', message, details: detailsOf(resource, name) });
}

export function conflict(resource: Named, name: string, why: string): Refusal {
  const message = `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`;
  return new Refusal({ code: 409, reason: 'Conflict', message, details: detailsOf(resource, name) });
}

/** The conflict of optimistic locking. */
export function modified(resource: Named, name: string): Refusal {
  const why = 'the object has been modified; please apply your changes to the latest version and try again';
  return conflict(resource, name, why);
}

export function badRequest(message: string): Refusal {
  return new Refusal({ code: 400, reason: 'BadRequest', message });
}

export function forbidden(resource: Named, name: string | undefined, why: string, causes?: readonly Cause[]): Refusal {
  const subject = name === undefined ? qualified(resource) : `${qualified(resource)} "${name}"`;
  const details = { ...detailsOf(resource, name), ...(causes !== undefined && { causes }) };
  return new Refusal({ code: 403, reason: 'Forbidden', message: `${subject} is forbidden: ${why}`, details });
}

export function methodNotAllowed(message = 'the server does not allow this method on the requested resource'): Refusal {
  return new Refusal({ code: 405, reason: 'MethodNotAllowed', message, details: {} });
}

/** Validation failed; `kind` is the kind, or the plural where the server says so. */
export function invalid(group: string, kind: string, name: string, causes: readonly Cause[]): Refusal {
  const sentences = causes.map(({ field, message }) => (field === undefined ? message : `${field}: ${message}`));
  const all = sentences.length === 1 ? sentences[0] : `[${sentences.join(', ')}]`;
  const subject = `${group === '' ? kind : `${kind}.${group}`} "${name}"`;
  const details = { ...(name !== '' && { name }), ...(group !== '' && { group }), kind, causes };
  return new Refusal({ code: 422, reason: 'Invalid', message: `${subject} is invalid: ${all}`, details });
}

/** A resource version or continue token that the server has forgotten. */
export function expired(message: string): Refusal {
  return new Refusal({ code: 410, reason: 'Expired', message });
}

/** A resource version from the server's future. */
export function tooLarge(asked: number, now: number): Refusal {
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
  const message = `Timeout: Too large resource version: ${asked}, current: ${now}`;
  return new Refusal({ code: 504, reason: 'Timeout', message, details: { causes, retryAfterSeconds: 1 } });
}

/** The server failed over what it was sent: server-side apply says so of a body that does not fit the schema. */
export function internalError(message: string): Refusal {
  return new Refusal({ code: 500, message });
}
