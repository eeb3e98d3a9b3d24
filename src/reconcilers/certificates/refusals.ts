import type { Clock } from '../../k8s/clock.ts';

/** How long after a refusal the next attempt comes, since each takes a new key; a little less than a pass without news. */
const restMs = 4 * 60_000;

/**
 * Secrets that somebody kept us from writing, and in which words. A courtesy to the API server and to whoever refuses: a
 * process that has forgotten it tries again and hears it again.
 */
export class Refusals {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #known = new Map<string, { readonly words: string; readonly until: number }>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** The words, while it is too early to try again. `secret` is `namespace/name`. */
  of(secret: string): string | undefined {
    const known = this.#known.get(secret);
    return known !== undefined && this.#clock.monotonic() < known.until ? known.words : undefined;
  }

  note(secret: string, words: string): void {
    this.#known.set(secret, { words, until: this.#clock.monotonic() + restMs });
  }

  forget(secret: string): void {
    this.#known.delete(secret);
  }
}
