import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery } from '../watch-fault.ts';

/** After this, what was written is on its way: a reset would drop what still waits inside this process. */
const leavingMs = 50;
/** How often drops are sent. */
const dripMs = 100;

/** A part of a body, and how it goes out. */
export type Piece = Omit<Delivery, 'text' | 'path'> & { readonly text: string | Uint8Array };

export interface OutboxOptions {
  /** Milliseconds of the run. */
  readonly now: () => number;
  /** Breaks the connection. */
  readonly reset: () => void;
}

/** Delivers the body of one answer: in order, each piece when its time has come. */
export class Outbox {
  readonly #response: ServerResponse;
  readonly #options: OutboxOptions;
  readonly #gone = new AbortController();
  #tail: Promise<void> = Promise.resolve();
  #over = false;
  #bytes = 0;

  constructor(response: ServerResponse, options: OutboxOptions) {
    this.#response = response;
    this.#options = options;
    response.once('close', () => this.#gone.abort());
  }

  /** Bytes that have been written. */
  get bytes(): number {
    return this.#bytes;
  }

  put(piece: Piece): void {
    this.#tail = this.#tail.then(() => this.#deliver(piece));
  }

  /** Writes at once. */
  send(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    if (bytes.length > 0) this.#response.write(bytes);
  }

  /** Waits, but not for a caller that has gone. */
  async pause(ms: number): Promise<void> {
    if (ms > 0) await pause(ms, undefined, { signal: this.#gone.signal, ref: false }).catch(() => undefined);
  }

  /** Ends the answer once all has gone out, unless a delivery has ended it in another way. */
  async end(): Promise<void> {
    await this.#tail;
    if (!this.#over) this.#response.end();
  }

  async #deliver({ text, notBefore = 0, bytesPerSecond, ends }: Piece): Promise<void> {
    await this.pause(notBefore - this.#options.now());
    if (this.#over || this.#gone.signal.aborted) return;
    const bytes = Buffer.from(text);
    if (bytesPerSecond === undefined) this.send(bytes);
    else await this.#drip(bytes, bytesPerSecond);
    if (ends !== undefined) await this.#finish(ends);
  }

  async #drip(bytes: Buffer, bytesPerSecond: number): Promise<void> {
    const [size, every] =
      bytesPerSecond * dripMs < 1000
        ? [1, 1000 / bytesPerSecond]
        : [Math.floor((bytesPerSecond * dripMs) / 1000), dripMs];
    for (let start = 0; start < bytes.length && !this.#gone.signal.aborted; start += size) {
      this.send(bytes.subarray(start, start + size));
      await this.pause(every);
    }
  }

  async #finish(ends: NonNullable<Delivery['ends']>): Promise<void> {
    this.#over = true;
    if (ends === 'end') this.#response.end();
    if (ends !== 'reset') return;
    await pause(leavingMs);
    this.#options.reset();
  }
}
