import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Clock, Timer } from './clock.ts';
import { ConnectionError, messageOf, type ConnectionFailure, type RequestLabel } from './errors.ts';
import { labelOf, type Headers, type TransportRequest, type TransportStream } from './transport.ts';

export interface ExchangeOptions {
  readonly request: TransportRequest;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** One request on the wire and its answer, under one deadline and one abort signal from the first byte to the last. */
export class Exchange {
  readonly #outgoing: ClientRequest;
  readonly #label: RequestLabel;
  readonly #signal: AbortSignal | undefined;
  readonly #body: string | undefined;
  readonly #deadline: Timer;
  readonly #onAbort = (): void => this.#stop(this.#signal?.reason);
  /** Why we gave up ourselves, if we did; it wins over the error that the closed socket then causes. */
  #stopped: { readonly reason: unknown } | undefined;
  #failedOnReusedSocket = false;

  constructor(outgoing: ClientRequest, { request, timeoutMs, clock }: ExchangeOptions) {
    this.#outgoing = outgoing;
    this.#label = labelOf(request);
    this.#signal = request.signal;
    this.#body = request.body;
    this.#deadline = clock.after(timeoutMs, () => this.#stop(this.#timeout(timeoutMs)));
    this.#signal?.addEventListener('abort', this.#onAbort);
  }

  /** True when a pooled connection died under the request before anything came back. */
  get hitClosedConnection(): boolean {
    return this.#failedOnReusedSocket;
  }

  /** Sends, and waits for the head of the answer. */
  answer(): Promise<TransportStream> {
    return new Promise((resolve, reject) => {
      this.#outgoing.once('response', (incoming) => {
        resolve({
          status: incoming.statusCode ?? 0,
          headers: flatten(incoming.headers),
          body: this.#chunks(incoming),
        });
      });
      this.#outgoing.on('error', (error) => {
        this.#finish();
        this.#failedOnReusedSocket = this.#stopped === undefined && this.#outgoing.reusedSocket && isReset(error);
        reject(this.#explain(error));
      });
      this.#outgoing.end(this.#body);
    });
  }

  /** A reader who leaves early destroys `incoming`, and with it the connection. */
  async *#chunks(incoming: IncomingMessage): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of incoming) yield chunk as Uint8Array;
    } catch (error) {
      throw this.#explain(error);
    } finally {
      this.#finish();
    }
  }

  #stop(reason: unknown): void {
    this.#stopped = { reason };
    this.#outgoing.destroy(new Error('stopped'));
  }

  #finish(): void {
    this.#deadline.cancel();
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }

  #timeout(timeoutMs: number): ConnectionError {
    const message = `no complete answer within ${timeoutMs / 1000} s`;
    return new ConnectionError(message, { ...this.#label, failure: 'timeout', maybeCommitted: true });
  }

  #explain(error: unknown): unknown {
    if (this.#stopped !== undefined) return this.#stopped.reason;
    const failure = failureOf(error);
    const maybeCommitted = failure !== 'refused' && failure !== 'dns' && failure !== 'tls';
    return new ConnectionError(messageOf(error), { ...this.#label, failure, maybeCommitted, cause: error });
  }
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

function isReset(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE', 'ECONNABORTED'].includes(codeOf(error));
}

const FAILURES: readonly (readonly [RegExp, ConnectionFailure])[] = [
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, 'refused'],
  [/^(ECONNRESET|EPIPE|ECONNABORTED)$/, 'reset'],
  [/^(ENOTFOUND|EAI_)/, 'dns'],
  [/^ETIMEDOUT$/, 'timeout'],
  [/^(HPE_|ERR_STREAM_PREMATURE_CLOSE)/, 'protocol'],
  [/CERT|SELF_SIGNED|^ERR_(TLS|SSL)|^UNABLE_TO|^EPROTO$/, 'tls'],
];

function failureOf(error: unknown): ConnectionFailure {
  const code = codeOf(error);
  return FAILURES.find(([pattern]) => pattern.test(code))?.[1] ?? 'other';
}

function flatten(headers: IncomingHttpHeaders): Headers {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
  );
  return Object.fromEntries(pairs);
}
