const NEWLINE = 0x0a;
/** etcd refuses objects far smaller than this; a longer line is no watch event. */
const MAX_LINE_BYTES = 32 * 1024 * 1024;

/**
 * Cuts a byte stream into lines. What is left after the last newline stays inside: a stream that ends there was cut, and
 * an event that was cut is sent again by the next watch. Chunks are joined once per line, not once per chunk.
 */
export class LineSplitter {
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;

  /** The lines that `chunk` completes, without the newline; empty lines are left out. Throws RangeError for an endless line. */
  *push(chunk: Uint8Array): Generator<Uint8Array> {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const line = this.#complete(chunk.subarray(start, end));
      start = end + 1;
      if (line.length > 0) yield line;
    }
    this.#keep(chunk.subarray(start));
  }

  #complete(tail: Uint8Array): Uint8Array {
    if (this.#pending.length === 0) return tail;
    const line = Buffer.concat([...this.#pending, tail]);
    this.#pending = [];
    this.#pendingBytes = 0;
    return line;
  }

  #keep(rest: Uint8Array): void {
    if (rest.length === 0) return;
    this.#pending.push(rest);
    this.#pendingBytes += rest.length;
    if (this.#pendingBytes > MAX_LINE_BYTES) throw new RangeError(`a line of more than ${MAX_LINE_BYTES} bytes`);
  }
}
