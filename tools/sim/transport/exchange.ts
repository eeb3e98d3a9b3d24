import { ConnectionError, type ConnectionFailure } from '../../../src/k8s/errors.ts';
import { labelOf, type Headers, type TransportRequest, type TransportStream } from '../../../src/k8s/transport.ts';
import type { Scheduler } from '../scheduler.ts';
import { ByteQueue } from './byte-queue.ts';

/** Of calls that name none; the same as on the real network. */
const defaultTimeoutMs = 30_000;

export interface Wire {
  readonly scheduler: Scheduler;
  /** How long a message is on its way, in milliseconds. */
  readonly latency: () => number;
  /** Nothing reaches a process that is dead. */
  readonly isAlive: () => boolean;
  /** Does something within the process as soon as it is not stopped. */
  readonly whenAwake: (action: () => void) => void;
}

/** One request and its answer, on a wire where everything takes its time but nothing overtakes. */
export class Exchange {
  readonly answer: Promise<TransportStream>;
  readonly #wire: Wire;
  readonly #request: TransportRequest;
  readonly #head = Promise.withResolvers<TransportStream>();
  readonly #body: ByteQueue;
  readonly #deadline: { cancel(): void };
  #lastArrival = 0;
  readonly #onClose: (() => void)[] = [];
  #closed = false;

  constructor(request: TransportRequest, wire: Wire) {
    this.#request = request;
    this.#wire = wire;
    this.answer = this.#head.promise;
    this.#body = new ByteQueue(() => this.#close());
    const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
    this.#deadline = wire.scheduler.after(timeoutMs, () =>
      wire.whenAwake(() => this.#giveUp(this.#timeout(timeoutMs))),
    );
    request.signal?.addEventListener('abort', this.#onAbort);
  }

  /** Whether the client still waits. */
  get isOpen(): boolean {
    return !this.#closed && this.#wire.isAlive();
  }

  /** Calls back when the exchange ends, whoever ends it; at once when it has. */
  onClose(callback: () => void): void {
    if (this.#closed) callback();
    else this.#onClose.push(callback);
  }

  /** Sends the head of the answer on its way. */
  respond(status: number, headers: Headers): void {
    this.#arrives(() => this.#head.resolve({ status, headers, body: this.#body }));
  }

  /** Sends a part of the body, `extraMs` later than the wire alone would take. */
  send(chunk: string | Uint8Array, extraMs = 0): void {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    this.#arrives(() => this.#body.push(bytes), extraMs);
  }

  end(): void {
    this.#arrives(() => this.#body.end());
  }

  /** The connection breaks, after what was sent before. */
  breakDown(failure: ConnectionFailure, message: string, maybeCommitted = true): void {
    this.#arrives(() =>
      this.#fail(new ConnectionError(message, { ...labelOf(this.#request), failure, maybeCommitted })),
    );
  }

  /** The client is gone, and the server's side ends. */
  abandon(): void {
    this.#fail(new Error('The process is gone'));
  }

  #arrives(effect: () => void, extraMs = 0): void {
    const { scheduler, latency, whenAwake } = this.#wire;
    this.#lastArrival = Math.max(this.#lastArrival, scheduler.now + latency() + extraMs);
    scheduler.after(this.#lastArrival - scheduler.now, () =>
      whenAwake(() => {
        if (this.isOpen) effect();
      }),
    );
  }

  readonly #onAbort = (): void => this.#giveUp(this.#request.signal?.reason);

  #giveUp(reason: unknown): void {
    if (this.isOpen) this.#fail(reason);
  }

  #fail(reason: unknown): void {
    this.#head.reject(reason);
    this.#body.fail(reason);
    this.#close();
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#deadline.cancel();
    this.#request.signal?.removeEventListener('abort', this.#onAbort);
    for (const callback of this.#onClose) callback();
  }

  #timeout(timeoutMs: number): ConnectionError {
    const options = { ...labelOf(this.#request), failure: 'timeout', maybeCommitted: true } as const;
    return new ConnectionError(`no complete answer within ${timeoutMs / 1000} s`, options);
  }
}
