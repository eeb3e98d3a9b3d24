import { sleep, type Clock } from './clock.ts';
import { retryAfterSeconds } from './status-body.ts';
import {
  readText,
  type Headers,
  type Transport,
  type TransportRequest,
  type TransportResponse,
  type TransportStream,
} from './transport.ts';

const MAX_TRIES = 10;
const DEFAULT_PATIENCE_MS = 60_000;
const MAX_ERROR_BYTES = 64 * 1024;

export interface RetryAfterOptions {
  readonly clock: Clock;
  /** How long one call may wait in sum; the default is one minute. Beyond it the caller gets the answer, and requeues. */
  readonly patienceMs?: number;
}

/**
 * Does what an overloaded server asks: an answer 429 or 503 with `Retry-After` means that the request was not carried
 * out and shall come back after that time. Ten tries at most, as client-go does. Without the header the answer is final.
 */
export function withRetryAfter(inner: Transport, options: RetryAfterOptions): Transport {
  const persist = async <R extends TransportResponse | TransportStream>(
    { signal }: TransportRequest,
    send: () => Promise<R>,
  ): Promise<R> => {
    let patience = options.patienceMs ?? DEFAULT_PATIENCE_MS;
    for (let tries = 1; ; tries++) {
      const response = await send();
      const waitMs = requestedWaitMs(response);
      if (waitMs === undefined || tries >= MAX_TRIES || waitMs > patience) return response;
      patience -= waitMs;
      if (typeof response.body !== 'string') await readText(response.body, MAX_ERROR_BYTES).catch(() => undefined);
      await sleep(options.clock, waitMs, signal);
      signal?.throwIfAborted();
    }
  };
  return {
    request: (request) => persist(request, () => inner.request(request)),
    stream: (request) => persist(request, () => inner.stream(request)),
  };
}

function requestedWaitMs({ status, headers }: { status: number; headers: Headers }): number | undefined {
  if (status !== 429 && status !== 503) return undefined;
  const seconds = retryAfterSeconds(headers);
  return seconds === undefined ? undefined : seconds * 1000;
}
