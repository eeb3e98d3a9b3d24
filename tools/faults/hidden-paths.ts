/** A list or a watch that somebody opens. */
export interface Opening {
  readonly process: string;
  /** Path and query. */
  readonly path: string;
}

/** Whoever waits for what is hidden may be the one who would make the next change: then the outage ends by itself. */
const mostHiddenMs = 60_000;

/** What `unobserve` does to those who come back too early: a stream that was cut stays away until it may be seen again. */
export class HiddenPaths {
  /** Until when, at the latest. */
  readonly #hidden = new Map<string, number>();
  readonly #expired = new Set<string>();

  /** What a list or watch suffers at a moment instead of being answered: a reset while hidden, then once 410 for an old version. */
  refusalOf(opening: Opening, at: number): 'reset' | 'gone' | undefined {
    const key = keyOf(opening);
    const until = this.#hidden.get(key);
    if (until !== undefined && at < until) return 'reset';
    if (until !== undefined) this.show(opening);
    return this.#expired.delete(key) && goesOn(opening.path) ? 'gone' : undefined;
  }

  /** `at`: now, in milliseconds of any clock that `refusalOf` is asked with, too. */
  hide(opening: Opening, at: number): void {
    this.#hidden.set(keyOf(opening), at + mostHiddenMs);
  }

  /** Does nothing where nothing was hidden. */
  show(opening: Opening): void {
    if (this.#hidden.delete(keyOf(opening))) this.#expired.add(keyOf(opening));
  }
}

/** The same collection seen through the same selectors by the same process. */
function keyOf({ process, path }: Opening): string {
  const [collection = '', query] = path.split('?', 2);
  const parameters = new URLSearchParams(query);
  return JSON.stringify([process, collection, parameters.get('labelSelector'), parameters.get('fieldSelector')]);
}

/** Whether a watch goes on from a version that it has seen. */
function goesOn(path: string): boolean {
  const parameters = new URLSearchParams(path.split('?', 2)[1]);
  return parameters.has('resourceVersion') && parameters.has('watch') && !parameters.has('sendInitialEvents');
}
