import { isDeepStrictEqual } from 'node:util';
import { Indexes, type Indexers } from './indexes.ts';
import { keyOf, type Incarnation, type KubeObject } from './object.ts';
import { compareResourceVersions, isNewer, isOlder } from './resource-version.ts';
import type { ObjectEvent } from './watch-stream.ts';

/** A change of what the store keeps. `initial`: part of the state found at the start, no news. */
export type StoreEvent<P> =
  | { readonly type: 'add'; readonly key: string; readonly object: P; readonly initial: boolean }
  | { readonly type: 'update'; readonly key: string; readonly old: P; readonly object: P }
  | { readonly type: 'delete'; readonly key: string; readonly object: P };

export interface StoreOptions<T extends KubeObject, P> {
  readonly project: (object: T) => P;
  readonly indexers?: Indexers<P>;
  readonly emit: (event: StoreEvent<P>) => void;
  /** A projection or index that throws: the object is left out there, and everything else goes on. */
  readonly onError: (error: unknown, key: string) => void;
}

/** Collects a complete state beside the present one, to take its place in one step. */
export interface Replacement<T extends KubeObject> {
  put(object: T): void;
  drop(object: T): void;
  /**
   * Makes the collected state the present one. `time` is `rewound` when the server's state is older than one it showed
   * before (etcd was restored): then nothing we remember counts.
   */
  commit(resourceVersion: string, time: 'forward' | 'rewound'): void;
}

/** Far more deletes than one process sends between a delete and its event. */
const MAX_REMEMBERED = 1_000;

interface Entry<P> {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly value: P;
}

/**
 * The projected objects of one informer, never older than what this process has seen or written. Own writes come in by
 * `upsert` and `remove` before the watch reports them; what the watch reports later, but is older, is ignored.
 */
export class Store<T extends KubeObject, P> {
  readonly #options: StoreOptions<T, P>;
  readonly #indexes: Indexes<P>;
  #entries = new Map<string, Entry<P>>();
  /**
   * UIDs that we deleted and whose DELETED event has not come yet, with the version at which they still lived: events on
   * the way must not revive them.
   */
  readonly #deleted = new Map<string, string>();
  #complete = false;
  /** How far the watch has got: what happened up to this version has been told. */
  #reached = '';

  constructor(options: StoreOptions<T, P>) {
    this.#options = options;
    this.#indexes = new Indexes(options.indexers ?? {}, options.onError);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** By `namespace/name`, or the name of a cluster-scoped object. */
  get(key: string): P | undefined {
    return this.#entries.get(key)?.value;
  }

  list(): readonly P[] {
    return [...this.#entries.values()].map((entry) => entry.value);
  }

  /** Keys with their objects. */
  *entries(): Generator<readonly [string, P]> {
    for (const [key, entry] of this.#entries) yield [key, entry.value];
  }

  byIndex(name: string, value: string): readonly P[] {
    return [...this.#indexes.keys(name, value)].flatMap((key) => {
      const entry = this.#entries.get(key);
      return entry === undefined ? [] : [entry.value];
    });
  }

  /** A change that the watch reports. */
  apply({ type, object }: ObjectEvent<T>): void {
    if (type === 'DELETED') this.#end(object);
    else this.#take(object);
    this.#reached = object.metadata.resourceVersion ?? this.#reached;
  }

  /**
   * The answer to an own write. Where the watch has got further than that and knows no such object, the object is gone
   * again: a garbage collector, or whoever held it, was faster than the answer.
   */
  upsert(object: T): void {
    const known = this.#entries.has(keyOf(object.metadata));
    const isPast = (compareResourceVersions(object.metadata.resourceVersion ?? '', this.#reached) ?? 1) <= 0;
    if (known || !isPast) this.#take(object);
  }

  /** An own delete after which the object is gone, and with it whatever had its name before. */
  remove(target: Incarnation): void {
    this.#remember(target);
    const key = keyOf(target);
    const old = this.#entries.get(key);
    if (old === undefined) return;
    const sameOrEarlier = old.uid === target.uid || isOlder(old.resourceVersion, target.resourceVersion);
    if (sameOrEarlier) this.#unset(key, old, old.value);
  }

  replacement(): Replacement<T> {
    const collected = new Map<string, Entry<P>>();
    return {
      put: (object) => {
        const key = keyOf(object.metadata);
        const entry = this.#entryOf(key, object);
        if (entry !== undefined) collected.set(key, entry);
      },
      drop: (object) => void collected.delete(keyOf(object.metadata)),
      commit: (resourceVersion, time) => {
        if (time === 'rewound') this.#deleted.clear();
        else this.#keepOwnWrites(collected, resourceVersion);
        this.#replace(collected);
        this.#reached = resourceVersion;
      },
    };
  }

  #take(object: T): void {
    const key = keyOf(object.metadata);
    const entry = this.#entryOf(key, object);
    if (entry === undefined || this.#deleted.has(entry.uid)) return;
    const old = this.#entries.get(key);
    if (old !== undefined && (compareResourceVersions(entry.resourceVersion, old.resourceVersion) ?? 1) <= 0) return;
    this.#set(key, old, entry);
  }

  /** The event may have come already, or never come because the object was not selected: so forget the oldest. */
  #remember({ uid, resourceVersion }: Incarnation): void {
    this.#deleted.set(uid, resourceVersion);
    const [oldest] = this.#deleted.keys();
    if (this.#deleted.size > MAX_REMEMBERED && oldest !== undefined) this.#deleted.delete(oldest);
  }

  #entryOf(key: string, object: T): Entry<P> | undefined {
    const { uid = '', resourceVersion = '' } = object.metadata;
    try {
      return { uid, resourceVersion, value: this.#options.project(object) };
    } catch (error) {
      this.#options.onError(error, key);
      return undefined;
    }
  }

  #end(object: T): void {
    const key = keyOf(object.metadata);
    const { uid = '', resourceVersion = '' } = object.metadata;
    this.#deleted.delete(uid);
    const old = this.#entries.get(key);
    if (old === undefined || (old.uid !== uid && !isNewer(resourceVersion, old.resourceVersion))) return;
    this.#unset(key, old, this.#entryOf(key, object)?.value ?? old.value);
  }

  #set(key: string, old: Entry<P> | undefined, entry: Entry<P>): void {
    const settled = settle(old, entry);
    if (settled.value !== old?.value) {
      if (old !== undefined) this.#indexes.remove(key, old.value);
      this.#indexes.add(key, settled.value);
    }
    this.#entries.set(key, settled);
    this.#announce(key, old, settled);
  }

  #unset(key: string, old: Entry<P>, last: P): void {
    this.#entries.delete(key);
    this.#indexes.remove(key, old.value);
    this.#options.emit({ type: 'delete', key, object: last });
  }

  /** A list shows the past of what we wrote after it was taken; the watch that follows it will confirm our state. */
  #keepOwnWrites(collected: Map<string, Entry<P>>, resourceVersion: string): void {
    for (const [key, entry] of this.#entries) {
      if (isNewer(entry.resourceVersion, resourceVersion)) collected.set(key, entry);
    }
    const stillListed = new Set<string>();
    for (const [key, entry] of collected) {
      if (!this.#deleted.has(entry.uid)) continue;
      stillListed.add(entry.uid);
      collected.delete(key);
    }
    for (const [uid, livedAt] of this.#deleted) {
      const listedLater = !isNewer(livedAt, resourceVersion);
      if (listedLater && !stillListed.has(uid)) this.#deleted.delete(uid);
    }
  }

  #replace(next: Map<string, Entry<P>>): void {
    const previous = this.#entries;
    this.#indexes.clear();
    for (const [key, entry] of next) {
      const settled = settle(previous.get(key), entry);
      next.set(key, settled);
      this.#indexes.add(key, settled.value);
    }
    this.#entries = next;
    for (const [key, entry] of next) this.#announce(key, previous.get(key), entry);
    for (const [key, old] of previous) {
      if (!next.has(key)) this.#options.emit({ type: 'delete', key, object: old.value });
    }
    this.#complete = true;
  }

  /** Tells what changed, if anything did; another UID under the same name is another object. */
  #announce(key: string, old: Entry<P> | undefined, entry: Entry<P>): void {
    const { emit } = this.#options;
    if (old !== undefined && old.uid === entry.uid) {
      if (old.value !== entry.value) emit({ type: 'update', key, old: old.value, object: entry.value });
      return;
    }
    if (old !== undefined) emit({ type: 'delete', key, object: old.value });
    emit({ type: 'add', key, object: entry.value, initial: !this.#complete });
  }
}

/** Keeps the old value where the new one says the same, so that identity tells whether anything changed. */
function settle<P>(old: Entry<P> | undefined, entry: Entry<P>): Entry<P> {
  const same = old !== undefined && old.uid === entry.uid && isEqual(old.value, entry.value);
  return same ? { ...entry, value: old.value } : entry;
}

/** Values nested too deep to compare count as changed: a needless event is harmless, an exception here is not. */
function isEqual(left: unknown, right: unknown): boolean {
  try {
    return isDeepStrictEqual(left, right);
  } catch {
    return false;
  }
}
