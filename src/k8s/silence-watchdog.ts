import type { Clock, Timer } from './clock.ts';
import type { KubeObject } from './object.ts';
import { SilenceError } from './watch-failure.ts';
import type { WatchEvent } from './watch-stream.ts';

/** Bookmarks come about once a minute; after three missed ones a stream only looks alive. */
const SILENCE_MS = 180_000;

/**
 * Notices watches on which nothing comes any more. Bookmarks are no promise, so it starts to bark only after the server
 * has sent one in the middle of a watch (the one that ends a watch list proves nothing), and remembers that from watch to
 * watch. It counts whole events: bytes that trickle in without ever making one do not help.
 */
export class SilenceWatchdog {
  readonly #clock: Clock;
  #sendsBookmarks = false;
  #spoke = false;
  #bark: (error: SilenceError) => void = () => undefined;
  #timer: Timer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the stream under guard has said anything. */
  get spoke(): boolean {
    return this.#spoke;
  }

  /** A new stream is open; `bark` ends it. */
  guard(bark: (error: SilenceError) => void): void {
    this.#bark = bark;
    this.#spoke = false;
    this.#rearm();
  }

  hear(event: WatchEvent<KubeObject>): void {
    this.#spoke = true;
    if (event.type === 'BOOKMARK' && !event.initialEventsEnd) this.#sendsBookmarks = true;
    this.#rearm();
  }

  /** The stream is closed. */
  rest(): void {
    this.#timer?.cancel();
  }

  #rearm(): void {
    this.#timer?.cancel();
    if (!this.#sendsBookmarks) return;
    this.#timer = this.#clock.after(SILENCE_MS, () => this.#bark(new SilenceError(this.#spoke)));
  }
}
