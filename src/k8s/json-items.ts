const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Far more than etcd can hold for one object. */
const MAX_ITEM_BYTES = 32 * 1024 * 1024;
const MAX_ENVELOPE_BYTES = 1024 * 1024;

/** The key `items` right before the bracket that opens its array. */
const ITEMS_KEY = /(?<!\\)"items"\s*:\s*$/;
const KEY_TAIL_BYTES = 64;

/**
 * Cuts the items out of a Kubernetes list while its bytes arrive, so that a list of any length costs the memory of one
 * item. What surrounds the items, with an empty `items` array, is kept as the envelope: a list cut short shows there as
 * invalid JSON. It looks at brackets and strings only; each item is checked by whoever parses it.
 */
export class JsonItemSplitter {
  #chunk: Uint8Array = new Uint8Array();
  /** Where the part of the chunk starts that is not kept yet. */
  #start = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #inItems = false;
  #item: Uint8Array[] | undefined;
  #itemBytes = 0;
  #envelope: Uint8Array[] = [];
  #envelopeBytes = 0;

  /** The items that `chunk` completes, as JSON text in bytes. Throws RangeError when an item or the envelope is endless. */
  push(chunk: Uint8Array): readonly Uint8Array[] {
    const items: Uint8Array[] = [];
    this.#chunk = chunk;
    this.#start = 0;
    for (let at = 0; at < chunk.length; at++) {
      if (this.#inString) {
        at = this.#skipString(at);
      } else {
        const item = this.#step(chunk[at] ?? 0, at);
        if (item !== undefined) items.push(item);
      }
    }
    this.#keep(chunk.subarray(this.#start));
    return items;
  }

  /** The list without its items, as JSON text; call it after the last chunk. */
  envelope(): string {
    return Buffer.concat(this.#envelope).toString('utf8');
  }

  /** Looks at one byte outside strings; returns the item that it completes. */
  #step(byte: number, at: number): Uint8Array | undefined {
    switch (byte) {
      case QUOTE:
        this.#inString = true;
        return undefined;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        this.#open(byte, at);
        return undefined;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        return this.#close(at);
      case COMMA:
        if (this.#betweenItems()) this.#leaveOut(at);
        return undefined;
      default:
        return undefined;
    }
  }

  /** The end of the string, or of the chunk. A backslash may be the last byte of a chunk. */
  #skipString(from: number): number {
    for (let at = from; at < this.#chunk.length; at++) {
      if (this.#escaped) {
        this.#escaped = false;
      } else if (this.#chunk[at] === BACKSLASH) {
        this.#escaped = true;
      } else if (this.#chunk[at] === QUOTE) {
        this.#inString = false;
        return at;
      }
    }
    return this.#chunk.length;
  }

  #betweenItems(): boolean {
    return this.#inItems && this.#item === undefined && this.#depth === 2;
  }

  /** The comma between two items belongs to neither, nor to the envelope. */
  #leaveOut(at: number): void {
    this.#keepEnvelope(this.#chunk.subarray(this.#start, at));
    this.#start = at + 1;
  }

  #open(byte: number, at: number): void {
    if (byte === OPEN_BRACE && this.#betweenItems()) {
      this.#keepEnvelope(this.#chunk.subarray(this.#start, at));
      this.#start = at;
      this.#item = [];
      this.#itemBytes = 0;
    } else if (byte === OPEN_BRACKET && this.#depth === 1) {
      this.#inItems = this.#followsItemsKey(at);
    }
    this.#depth++;
  }

  #followsItemsKey(at: number): boolean {
    const unkept = this.#chunk.subarray(this.#start, at);
    const tail = Buffer.concat([...this.#envelope.slice(-KEY_TAIL_BYTES), unkept]).subarray(-KEY_TAIL_BYTES);
    return ITEMS_KEY.test(tail.toString('latin1'));
  }

  #close(at: number): Uint8Array | undefined {
    this.#depth--;
    if (this.#depth === 1) this.#inItems = false;
    if (this.#item === undefined || this.#depth !== 2) return undefined;
    const item = Buffer.concat([...this.#item, this.#chunk.subarray(this.#start, at + 1)]);
    this.#item = undefined;
    this.#start = at + 1;
    return item;
  }

  #keep(rest: Uint8Array): void {
    if (this.#item === undefined) {
      this.#keepEnvelope(rest);
      return;
    }
    if (rest.length > 0) this.#item.push(rest);
    this.#itemBytes += rest.length;
    if (this.#itemBytes > MAX_ITEM_BYTES) throw new RangeError(`an item of more than ${MAX_ITEM_BYTES} bytes`);
  }

  #keepEnvelope(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#envelope.push(bytes);
    this.#envelopeBytes += bytes.length;
    if (this.#envelopeBytes > MAX_ENVELOPE_BYTES)
      throw new RangeError(`a list head of more than ${MAX_ENVELOPE_BYTES} bytes`);
  }
}
