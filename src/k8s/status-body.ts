import { ApiError, type RequestLabel, type Status } from './errors.ts';
import { parseWire } from './wire-json.ts';
import { withholding, withoutSecretValues } from './withheld.ts';

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

/**
 * The error for an answer with status 300 or above: the Status object of the server where the body holds one. `sent` is the
 * body of the request, so that no value of a Secret comes back in words.
 */
export function apiErrorOf(request: RequestLabel, response: ErrorResponse, sent?: string): ApiError {
  const stated = statusOf(response.body) ?? describeForeignBody(request, response, sent);
  const status = withoutSecretValues(request, stated, sent);
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
function describeForeignBody(request: RequestLabel, response: ErrorResponse, sent: string | undefined): Status {
  const answered = `${request.verb} ${request.path} answered ${response.status}`;
  if (response.status === 404) return { message: `the API server does not serve ${request.path}` };
  // Before it is cut: a part of a value is not found any more.
  const text = withholding(request, response.body, sent).trim();
  if (text === '') return { message: answered };
  if (text.startsWith('<')) return { message: `${answered} with an HTML page, probably from a proxy or load balancer` };
  return { message: `${answered}: ${text.slice(0, MAX_EXCERPT)}` };
}
