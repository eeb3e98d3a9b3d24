import type { Client, Selection } from './client.ts';
import type { Clock } from './clock.ts';
import type { Indexers } from './indexes.ts';
import type { Incarnation, KubeObject, ResourceType } from './object.ts';
import { projector, type ManagedFields, type Projected, type Projection } from './projection.ts';
import { Reflector, type ReflectorState, type WithoutWatchList } from './reflector.ts';
import { selects } from './selector.ts';
import { Store, type StoreEvent } from './store.ts';

export type InformerEvent<P> = StoreEvent<P>;

/** Called at once with each change, in order. Must return quickly: the usual listener adds a key to a queue. */
export type InformerListener<P> = (event: InformerEvent<P>) => void;

/**
 * A local, projected, always current copy of the objects of one kind. It is never older than what this process has
 * written, as long as writers hand in what the server answered (`upsert`, `remove`).
 */
export interface Informer<P> {
  readonly type: ResourceType;
  /** Its kind may stay away for good, so nobody waits until the copy is complete. */
  readonly mayBeAbsent: boolean;
  readonly state: ReflectorState;
  /** Wall time of the last change that the server reported. */
  readonly lastEventAt: Date | undefined;
  /** Whether the copy has been complete once. */
  readonly hasSynced: boolean;
  readonly size: number;
  /** Resolves when the copy is complete; rejects with the signal's reason. */
  whenSynced(signal?: AbortSignal): Promise<void>;
  /** By `namespace/name`, or the name of a cluster-scoped object. */
  get(key: string): P | undefined;
  list(): readonly P[];
  /** Throws RangeError for an index that was not declared. */
  byIndex(index: string, value: string): readonly P[];
  /** Tells what is there (as `initial`) and then what changes. Returns how to end that. */
  subscribe(listener: InformerListener<P>): () => void;
  /** Tells how the watch fares, each time that changes. Returns how to end that. */
  onState(listener: (state: ReflectorState) => void): () => void;
  /** Takes in what the server answered to an own create, apply, patch or update. Objects outside the selection leave. */
  upsert(object: KubeObject): void;
  /** Takes in that an own delete left nothing. */
  remove(target: Incarnation): void;
  /** Works until `signal` is aborted; never rejects. */
  run(signal: AbortSignal): Promise<void>;
  /** Ends a backoff, for example when the kind has just become available. */
  retryNow(): void;
}

export interface InformerOptions<T extends KubeObject, P extends Projection<T>> extends Selection {
  readonly type: ResourceType<T>;
  readonly projection: P;
  /** `metadata`: the server sends nothing else, also where the projection is a function. */
  readonly content?: 'whole' | 'metadata';
  /** `drop` unless said otherwise: only who compares field ownership needs them. */
  readonly managedFields?: ManagedFields;
  /** True for a kind that another program serves, if it does. Default: false. */
  readonly mayBeAbsent?: boolean;
  readonly indexers?: Indexers<Projected<T, P>>;
}

export interface InformerContext {
  readonly client: Client;
  readonly clock: Clock;
  /** From 0 to 1, as Math.random. */
  readonly random: () => number;
  readonly withoutWatchList: WithoutWatchList;
  /** A listener, projection or index that threw: a mistake of ours, reported and survived. */
  readonly onError: (error: unknown, where: string) => void;
  readonly onChange?: (informer: Informer<unknown>, state: ReflectorState) => void;
}

/** An informer of its own watch; `SharedInformers` hands out one for equal wishes. Nothing happens before `run`. */
export function createInformer<T extends KubeObject, const P extends Projection<T>>(
  context: InformerContext,
  options: InformerOptions<T, P>,
): Informer<Projected<T, P>> {
  return new WatchingInformer<T, Projected<T, P>>(context, {
    ...options,
    project: projector<T, P>(options.projection, options.managedFields ?? 'drop'),
    content: options.content ?? (options.projection === 'metadata' ? 'metadata' : 'whole'),
    mayBeAbsent: options.mayBeAbsent ?? false,
  });
}

interface Plan<T extends KubeObject, P> extends Selection {
  readonly type: ResourceType<T>;
  readonly project: (object: T) => P;
  readonly content: 'whole' | 'metadata';
  readonly mayBeAbsent: boolean;
  readonly indexers?: Indexers<P>;
}

class WatchingInformer<T extends KubeObject, P> implements Informer<P> {
  readonly type: ResourceType<T>;
  readonly mayBeAbsent: boolean;
  readonly #context: InformerContext;
  readonly #selected: (object: KubeObject) => boolean;
  readonly #store: Store<T, P>;
  readonly #reflector: Reflector<T>;
  readonly #listeners = new Set<InformerListener<P>>();
  readonly #stateListeners = new Set<(state: ReflectorState) => void>();
  readonly #awaitingSync = new Set<() => void>();

  constructor(context: InformerContext, plan: Plan<T, P>) {
    const { type, project, content, mayBeAbsent, indexers = {}, ...selection } = plan;
    this.type = type;
    this.mayBeAbsent = mayBeAbsent;
    this.#context = context;
    this.#selected = selects(selection);
    const onError = (error: unknown, key: string): void => context.onError(error, `${type.kind} ${key}`);
    const emit = (event: StoreEvent<P>): void => this.#tell(event);
    this.#store = new Store({ project, indexers, emit, onError });
    const onChange = (state: ReflectorState): void => this.#changed(state);
    const target = { type, selection, content, mayBeAbsent };
    this.#reflector = new Reflector({ ...context, ...target, sink: this.#store, onChange });
  }

  get state(): ReflectorState {
    return this.#reflector.state;
  }

  get lastEventAt(): Date | undefined {
    return this.#reflector.lastEventAt;
  }

  get hasSynced(): boolean {
    return this.#reflector.state.synced;
  }

  get size(): number {
    return this.#store.size;
  }

  whenSynced(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.hasSynced) return resolve();
      const settle = (): void => {
        this.#awaitingSync.delete(settle);
        signal?.removeEventListener('abort', settle);
        if (this.hasSynced) resolve();
        else reject(signal?.reason);
      };
      if (signal?.aborted === true) return settle();
      this.#awaitingSync.add(settle);
      signal?.addEventListener('abort', settle);
    });
  }

  get(key: string): P | undefined {
    return this.#store.get(key);
  }

  list(): readonly P[] {
    return this.#store.list();
  }

  byIndex(index: string, value: string): readonly P[] {
    return this.#store.byIndex(index, value);
  }

  subscribe(listener: InformerListener<P>): () => void {
    this.#listeners.add(listener);
    for (const [key, object] of this.#store.entries())
      this.#call(listener, { type: 'add', key, object, initial: true });
    return () => void this.#listeners.delete(listener);
  }

  onState(listener: (state: ReflectorState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => void this.#stateListeners.delete(listener);
  }

  upsert(object: KubeObject): void {
    const own = object as T;
    if (this.#selected(own)) this.#store.upsert(own);
    else this.#store.apply({ type: 'DELETED', object: own });
  }

  remove(target: Incarnation): void {
    this.#store.remove(target);
  }

  run(signal: AbortSignal): Promise<void> {
    return this.#reflector.run(signal);
  }

  retryNow(): void {
    this.#reflector.retryNow();
  }

  #tell(event: StoreEvent<P>): void {
    for (const listener of this.#listeners) this.#call(listener, event);
  }

  #call(listener: InformerListener<P>, event: StoreEvent<P>): void {
    try {
      listener(event);
    } catch (error) {
      this.#context.onError(error, `listener of ${this.type.kind} ${event.key}`);
    }
  }

  #changed(state: ReflectorState): void {
    if (state.synced) for (const settle of this.#awaitingSync) settle();
    for (const listener of this.#stateListeners) listener(state);
    this.#context.onChange?.(this, state);
  }
}
