/** A list or a watch that somebody opens. */
export interface Opening {
  readonly process: string;
  /** Path and query. */
  readonly path: string;
}

/** What `unobserve` does to those who come back too early: a stream that was cut stays away until it may be seen again. */
export class HiddenPaths {
  readonly #hidden = new Set<string>();
  readonly #expired = new Set<string>();

  /** What a list or watch suffers instead of being answered: a reset while hidden, then once 410 for an old version. */
  refusalOf(opening: Opening): 'reset' | 'gone' | undefined {
    const key = keyOf(opening);
    if (this.#hidden.has(key)) return 'reset';
    return this.#expired.delete(key) && goesOn(opening.path) ? 'gone' : undefined;
  }

  hide(opening: Opening): void {
    this.#hidden.add(keyOf(opening));
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
