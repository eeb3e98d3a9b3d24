/** Time as a dependency, so that tests and simulations can own it (docs/adr/0004-injected-time.md). */

export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Milliseconds that never go back; only differences mean anything. */
  monotonic(): number;
  /** The wall clock, for timestamps that others read. */
  wall(): Date;
  /** Calls `callback` once after `delayMs`. A pending timer never keeps the process alive by itself. */
  after(delayMs: number, callback: () => void): Timer;
}

export const systemClock: Clock = {
  monotonic: () => performance.now(),
  wall: () => new Date(),
  after(delayMs, callback) {
    const handle = setTimeout(callback, delayMs);
    handle.unref();
    return { cancel: () => clearTimeout(handle) };
  },
};

/** Resolves after `delayMs`, or at once when `signal` is aborted: the caller looks at the signal afterwards. */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const finish = (): void => {
      timer.cancel();
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = clock.after(delayMs, finish);
    signal?.addEventListener('abort', finish);
  });
}
