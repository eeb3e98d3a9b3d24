import type { Clock } from '../k8s/clock.ts';

/** How long a failing item waits. Defaults follow client-go's first step and stop at 30 s, so that recovery is never slow. */
export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
  /** Share of the delay that is random, 0 to 1, so that failing items do not come back together. */
  readonly jitter: number;
}

export const defaultBackoff: BackoffOptions = { firstMs: 5, maxMs: 30_000, jitter: 0.2 };

/** Counts the failures of each key and turns them into delays that double up to a maximum. */
export class Backoff<Key> {
  readonly #failures = new Map<Key, number>();
  readonly #options: BackoffOptions;
  readonly #random: () => number;

  constructor(options: BackoffOptions = defaultBackoff, random: () => number = Math.random) {
    this.#options = options;
    this.#random = random;
  }

  /** Milliseconds to wait before the next try of `key`; each call counts as one more failure. */
  next(key: Key): number {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    const { firstMs, maxMs, jitter } = this.#options;
    const full = Math.min(maxMs, firstMs * 2 ** failures);
    return full * (1 - jitter * this.#random());
  }

  failures(key: Key): number {
    return this.#failures.get(key) ?? 0;
  }

  forget(key: Key): void {
    this.#failures.delete(key);
  }
}

/** Seconds since `startedAt`, for durations in metrics. */
export function secondsSince(clock: Clock, startedAt: number): number {
  return (clock.monotonic() - startedAt) / 1000;
}
