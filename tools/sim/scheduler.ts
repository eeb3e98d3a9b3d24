import { setImmediate } from 'node:timers/promises';
import type { Clock, Timer } from '../../src/k8s/clock.ts';
import { EventHeap, type PendingEvent } from './event-heap.ts';

/** When simulated time begins, for those who read the wall clock. */
const beginning = Date.UTC(2026, 0, 1);

/**
 * Virtual time. Everything that happens in a simulation is an event here: a message that arrives, a timer that fires.
 * Between two events all promises come to rest, so the order of events is the only order there is.
 */
export class Scheduler {
  readonly #events = new EventHeap();
  #now = 0;
  #skewMs = 0;

  /** Milliseconds since the simulation began. */
  get now(): number {
    return this.#now;
  }

  /** How many timers and messages are on their way: what leaks makes it grow. */
  get pending(): number {
    return this.#events.pending;
  }

  /** What the wall clock shows. */
  wall(): Date {
    return new Date(beginning + Math.floor(this.#now) + this.#skewMs);
  }

  /** Sets the wall clock forward or back, as an administrator may; timers do not notice. */
  skewWall(ms: number): void {
    this.#skewMs += ms;
  }

  /**
   * Does something in `delayMs`. Where `ready` is given the event waits, in real time only, for that promise: work that
   * other threads do takes no virtual time beyond `delayMs`.
   */
  after(delayMs: number, action: () => void, ready?: Promise<unknown>): PendingEvent {
    return this.#events.push(this.#now + Math.max(0, delayMs), action, ready);
  }

  /** Lets time pass until `holds`, at most `patienceMs`; resolves with whether it came to hold. */
  async until(holds: () => boolean, patienceMs: number): Promise<boolean> {
    const end = this.#now + patienceMs;
    await setImmediate();
    while (!holds()) {
      const event = this.#events.popBefore(end);
      if (event === undefined) {
        this.#now = end;
        return false;
      }
      if (event.ready !== undefined) await event.ready;
      this.#now = event.at;
      event.action();
      await setImmediate();
    }
    return true;
  }

  /** Lets so much time pass. */
  async pass(ms: number): Promise<void> {
    await this.until(() => false, ms);
  }

  /** The clock of one process; its timers die with it, and are late where it is stopped: `whenAwake` runs them. */
  clockOf(isAlive: () => boolean, whenAwake: (action: () => void) => void = (action) => action()): Clock {
    return {
      monotonic: () => this.#now,
      wall: () => this.wall(),
      after: (delayMs, callback): Timer => {
        let cancelled = false;
        const event = this.after(delayMs, () =>
          whenAwake(() => {
            if (isAlive() && !cancelled) callback();
          }),
        );
        const cancel = (): void => {
          cancelled = true;
          event.cancel();
        };
        return { cancel };
      },
    };
  }
}
