/** Chunks that one side puts in as they arrive and the other reads; the body of a streamed answer. */
export class ByteQueue implements AsyncIterable<Uint8Array> {
  readonly #chunks: Uint8Array[] = [];
  readonly #onLeave: () => void;
  #ending: { readonly error?: unknown } | undefined;
  #wake: (() => void) | undefined;

  /** `onLeave` is called once when the reader is done: after the last chunk, or because it stops early. */
  constructor(onLeave: () => void) {
    this.#onLeave = onLeave;
  }

  push(chunk: Uint8Array): void {
    if (this.#ending !== undefined) return;
    this.#chunks.push(chunk);
    this.#wake?.();
  }

  end(): void {
    this.#ending ??= {};
    this.#wake?.();
  }

  /** What has arrived can still be read, then comes the error. */
  fail(error: unknown): void {
    this.#ending ??= { error };
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk !== undefined) yield chunk;
        else if (this.#ending === undefined) await this.#change();
        else if ('error' in this.#ending) throw this.#ending.error;
        else return;
      }
    } finally {
      this.#onLeave();
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
