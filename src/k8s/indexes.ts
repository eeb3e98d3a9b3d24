/** Values under which an object is found; pure. */
export type IndexFunction<P> = (object: P, key: string) => readonly string[];

export type Indexers<P> = Readonly<Record<string, IndexFunction<P>>>;

/** Finds keys of a store by what is in the objects. */
export class Indexes<P> {
  readonly #indexers: Indexers<P>;
  readonly #onError: (error: unknown, key: string) => void;
  #indexes = new Map<string, Map<string, Set<string>>>();

  constructor(indexers: Indexers<P>, onError: (error: unknown, key: string) => void) {
    this.#indexers = indexers;
    this.#onError = onError;
    this.clear();
  }

  clear(): void {
    this.#indexes = new Map(Object.keys(this.#indexers).map((name) => [name, new Map<string, Set<string>>()]));
  }

  add(key: string, object: P): void {
    this.#each(key, object, (index, value) => {
      const keys = index.get(value) ?? new Set<string>();
      index.set(value, keys.add(key));
    });
  }

  remove(key: string, object: P): void {
    this.#each(key, object, (index, value) => {
      const keys = index.get(value);
      keys?.delete(key);
      if (keys?.size === 0) index.delete(value);
    });
  }

  /** Keys under `value`. Throws RangeError for an index that was never declared. */
  keys(name: string, value: string): Iterable<string> {
    const index = this.#indexes.get(name);
    if (index === undefined) throw new RangeError(`no index ${name}`);
    return index.get(value) ?? [];
  }

  #each(key: string, object: P, visit: (index: Map<string, Set<string>>, value: string) => void): void {
    for (const [name, index] of this.#indexes) {
      for (const value of this.#valuesOf(name, object, key)) visit(index, value);
    }
  }

  #valuesOf(name: string, object: P, key: string): readonly string[] {
    try {
      return this.#indexers[name]?.(object, key) ?? [];
    } catch (error) {
      this.#onError(error, key);
      return [];
    }
  }
}
