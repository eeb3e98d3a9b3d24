/** What a request can end with instead of an object. */

export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

/** `meta/v1 Status`, as far as errors use it. */
export interface Status {
  readonly status?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code?: number;
}

/** The request that failed, as verb and path (no query, no host). */
export interface RequestLabel {
  readonly verb: string;
  readonly path: string;
}

export interface ApiErrorOptions extends RequestLabel {
  readonly code: number;
  readonly status: Status;
  readonly retryAfterSeconds?: number | undefined;
}

/** The API server answered, and the answer was no. `message` is the server's sentence. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly verb: string;
  readonly path: string;
  /** HTTP status, or the `code` of an ERROR event inside a watch. */
  readonly code: number;
  /** A `StatusReason` such as `NotFound`; `Unknown` when the body was not a Status. */
  readonly reason: string;
  readonly details: StatusDetails;
  /** The body as it came. */
  readonly status: Status;
  /** How long the server asked us to stay away. */
  readonly retryAfterSeconds: number | undefined;

  constructor(options: ApiErrorOptions) {
    super(options.status.message ?? `${options.verb} ${options.path} answered ${options.code}`);
    this.verb = options.verb;
    this.path = options.path;
    this.code = options.code;
    this.status = options.status;
    this.reason = options.status.reason ?? 'Unknown';
    this.details = options.status.details ?? {};
    this.retryAfterSeconds = options.retryAfterSeconds ?? this.details.retryAfterSeconds;
  }
}

/** What went wrong below HTTP. `timeout`: our own deadline passed. `protocol`: the answer was not what HTTP or JSON allow. */
export type ConnectionFailure = 'refused' | 'reset' | 'dns' | 'tls' | 'timeout' | 'protocol' | 'other';

export interface ConnectionErrorOptions extends RequestLabel {
  readonly failure: ConnectionFailure;
  readonly cause?: unknown;
  /** Whether the server may have carried out the request all the same. */
  readonly maybeCommitted: boolean;
}

/** No usable answer came. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  readonly verb: string;
  readonly path: string;
  readonly failure: ConnectionFailure;
  readonly maybeCommitted: boolean;

  constructor(message: string, options: ConnectionErrorOptions) {
    super(`${options.verb} ${options.path}: ${message}`, { cause: options.cause });
    this.verb = options.verb;
    this.path = options.path;
    this.failure = options.failure;
    this.maybeCommitted = options.maybeCommitted;
  }
}

function hasCode(error: unknown, code: number): error is ApiError {
  return error instanceof ApiError && error.code === code;
}

export function isNotFound(error: unknown): error is ApiError {
  return hasCode(error, 404);
}

/** 409 because the name is taken. */
export function isAlreadyExists(error: unknown): error is ApiError {
  return hasCode(error, 409) && error.reason === 'AlreadyExists';
}

/** 409 because the object changed meanwhile, or because another field manager owns a field. */
export function isConflict(error: unknown): error is ApiError {
  return hasCode(error, 409) && error.reason !== 'AlreadyExists';
}

/** The resource version or continue token is older than what the server remembers. */
export function isGone(error: unknown): error is ApiError {
  return hasCode(error, 410);
}

export function isUnauthorized(error: unknown): error is ApiError {
  return hasCode(error, 401);
}

export function isForbidden(error: unknown): error is ApiError {
  return hasCode(error, 403);
}

/** Validation refused the object; `details.causes` names the fields. */
export function isInvalid(error: unknown): error is ApiError {
  return hasCode(error, 422);
}

export function isBadRequest(error: unknown): error is ApiError {
  return hasCode(error, 400);
}

export function isTooManyRequests(error: unknown): error is ApiError {
  return hasCode(error, 429);
}

/** The server's time ran out (504), or ours. */
export function isTimeout(error: unknown): boolean {
  return hasCode(error, 504) || (error instanceof ConnectionError && error.failure === 'timeout');
}

/** The resource version asked for lies in the server's future: it lags, or it was restored from a backup. */
export function isResourceVersionTooLarge(error: unknown): error is ApiError {
  if (!(error instanceof ApiError)) return false;
  const causes = error.details.causes ?? [];
  return (
    causes.some((cause) => cause.reason === 'ResourceVersionTooLarge') ||
    /Too large resource version/.test(error.message)
  );
}

/**
 * Whether sending the same request again is pointless until something else changes. Server-side apply answers 500 for
 * a body that does not fit the schema (unknown field, duplicate key of a list), which looks like an outage and is none.
 */
export function isTerminal(error: unknown): error is ApiError {
  if (!(error instanceof ApiError)) return false;
  if (error.code === 500) return error.message.includes('failed to create typed patch object');
  return [400, 405, 406, 413, 415, 422].includes(error.code);
}

/** The server cannot answer now, or nothing of it is heard: the same request may succeed later. */
export function isOutage(error: unknown): error is ApiError | ConnectionError {
  return (
    error instanceof ConnectionError ||
    (error instanceof ApiError && (error.code >= 500 || error.code === 429) && !isTerminal(error))
  );
}

/** The words of anything that was thrown; errors of Node's own modules are not always `instanceof Error` (vm contexts). */
export function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : undefined;
  return typeof message === 'string' ? message : String(error);
}
