import type { ActionOf } from './actions.ts';

/** An HTTP answer; names of headers are in lower case. */
export interface FaultAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the API server calls these statuses (`metav1.StatusReason`). */
const reasons: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Expired',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** The answer that a rule gives in the server's place. */
export function faultAnswer(action: Omit<ActionOf<'answer'>, 'kind' | 'phase'>): FaultAnswer {
  const { status, bodyForm, retryAfterSeconds } = action;
  const later = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  if (bodyForm === 'empty') return { status, headers: later, body: '' };
  const [type, body] =
    bodyForm === 'html'
      ? ['text/html', `<html><body><h1>${status}</h1></body></html>`]
      : ['application/json', JSON.stringify(statusOf(action))];
  return { status, headers: { 'content-type': type, ...later }, body };
}

/** The ERROR event that ends a watch, as one line. */
export function errorLine(code: 410 | 500): string {
  return JSON.stringify({ type: 'ERROR', object: statusOf({ status: code }) });
}

function statusOf(input: StatusInput): object {
  const { status: code, reason = reasons[code] ?? 'Unknown', retryAfterSeconds } = input;
  const { message = `${reason}: a fault of the test` } = input;
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
  return retryAfterSeconds === undefined ? status : { ...status, details: { retryAfterSeconds } };
}

type StatusInput = Pick<ActionOf<'answer'>, 'status' | 'reason' | 'message' | 'retryAfterSeconds'>;
