import { ApiError, type RequestLabel, type Status } from './errors.ts';
import { parseWire } from './wire-json.ts';

/** An answer with an error code, as the transport hands it over. Header names are lower case. */
export interface ErrorResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const MAX_EXCERPT = 200;

/** Whole seconds of a `Retry-After` header; undefined for anything else, a date included (the API server sends none). */
export function retryAfterSeconds(headers: Readonly<Record<string, string>>): number | undefined {
  const value = headers['retry-after'];
  return value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) : undefined;
}

/** The error for an answer with status 300 or above: the Status object of the server where the body holds one. */
export function apiErrorOf(request: RequestLabel, response: ErrorResponse): ApiError {
  const stated = statusOf(response.body) ?? describeForeignBody(request, response);
  const status = response.status === 422 ? redactSecretValues(request, stated) : stated;
  return new ApiError({
    ...request,
    code: response.status,
    status,
    retryAfterSeconds: retryAfterSeconds(response.headers),
  });
}

function statusOf(body: string): Status | undefined {
  try {
    const value = parseWire(body);
    return isStatus(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a decoded value is a `meta/v1 Status`. */
export function isStatus(value: unknown): value is Status {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'Status';
}

/** A body from something between us and the API server, such as the page of a load balancer. */
function describeForeignBody(request: RequestLabel, response: ErrorResponse): Status {
  const answered = `${request.verb} ${request.path} answered ${response.status}`;
  if (response.status === 404) return { message: `the API server does not serve ${request.path}` };
  const text = response.body.trim();
  if (text === '') return { message: answered };
  if (text.startsWith('<')) return { message: `${answered} with an HTML page, probably from a proxy or load balancer` };
  return { message: `${answered}: ${text.slice(0, MAX_EXCERPT)}` };
}

/** The server quotes rejected values in its sentences; those of a Secret must reach no log and no status. */
function redactSecretValues(request: RequestLabel, status: Status): Status {
  if (!/\/secrets(\/|$)/.test(request.path) || status.details?.causes === undefined) return status;
  const causes = status.details.causes.map(({ reason, field }) => ({ reason: reason ?? '', field: field ?? '' }));
  const fields = causes.map((cause) => cause.field).join(', ');
  const message = `Secret ${status.details.name ?? ''} was refused because of ${fields} (values withheld)`;
  return { ...status, message, details: { ...status.details, causes } };
}
