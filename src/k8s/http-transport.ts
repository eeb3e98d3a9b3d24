import http from 'node:http';
import https from 'node:https';
import { AgentPool, KEEP_ALIVE_MS } from './agents.ts';
import type { Clock } from './clock.ts';
import type { ClusterConfig, Credentials } from './credentials.ts';
import { ConnectionError } from './errors.ts';
import { Exchange } from './http-exchange.ts';
import {
  labelOf,
  methodOf,
  readText,
  type Headers,
  type Transport,
  type TransportRequest,
  type TransportResponse,
  type TransportStream,
  type Verb,
} from './transport.ts';

export interface HttpTransportOptions {
  readonly clock: Clock;
  /** `<product>/<version>`; the caller follows in parentheses. */
  readonly userAgent: string;
  /** Deadline of calls that name none. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 30_000;
/** Far above any object etcd can hold; a longer answer is a mistake or an attack. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** A restarted server leaves a pool full of closed connections; each try uses up one of them. */
const MAX_STALE_CONNECTIONS = 16;
const MAX_DISCARDED_BYTES = 64 * 1024;

/** Requests whose repetition cannot change the outcome, so that they may be sent twice without asking. */
const REPEATABLE: ReadonlySet<Verb> = new Set(['get', 'list', 'watch', 'apply', 'delete']);

/**
 * HTTP/1.1 over two keep-alive pools. Sends each request once, with two exceptions that hide the pool and the
 * credentials from everyone above: a repeatable request whose pooled connection turns out to be closed goes out again
 * on a fresh one, and an answer 401 is tried again once with credentials read anew.
 */
export class HttpTransport implements Transport {
  readonly #config: ClusterConfig;
  readonly #options: HttpTransportOptions;
  readonly #server: URL;
  readonly #pool: AgentPool;

  constructor(config: ClusterConfig, options: HttpTransportOptions) {
    this.#config = config;
    this.#options = options;
    this.#server = new URL(config.server);
    this.#pool = new AgentPool(this.#server.protocol);
  }

  /** Host and port, for metrics. */
  get host(): string {
    return this.#server.host;
  }

  async request(request: TransportRequest): Promise<TransportResponse> {
    const { status, headers, body } = await this.stream(request);
    const text = await readText(body, MAX_BODY_BYTES);
    if (text === undefined) throw tooLong(request);
    return { status, headers, body: text };
  }

  async stream(request: TransportRequest): Promise<TransportStream> {
    const answer = await this.#send(request, await this.#config.credentials());
    if (answer.status !== 401) return answer;
    await discard(answer);
    return this.#send(request, await this.#config.credentials('now'));
  }

  /** Closes all connections. */
  close(): void {
    this.#pool.destroy();
  }

  async #send(request: TransportRequest, credentials: Credentials): Promise<TransportStream> {
    for (let stale = 0; ; stale++) {
      const exchange = this.#exchange(request, credentials);
      try {
        return await exchange.answer();
      } catch (error) {
        const repeat = exchange.hitClosedConnection && REPEATABLE.has(request.verb) && stale < MAX_STALE_CONNECTIONS;
        if (!repeat) throw error;
      }
    }
  }

  #exchange(request: TransportRequest, credentials: Credentials): Exchange {
    request.signal?.throwIfAborted();
    request.beforeSend?.();
    const agents = this.#pool.for(credentials);
    const outgoing = (this.#server.protocol === 'https:' ? https : http).request({
      ...(credentials.proxyAgent === undefined ? {} : credentials.tls),
      agent: request.verb === 'watch' ? agents.watch : agents.short,
      hostname: this.#server.hostname.replace(/^\[|\]$/g, ''),
      port: this.#server.port,
      method: methodOf(request.verb),
      path: this.#server.pathname.replace(/\/$/, '') + request.path,
      headers: this.#headers(request, credentials),
    });
    outgoing.once('socket', (socket) => socket.setKeepAlive(true, KEEP_ALIVE_MS));
    const timeoutMs = request.timeoutMs ?? this.#options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    return new Exchange(outgoing, { request, timeoutMs, clock: this.#options.clock });
  }

  #headers(request: TransportRequest, credentials: Credentials): Headers {
    const { userAgent } = this.#options;
    const body = request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) };
    return {
      accept: 'application/json',
      'user-agent': request.caller === undefined ? userAgent : `${userAgent} (${request.caller})`,
      ...body,
      ...request.headers,
      ...credentials.headers,
    };
  }
}

function tooLong(request: TransportRequest): ConnectionError {
  const options = { ...labelOf(request), failure: 'protocol', maybeCommitted: true } as const;
  return new ConnectionError(`the answer is longer than ${MAX_BODY_BYTES} bytes`, options);
}

/** Reads what is left of a short answer, so that its connection can be used again. */
async function discard({ body }: TransportStream): Promise<void> {
  await readText(body, MAX_DISCARDED_BYTES).catch(() => undefined);
}
