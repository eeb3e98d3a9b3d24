import type { Clock } from './clock.ts';

const FIRST_MS = 800;
const MAX_MS = 30_000;
const RESET_AFTER_MS = 120_000;

/** Delays between tries to list or watch, as client-go's reflector has them: doubling, random, forgotten after quiet. */
export class ReconnectBackoff {
  readonly #clock: Clock;
  readonly #random: () => number;
  #nextMs = FIRST_MS;
  #lastFailureAt = -Infinity;

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  /**
   * Milliseconds to wait after one more failure, at most `mostMs`; up to twice the plain delay, so that watches do not come
   * back together.
   */
  next(mostMs = MAX_MS): number {
    const now = this.#clock.monotonic();
    if (now - this.#lastFailureAt > RESET_AFTER_MS) this.#nextMs = FIRST_MS;
    this.#lastFailureAt = now;
    const plain = this.#nextMs;
    this.#nextMs = Math.min(MAX_MS, plain * 2);
    return Math.min(mostMs, plain * (1 + this.#random()));
  }
}
