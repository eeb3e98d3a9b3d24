/** Small transports around a transport, each adding one concern. */
import { isWrite, type Transport, type TransportRequest, type Verb } from './transport.ts';

/** The same transport, speaking in the name of `caller` (a controller) in the user agent. */
export function withCaller(inner: Transport, caller: string): Transport {
  return {
    request: (request) => inner.request({ caller, ...request }),
    stream: (request) => inner.stream({ caller, ...request }),
  };
}

/**
 * Calls `beforeWrite` before each write leaves, and again before each repeat of it: a wait for `Retry-After` may outlast
 * a lease. It throws to forbid; leader election does so once its lease may be over, because Kubernetes leases do not fence.
 */
export function withWriteGate(inner: Transport, beforeWrite: () => void): Transport {
  const gated = (request: TransportRequest): TransportRequest => {
    if (!isWrite(request.verb)) return request;
    beforeWrite();
    return { ...request, beforeSend: beforeWrite };
  };
  return {
    request: async (request) => inner.request(gated(request)),
    stream: async (request) => inner.stream(gated(request)),
  };
}

/** One finished attempt: for streams, until the head of the answer. */
export interface RequestObservation {
  readonly verb: Verb;
  /** HTTP status, or `<error>` when no answer came: the word client-go's metrics use. */
  readonly code: number | '<error>';
  readonly host: string;
  readonly seconds: number;
}

/** Tells `observe` about each attempt, for `rest_client_requests_total` and its duration histogram. */
export function withObserver(
  inner: Transport,
  options: { host: string; monotonic: () => number; observe: (observation: RequestObservation) => void },
): Transport {
  const observed = async <R extends { status: number }>(verb: Verb, send: () => Promise<R>): Promise<R> => {
    const startedAt = options.monotonic();
    let code: RequestObservation['code'] = '<error>';
    try {
      const response = await send();
      code = response.status;
      return response;
    } finally {
      options.observe({ verb, code, host: options.host, seconds: (options.monotonic() - startedAt) / 1000 });
    }
  };
  return {
    request: (request) => observed(request.verb, () => inner.request(request)),
    stream: (request) => observed(request.verb, () => inner.stream(request)),
  };
}
