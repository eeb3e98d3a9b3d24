/** Something that will happen. */
export interface PendingEvent {
  readonly at: number;
  readonly action: () => void;
  readonly ready: Promise<unknown> | undefined;
  cancel(): void;
}

interface Entry extends PendingEvent {
  readonly order: number;
  cancelled: boolean;
}

/** Events by time; those of the same time in the order in which they were pushed. */
export class EventHeap {
  readonly #entries: Entry[] = [];
  #order = 0;

  /** How many are to come. */
  get pending(): number {
    return this.#entries.filter(({ cancelled }) => !cancelled).length;
  }

  push(at: number, action: () => void, ready?: Promise<unknown>): PendingEvent {
    const entry: Entry = {
      at,
      action,
      ready,
      order: this.#order++,
      cancelled: false,
      cancel: () => void (entry.cancelled = true),
    };
    this.#entries.push(entry);
    this.#rise(this.#entries.length - 1);
    return entry;
  }

  /** Takes out the earliest event, when it is due by `end`. */
  popBefore(end: number): PendingEvent | undefined {
    for (let first = this.#entries[0]; first !== undefined; first = this.#entries[0]) {
      if (!first.cancelled && first.at > end) return undefined;
      this.#removeFirst();
      if (!first.cancelled) return first;
    }
    return undefined;
  }

  #removeFirst(): void {
    const last = this.#entries.pop();
    if (last === undefined || this.#entries.length === 0) return;
    this.#entries[0] = last;
    this.#sink(0);
  }

  #rise(start: number): void {
    for (let index = start; index > 0;) {
      const parent = (index - 1) >> 1;
      if (!this.#swapUnlessOrdered(parent, index)) return;
      index = parent;
    }
  }

  #sink(start: number): void {
    for (let index = start; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      const child = right < this.#entries.length && this.#isEarlier(right, left) ? right : left;
      if (child >= this.#entries.length || !this.#swapUnlessOrdered(index, child)) return;
      index = child;
    }
  }

  #swapUnlessOrdered(upper: number, lower: number): boolean {
    if (!this.#isEarlier(lower, upper)) return false;
    [this.#entries[upper], this.#entries[lower]] = [this.#entries[lower] as Entry, this.#entries[upper] as Entry];
    return true;
  }

  #isEarlier(left: number, right: number): boolean {
    const [a, b] = [this.#entries[left] as Entry, this.#entries[right] as Entry];
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }
}
