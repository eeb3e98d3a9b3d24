import { keyOf, type KubeObject } from '../../../src/k8s/object.ts';
import type { ResourceName } from '../../observer/history.ts';
import type { StoredChange } from './api.ts';

/** A change with its place in the order of all changes. */
export interface Commit extends StoredChange {
  readonly revision: number;
}

/** All objects at one moment, to be put back later. */
export interface StorageSnapshot {
  readonly revision: number;
  readonly collections: ReadonlyMap<string, ReadonlyMap<string, KubeObject>>;
}

/** Commits that a collection remembers for watches; twice as many are held before the older half is dropped. */
const REMEMBERED = 5_000;

interface Collection {
  readonly resource: ResourceName;
  objects: Map<string, KubeObject>;
  /** In the order of keys; undefined after an object came or went. */
  sorted: readonly KubeObject[] | undefined;
  log: Commit[];
  /** The log knows everything that happened after this revision. */
  forgotten: number;
}

/**
 * What etcd and the watch cache do: objects by resource and key, one counter of revisions, and the recent past. Objects
 * are never changed once they are stored, only replaced.
 */
export class Storage {
  readonly #collections = new Map<string, Collection>();
  readonly #onCommit: (commit: Commit) => void;
  #revision = 1;
  #compacted = 0;

  constructor(onCommit: (commit: Commit) => void) {
    this.#onCommit = onCommit;
  }

  /** The revision of the newest commit. */
  get revision(): number {
    return this.#revision;
  }

  get(resource: ResourceName, key: string): KubeObject | undefined {
    return this.#collections.get(collectionKey(resource))?.objects.get(key);
  }

  /** All objects of a resource in the order of keys. */
  list(resource: ResourceName): readonly KubeObject[] {
    const collection = this.#collections.get(collectionKey(resource));
    if (collection === undefined) return [];
    collection.sorted ??= inKeyOrder([...collection.objects.values()]);
    return collection.sorted;
  }

  /** Every object of every resource. */
  all(): readonly KubeObject[] {
    return [...this.#collections.values()].flatMap(({ objects }) => [...objects.values()]);
  }

  /** The collection as it was at a revision, in the order of keys; undefined when that is forgotten. */
  listAt(resource: ResourceName, revision: number): readonly KubeObject[] | undefined {
    const collection = this.#collections.get(collectionKey(resource));
    if (collection === undefined || revision >= this.#revision) return this.list(resource);
    if (revision < collection.forgotten) return undefined;
    const objects = new Map(collection.objects);
    for (let at = collection.log.length - 1; at >= 0; at--) {
      const commit = collection.log[at];
      if (commit === undefined || commit.revision <= revision) break;
      if (commit.before === undefined) objects.delete(keyOf(commit.object.metadata));
      else objects.set(keyOf(commit.object.metadata), commit.before);
    }
    return inKeyOrder([...objects.values()]);
  }

  /** What happened after a revision; undefined when part of it is forgotten. */
  since(resource: ResourceName, revision: number): readonly Commit[] | undefined {
    const { log, forgotten } = this.#collection(resource);
    return revision < forgotten ? undefined : log.filter((commit) => commit.revision > revision);
  }

  /** The oldest revision from which `since` can still answer. */
  oldest(resource: ResourceName): number {
    return this.#collection(resource).forgotten;
  }

  /** Stores a new state and returns it with its resource version. */
  put(resource: ResourceName, object: KubeObject): KubeObject {
    const collection = this.#collection(resource);
    const key = keyOf(object.metadata);
    const before = collection.objects.get(key);
    const stored = versioned(object, ++this.#revision);
    collection.objects.set(key, stored);
    collection.sorted = undefined;
    const type = before === undefined ? 'ADDED' : 'MODIFIED';
    this.#commit(collection, { type, resource, object: stored, ...(before !== undefined && { before }) });
    return stored;
  }

  /**
   * Takes an object away and returns its last state with the resource version of its end. `last` is that state where it
   * differs from what is stored.
   */
  remove(resource: ResourceName, key: string, last?: KubeObject): KubeObject | undefined {
    const collection = this.#collection(resource);
    const before = collection.objects.get(key);
    if (before === undefined) return undefined;
    const object = versioned(last ?? before, ++this.#revision);
    collection.objects.delete(key);
    collection.sorted = undefined;
    this.#commit(collection, { type: 'DELETED', resource, object, before });
    return object;
  }

  /** Forgets the past: who asks for an older revision hears that it has expired. */
  compact(): void {
    this.#compacted = this.#revision;
    for (const collection of this.#collections.values()) {
      collection.log = [];
      collection.forgotten = this.#revision;
    }
  }

  snapshot(): StorageSnapshot {
    const collections = [...this.#collections].map(([key, { objects }]) => [key, new Map(objects)] as const);
    return { revision: this.#revision, collections: new Map(collections) };
  }

  /** Puts the objects and the counter back to what they were; no past is known afterwards. Returns what that changed. */
  restore(snapshot: StorageSnapshot): readonly StoredChange[] {
    const changes = [...this.#collections].flatMap(([key, collection]) =>
      replaced(collection, snapshot.collections.get(key) ?? new Map<string, KubeObject>()),
    );
    this.#revision = snapshot.revision;
    this.compact();
    return changes;
  }

  #collection(resource: ResourceName): Collection {
    const key = collectionKey(resource);
    const known = this.#collections.get(key);
    if (known !== undefined) return known;
    const { group, plural } = resource;
    const made = {
      resource: { group, plural },
      objects: new Map(),
      sorted: undefined,
      log: [],
      forgotten: this.#compacted,
    };
    this.#collections.set(key, made);
    return made;
  }

  #commit(collection: Collection, change: StoredChange): void {
    const commit = { ...change, resource: collection.resource, revision: this.#revision };
    collection.log.push(commit);
    if (collection.log.length > 2 * REMEMBERED) {
      collection.forgotten = collection.log[REMEMBERED - 1]?.revision ?? 0;
      collection.log = collection.log.slice(REMEMBERED);
    }
    this.#onCommit(commit);
  }
}

function replaced(collection: Collection, objects: ReadonlyMap<string, KubeObject>): StoredChange[] {
  const { resource, objects: present } = collection;
  const gone = [...present].filter(([key]) => !objects.has(key));
  const put = [...objects].filter(([key, object]) => present.get(key) !== object);
  collection.objects = new Map(objects);
  collection.sorted = undefined;
  return [
    ...gone.map(([, object]) => ({ type: 'DELETED' as const, resource, object, before: object })),
    ...put.map(([key, object]) => changeTo(resource, object, present.get(key))),
  ];
}

function changeTo(resource: ResourceName, object: KubeObject, before: KubeObject | undefined): StoredChange {
  return before === undefined ? { type: 'ADDED', resource, object } : { type: 'MODIFIED', resource, object, before };
}

function collectionKey({ group, plural }: ResourceName): string {
  return `${plural}.${group}`;
}

function versioned(object: KubeObject, revision: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}

/** etcd orders by the bytes of `/namespace/name`. */
function inKeyOrder(objects: KubeObject[]): readonly KubeObject[] {
  const keyed = objects.map((object) => ({ key: keyOf(object.metadata), object }));
  keyed.sort((left, right) => (left.key < right.key ? -1 : 1));
  return keyed.map(({ object }) => object);
}
