import type { Clock, Timer } from '../k8s/clock.ts';
import { Backoff, secondsSince } from './backoff.ts';
import type { BackoffOptions } from './backoff.ts';

/** What a queue tells of itself; the names follow client-go's workqueue metrics. */
export interface QueueObserver {
  depth(items: number): void;
  added(): void;
  retried(): void;
  waited(seconds: number): void;
  worked(seconds: number): void;
}

export interface WorkQueueOptions {
  readonly clock: Clock;
  readonly backoff?: BackoffOptions;
  readonly random?: () => number;
  readonly observer?: QueueObserver;
  /** An item that was just worked on rests this long before it is handed out again, so that a burst of events is one pass. */
  readonly restMs?: number;
}

/**
 * A queue of keys with client-go's contract: a key is in it once; a key that is added while it is worked on runs again
 * once afterwards; two workers never hold the same key.
 */
export class WorkQueue<Key extends string> {
  readonly #clock: Clock;
  readonly #backoff: Backoff<Key>;
  readonly #observer: QueueObserver | undefined;
  readonly #restMs: number;
  /** Keys to be worked on, with the time they were added. */
  readonly #dirty = new Map<Key, number>();
  readonly #processing = new Map<Key, number>();
  readonly #ready: Key[] = [];
  readonly #restedUntil = new Map<Key, number>();
  readonly #delayed = new Map<Key, { at: number; timer: Timer }>();
  readonly #waiting: ((key: Key | undefined) => void)[] = [];
  #shutDown = false;

  constructor(options: WorkQueueOptions) {
    this.#clock = options.clock;
    this.#backoff = new Backoff<Key>(options.backoff, options.random);
    this.#observer = options.observer;
    this.#restMs = options.restMs ?? 0;
  }

  /** Keys that wait for a worker. */
  get depth(): number {
    return this.#ready.length;
  }

  /** Seconds that each key under work has been worked on. */
  unfinishedSeconds(): number[] {
    return [...this.#processing.values()].map((startedAt) => secondsSince(this.#clock, startedAt));
  }

  add(key: Key): void {
    if (this.#shutDown || this.#dirty.has(key)) return;
    this.#observer?.added();
    this.#dirty.set(key, this.#clock.monotonic());
    if (!this.#processing.has(key)) this.#makeReady(key);
  }

  /** Adds the key later; of several delays of one key the earliest counts. */
  addAfter(key: Key, delayMs: number): void {
    if (this.#shutDown) return;
    if (delayMs <= 0) {
      this.add(key);
      return;
    }
    const at = this.#clock.monotonic() + delayMs;
    const pending = this.#delayed.get(key);
    if (pending !== undefined && pending.at <= at) return;
    pending?.timer.cancel();
    const timer = this.#clock.after(delayMs, () => {
      this.#delayed.delete(key);
      this.add(key);
    });
    this.#delayed.set(key, { at, timer });
  }

  /** Adds the key after the backoff of its failures. */
  addRateLimited(key: Key): void {
    this.#observer?.retried();
    this.addAfter(key, this.#backoff.next(key));
  }

  /** Forgets the failures of a key. */
  forget(key: Key): void {
    this.#backoff.forget(key);
  }

  failures(key: Key): number {
    return this.#backoff.failures(key);
  }

  /** The next key, once there is one; undefined after shutdown. The caller must call `done` for it. */
  get(): Promise<Key | undefined> {
    const key = this.#ready.shift();
    if (key !== undefined) return Promise.resolve(this.#begin(key));
    if (this.#shutDown) return Promise.resolve(undefined);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  done(key: Key): void {
    const startedAt = this.#processing.get(key);
    if (startedAt === undefined) return;
    this.#processing.delete(key);
    this.#observer?.worked(secondsSince(this.#clock, startedAt));
    if (this.#restMs > 0) this.#restedUntil.set(key, this.#clock.monotonic() + this.#restMs);
    if (this.#dirty.has(key)) this.#makeReady(key);
  }

  /** Lets waiting workers go; what is queued is dropped, what is under work may finish. */
  shutDown(): void {
    this.#shutDown = true;
    for (const { timer } of this.#delayed.values()) timer.cancel();
    this.#delayed.clear();
    this.#ready.length = 0;
    this.#dirty.clear();
    for (const resolve of this.#waiting.splice(0)) resolve(undefined);
  }

  #makeReady(key: Key): void {
    const rest = (this.#restedUntil.get(key) ?? 0) - this.#clock.monotonic();
    if (rest > 0) {
      this.#clock.after(rest, () => this.#handOut(key));
      return;
    }
    this.#handOut(key);
  }

  #handOut(key: Key): void {
    if (this.#shutDown) return;
    this.#restedUntil.delete(key);
    const resolve = this.#waiting.shift();
    if (resolve === undefined) {
      this.#ready.push(key);
      this.#observer?.depth(this.#ready.length);
      return;
    }
    resolve(this.#begin(key));
  }

  #begin(key: Key): Key {
    const addedAt = this.#dirty.get(key);
    this.#dirty.delete(key);
    this.#processing.set(key, this.#clock.monotonic());
    if (addedAt !== undefined) this.#observer?.waited(secondsSince(this.#clock, addedAt));
    this.#observer?.depth(this.#ready.length);
    return key;
  }
}
