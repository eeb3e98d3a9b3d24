import { setImmediate } from 'node:timers/promises';
import type { Clock, Timer } from '../../src/k8s/clock.ts';

interface PendingTimer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/** Virtual time: it moves only when a test says so, and timers fire in order while it does. */
export class FakeClock implements Clock {
  readonly #startedAt: number;
  readonly #timers = new Set<PendingTimer>();
  #now = 0;
  #order = 0;

  constructor(wall = new Date('2026-01-01T00:00:00.000Z')) {
    this.#startedAt = wall.getTime();
  }

  monotonic(): number {
    return this.#now;
  }

  wall(): Date {
    return new Date(this.#startedAt + this.#now);
  }

  after(delayMs: number, callback: () => void): Timer {
    const timer = { at: this.#now + Math.max(0, delayMs), order: this.#order++, callback };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  /** Milliseconds until each pending timer, soonest first. */
  get pending(): readonly number[] {
    return this.#sorted().map((timer) => timer.at - this.#now);
  }

  /** Moves time on, firing what falls due on the way; work that a timer sets off may set new timers. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#sorted()[0]; next !== undefined && next.at <= end; next = this.#sorted()[0]) {
      this.#fire(next);
      await settle();
    }
    this.#now = end;
    await settle();
  }

  #fire(timer: PendingTimer): void {
    this.#timers.delete(timer);
    this.#now = Math.max(this.#now, timer.at);
    timer.callback();
  }

  #sorted(): PendingTimer[] {
    return [...this.#timers].sort((left, right) => left.at - right.at || left.order - right.order);
  }
}

/** Lets promises and one round of I/O come to rest. */
export async function settle(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

const MAX_WAIT_MS = 5_000;

/** Waits, in real time, until something is true; rejects after five seconds, when it never will be. */
export async function until(condition: () => boolean, what = 'the expected state'): Promise<void> {
  const deadline = performance.now() + MAX_WAIT_MS;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await setImmediate();
  }
}
