import type { Clock } from './clock.ts';
import type { ClusterConfig } from './credentials.ts';
import { HttpTransport } from './http-transport.ts';
import { withRetryAfter } from './retry-after.ts';
import { withObserver, type RequestObservation } from './transport-layers.ts';
import type { Transport } from './transport.ts';

export interface ConnectOptions {
  readonly clock: Clock;
  /** `<product>/<version>`. */
  readonly userAgent: string;
  readonly timeoutMs?: number;
  readonly observe?: (observation: RequestObservation) => void;
}

export interface Connection {
  readonly transport: Transport;
  /** Closes all connections, those in use too. */
  readonly close: () => void;
}

/** The transport that production uses: pooled HTTP, each attempt observed, `Retry-After` obeyed. Opens nothing yet. */
export function connect(config: ClusterConfig, options: ConnectOptions): Connection {
  const http = new HttpTransport(config, options);
  const { observe, clock } = options;
  const monotonic = (): number => clock.monotonic();
  const observed = observe === undefined ? http : withObserver(http, { host: http.host, monotonic, observe });
  return { transport: withRetryAfter(observed, { clock }), close: () => http.close() };
}
