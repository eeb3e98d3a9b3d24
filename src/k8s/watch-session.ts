import type { Client, Selection } from './client.ts';
import type { Clock } from './clock.ts';
import type { KubeObject, ResourceType } from './object.ts';
import type { SilenceWatchdog } from './silence-watchdog.ts';
import { relistAfterOpening, relistAfterReading, ShortWatchError, WatchFailure } from './watch-failure.ts';
import type { WatchEvent } from './watch-stream.ts';

export interface WatchTarget<T extends KubeObject> {
  readonly client: Client;
  readonly type: ResourceType<T>;
  readonly selection: Selection;
  readonly content: 'whole' | 'metadata';
}

export interface SessionOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly watchdog: SilenceWatchdog;
  /** Aborted from outside, or by the watchdog. */
  readonly interrupt: AbortController;
}

/** Watches end after 5 to 10 minutes, at different times, so that their load on the server spreads. */
const MIN_TIMEOUT_S = 300;
/** A stream that ends sooner without a word is a failure: or the next would follow at once, for ever. */
const SHORT_WATCH_MS = 1_000;

/** One open watch, from the server's acceptance to its end. */
export class WatchSession<T extends KubeObject> {
  readonly #events: AsyncIterable<WatchEvent<T>>;
  readonly #options: SessionOptions;
  readonly #openedAt: number;

  private constructor(events: AsyncIterable<WatchEvent<T>>, options: SessionOptions) {
    this.#events = events;
    this.#options = options;
    this.#openedAt = options.clock.monotonic();
  }

  /** `from` is a resource version to go on from, or `list` to have the present state first. Rejects with WatchFailure. */
  static async open<T extends KubeObject>(
    { client, type, selection, content }: WatchTarget<T>,
    from: { readonly resourceVersion: string } | 'list',
    options: SessionOptions,
  ): Promise<WatchSession<T>> {
    const start = from === 'list' ? { start: 'list' as const } : from;
    const timeoutSeconds = MIN_TIMEOUT_S + Math.floor(options.random() * MIN_TIMEOUT_S);
    const { signal } = options.interrupt;
    try {
      const events = await client.watch(type, { ...selection, ...start, content, timeoutSeconds, signal });
      return new WatchSession(events, options);
    } catch (error) {
      throw new WatchFailure(error, relistAfterOpening(error));
    }
  }

  /** Hands over each event until the server ends the watch at its timeout. Rejects with WatchFailure for any other end. */
  async read(receive: (event: WatchEvent<T>) => void): Promise<void> {
    const { watchdog, interrupt } = this.#options;
    watchdog.guard((error) => interrupt.abort(error));
    try {
      for await (const event of this.#events) {
        watchdog.hear(event);
        receive(event);
      }
    } catch (error) {
      throw new WatchFailure(error, relistAfterReading(error), this.#isBarren);
    } finally {
      watchdog.rest();
    }
    if (this.#isBarren) throw new WatchFailure(new ShortWatchError(), undefined, true);
  }

  get #isBarren(): boolean {
    const { watchdog, clock } = this.#options;
    return clock.monotonic() - this.#openedAt < SHORT_WATCH_MS && !watchdog.spoke;
  }
}
