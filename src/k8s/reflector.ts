import { sleep, type Clock } from './clock.ts';
import { isBadRequest, isInvalid } from './errors.ts';
import type { KubeObject } from './object.ts';
import { ReconnectBackoff } from './reconnect-backoff.ts';
import { resourcePath } from './resource-path.ts';
import { isNewer, isOlder } from './resource-version.ts';
import { SilenceWatchdog } from './silence-watchdog.ts';
import type { Replacement } from './store.ts';
import {
  RewoundError,
  ShortWatchError,
  waitingFor,
  WatchFailure,
  type RelistReason,
  type Waiting,
} from './watch-failure.ts';
import { WatchSession, type WatchTarget } from './watch-session.ts';
import type { ObjectEvent, WatchEvent } from './watch-stream.ts';

/** Where a reflector delivers: a store. */
export interface ReflectorSink<T extends KubeObject> {
  replacement(): Replacement<T>;
  apply(event: ObjectEvent<T>): void;
}

export interface ReflectorState {
  /** Whether a complete state was delivered once. */
  readonly synced: boolean;
  readonly phase: 'idle' | 'listing' | 'watching' | 'waiting' | 'stopped';
  /** Only while waiting. */
  readonly waitingFor?: Waiting | undefined;
  /** The last failure, until the next success. */
  readonly lastError?: unknown;
  /** Full lists after the first, by what made them necessary. */
  readonly relists: Readonly<Partial<Record<RelistReason, number>>>;
}

/** Paths of resources whose server cannot send the present state as a watch; learned once, shared by all reflectors. */
export type WithoutWatchList = Set<string>;

export interface ReflectorOptions<T extends KubeObject> extends WatchTarget<T> {
  readonly sink: ReflectorSink<T>;
  readonly clock: Clock;
  /** From 0 to 1, as Math.random. */
  readonly random: () => number;
  readonly withoutWatchList: WithoutWatchList;
  /** Whether it is no fault that the kind is not served. */
  readonly mayBeAbsent: boolean;
  readonly onChange: (state: ReflectorState) => void;
}

/** An aggregated API server may send initial events and never their end. */
const INITIAL_EVENTS_MS = 30_000;

/** A kind that has to be there is noticed within five seconds after it comes: all work may wait for it. */
const NOT_SERVED_MS = 4_500;

/** After so many watches in a row that end at once, the version that they go on from is to blame, or may be. */
const MOST_BARREN = 5;

class NoWatchListError extends Error {
  override readonly name = 'NoWatchListError';
}

/**
 * Keeps a store equal to the API server's state of one kind: the present state first (as a watch list where the server
 * can, else page by page), then every change. It never gives up: whatever happens is tried again with backoff, from the
 * last known resource version where that still means something, with a new list where it does not.
 */
export class Reflector<T extends KubeObject> {
  readonly #options: ReflectorOptions<T>;
  readonly #backoff: ReconnectBackoff;
  readonly #watchdog: SilenceWatchdog;
  readonly #resource: string;
  #state: ReflectorState = { synced: false, phase: 'idle', relists: {} };
  #lastEventAt: Date | undefined;
  /** The resource version up to which the store is complete; undefined when a list is needed. */
  #position: string | undefined;
  /** The newest resource version that was the position; a list older than it means restored storage. */
  #newest = '0';
  /** How many watches in a row ended at once without a word. */
  #barren = 0;
  #interrupt = new AbortController();
  #nap = new AbortController();

  constructor(options: ReflectorOptions<T>) {
    this.#options = options;
    this.#backoff = new ReconnectBackoff(options.clock, options.random);
    this.#watchdog = new SilenceWatchdog(options.clock);
    this.#resource = resourcePath(options.type);
  }

  get state(): ReflectorState {
    return this.#state;
  }

  /** Wall time of the last change that the server reported. */
  get lastEventAt(): Date | undefined {
    return this.#lastEventAt;
  }

  /** Works until `signal` is aborted; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const stop = (): void => {
      this.#interrupt.abort(signal.reason);
      this.#nap.abort();
    };
    signal.addEventListener('abort', stop);
    while (!signal.aborted) {
      this.#interrupt = new AbortController();
      await this.#advance().catch((error: unknown) => (signal.aborted ? undefined : this.#recover(error)));
    }
    signal.removeEventListener('abort', stop);
    this.#change({ phase: 'stopped' });
  }

  /** Ends a backoff: something suggests that the next try will do better. */
  retryNow(): void {
    this.#nap.abort();
  }

  /** One list or one watch. Resolves when there is nothing to wait for before the next. */
  #advance(): Promise<void> {
    if (this.#position !== undefined) return this.#resume(this.#position);
    this.#change({ phase: 'listing', waitingFor: undefined });
    return this.#options.withoutWatchList.has(this.#resource) ? this.#listPages() : this.#watchList();
  }

  async #resume(resourceVersion: string): Promise<void> {
    const session = await this.#open({ resourceVersion });
    this.#change({ phase: 'watching', waitingFor: undefined, lastError: undefined });
    await session.read((event) => this.#receive(event));
  }

  async #listPages(): Promise<void> {
    const { client, type, selection, content, sink } = this.#options;
    let replacement = sink.replacement();
    const receiver = {
      restart: () => void (replacement = sink.replacement()),
      item: (object: T) => replacement.put(object),
    };
    const { signal } = this.#interrupt;
    const resourceVersion = await client.listInto(type, { ...selection, content, signal }, receiver);
    this.#commit(replacement, resourceVersion);
  }

  /** The present state as events up to a bookmark, then the changes: one stream for both. */
  async #watchList(): Promise<void> {
    const interrupt = this.#interrupt;
    const deadline = this.#options.clock.after(INITIAL_EVENTS_MS, () => interrupt.abort(new NoWatchListError()));
    const replacement = this.#options.sink.replacement();
    try {
      const session = await this.#open('list');
      await session.read((event) => {
        if (this.#isListed()) this.#receive(event);
        else if (this.#collect(event, replacement)) deadline.cancel();
      });
      if (!this.#isListed()) throw new NoWatchListError();
    } catch (error) {
      if (this.#isListed() || !cannotWatchList(error)) throw error;
      this.#options.withoutWatchList.add(this.#resource);
    } finally {
      deadline.cancel();
    }
  }

  #isListed(): boolean {
    return this.#position !== undefined;
  }

  #open(from: { readonly resourceVersion: string } | 'list'): Promise<WatchSession<T>> {
    const { clock, random } = this.#options;
    return WatchSession.open(this.#options, from, {
      clock,
      random,
      watchdog: this.#watchdog,
      interrupt: this.#interrupt,
    });
  }

  /** Takes one initial event; true when it was the last one. Until then the resource versions seen mean no position. */
  #collect(event: WatchEvent<T>, replacement: Replacement<T>): boolean {
    if (event.type === 'BOOKMARK') {
      if (event.initialEventsEnd) this.#commit(replacement, event.resourceVersion);
      return event.initialEventsEnd;
    }
    if (event.type === 'DELETED') replacement.drop(event.object);
    else replacement.put(event.object);
    return false;
  }

  #receive(event: WatchEvent<T>): void {
    this.#barren = 0;
    if (event.type === 'BOOKMARK') {
      if (isOlder(event.resourceVersion, this.#newest)) throw new RewoundError(event.resourceVersion, this.#newest);
      this.#moveTo(event.resourceVersion);
      return;
    }
    this.#lastEventAt = this.#options.clock.wall();
    this.#options.sink.apply(event);
    const { resourceVersion = '' } = event.object.metadata;
    if (isNewer(resourceVersion, this.#newest)) this.#moveTo(resourceVersion);
  }

  #commit(replacement: Replacement<T>, resourceVersion: string): void {
    replacement.commit(resourceVersion, isOlder(resourceVersion, this.#newest) ? 'rewound' : 'forward');
    this.#moveTo(resourceVersion);
    this.#change({ synced: true, phase: 'watching', waitingFor: undefined, lastError: undefined });
  }

  #moveTo(resourceVersion: string): void {
    this.#position = resourceVersion;
    this.#newest = resourceVersion;
  }

  async #recover(error: unknown): Promise<void> {
    const cause = error instanceof WatchFailure ? error.cause : error;
    const relist = error instanceof WatchFailure ? (error.relist ?? this.#tooBarren(error)) : undefined;
    if (relist !== undefined) this.#needList(relist);
    this.#nap = new AbortController();
    const waits = waitingFor(cause);
    this.#change({ phase: 'waiting', waitingFor: waits, lastError: cause });
    const isMissed = waits === 'not-served' && !this.#options.mayBeAbsent;
    await sleep(this.#options.clock, this.#backoff.next(isMissed ? NOT_SERVED_MS : undefined), this.#nap.signal);
  }

  #tooBarren({ isBarren }: WatchFailure): RelistReason | undefined {
    if (isBarren) this.#barren += 1;
    if (this.#barren < MOST_BARREN) return undefined;
    this.#barren = 0;
    return 'barren';
  }

  #needList(reason: RelistReason): void {
    if (this.#position === undefined) return;
    this.#position = undefined;
    const { relists } = this.#state;
    this.#change({ relists: { ...relists, [reason]: (relists[reason] ?? 0) + 1 } });
  }

  #change(change: Partial<ReflectorState>): void {
    this.#state = { ...this.#state, ...change };
    this.#options.onChange(this.#state);
  }
}

/** Older servers refuse the parameter; others ignore it, and then the end of the initial events never comes. */
function cannotWatchList(error: unknown): boolean {
  const cause = error instanceof WatchFailure ? error.cause : error;
  return (
    isBadRequest(cause) || isInvalid(cause) || cause instanceof NoWatchListError || cause instanceof ShortWatchError
  );
}
