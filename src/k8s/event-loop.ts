import { setImmediate } from 'node:timers/promises';
import type { Clock } from './clock.ts';

/** Longer work would delay leader election and health checks of the same process. */
const SLICE_MS = 5;

/** Keeps long decoding from occupying the event loop: `pause` gives way once a slice of time is used up. */
export class EventLoopShare {
  readonly #clock: Clock;
  #since: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#since = clock.monotonic();
  }

  /** Call between two pieces of work. */
  async pause(): Promise<void> {
    if (this.#clock.monotonic() - this.#since < SLICE_MS) return;
    await setImmediate();
    this.#since = this.#clock.monotonic();
  }
}
