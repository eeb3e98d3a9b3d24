import type { Clock, Timer } from '../../../src/k8s/clock.ts';
import type { KubeObject } from '../../../src/k8s/object.ts';
import type { StoredChange, User, WatchHandle, WatchSink } from './api.ts';
import { textOf, type Form } from './object-text.ts';
import type { Resource } from './resources.ts';
import type { Selects } from './selectors.ts';
import { failureBody, type FailureStatus } from './status-answer.ts';
import type { Commit } from './storage.ts';

/** A bookmark about each minute, and one right before the end, as kube-apiserver sends them. */
const BOOKMARK_MS = 60_000;
const BEFORE_END_MS = 2_000;

export interface WatchPlan {
  readonly resource: Resource;
  readonly user: User;
  readonly selects: Selects;
  readonly form: Form;
  /** Only later changes are told. */
  readonly after: number;
  readonly bookmarks: boolean;
  readonly timeoutMs: number;
}

/** What a watch begins with. */
export interface WatchStart {
  /** The present state, where that was asked for. */
  readonly present?: readonly KubeObject[];
  /** Whether a bookmark says that the present state is complete: a watch list. */
  readonly endsMarked?: boolean;
  /** What happened since the resource version that was named. */
  readonly past?: readonly Commit[];
}

/** What a cut is aimed at. */
export type WatchFilter = (watch: Pick<WatchPlan, 'resource' | 'user'>) => boolean;

interface Context {
  readonly clock: Clock;
  readonly revision: () => number;
}

/** All open watches. */
export class Watches {
  readonly #context: Context;
  readonly #open = new Map<string, Set<Watch>>();

  constructor(context: Context) {
    this.#context = context;
  }

  open(plan: WatchPlan, sink: WatchSink, start: WatchStart): WatchHandle {
    const key = keyOf(plan.resource);
    const peers = this.#open.get(key) ?? new Set();
    this.#open.set(key, peers);
    const watch = new Watch(plan, sink, this.#context, () => void peers.delete(watch));
    peers.add(watch);
    watch.start(start);
    return watch;
  }

  /** Tells all who watch the resource. */
  tell(commit: Commit): void {
    for (const watch of this.#open.get(keyOf(commit.resource)) ?? []) watch.tell(commit);
  }

  /** Ends watches as a lost connection does, without a word. */
  cut(filter: WatchFilter = () => true): void {
    for (const peers of this.#open.values()) {
      for (const watch of peers) if (filter(watch.plan)) watch.end();
    }
  }
}

function keyOf({ group, plural }: { readonly group: string; readonly plural: string }): string {
  return `${plural}.${group}`;
}

/** One open watch. */
class Watch implements WatchHandle {
  readonly plan: WatchPlan;
  readonly #sink: WatchSink;
  readonly #context: Context;
  readonly #closed: () => void;
  readonly #endsAt: number;
  readonly #timeout: Timer;
  #bookmark: Timer | undefined;

  constructor(plan: WatchPlan, sink: WatchSink, context: Context, closed: () => void) {
    this.plan = plan;
    this.#sink = sink;
    this.#context = context;
    this.#closed = closed;
    this.#endsAt = context.clock.monotonic() + plan.timeoutMs;
    this.#timeout = context.clock.after(plan.timeoutMs, () => this.end());
    if (plan.bookmarks) this.#planBookmark();
  }

  start({ present = [], endsMarked = false, past = [] }: WatchStart): void {
    for (const object of present) this.#send('ADDED', object);
    if (endsMarked && this.plan.bookmarks) {
      this.#sink.event(this.#bookmarkLine({ 'k8s.io/initial-events-end': 'true' }));
    }
    for (const commit of past) this.tell(commit);
  }

  /** Tells a change as whoever has this selection sees it: an object can enter and leave it. */
  tell({ type, object, before, revision }: Commit): void {
    if (revision <= this.plan.after) return;
    const is = type !== 'DELETED' && this.plan.selects(object);
    const was = before !== undefined && this.plan.selects(before);
    if (is) this.#send(was ? 'MODIFIED' : 'ADDED', object);
    else if (was) this.#send('DELETED', type === 'DELETED' ? object : asOf(before, object));
  }

  close(): void {
    this.#timeout.cancel();
    this.#bookmark?.cancel();
    this.#closed();
  }

  end(): void {
    this.close();
    this.#sink.end();
  }

  #send(type: StoredChange['type'], object: KubeObject): void {
    this.#sink.event(`{"type":"${type}","object":${textOf(object, this.plan.form)}}`);
  }

  #planBookmark(): void {
    const { clock } = this.#context;
    const left = this.#endsAt - BEFORE_END_MS - clock.monotonic();
    if (left <= 0) return;
    this.#bookmark = clock.after(Math.min(BOOKMARK_MS, left), () => {
      // A watch from the server's future stays silent until the future has come.
      if (this.#context.revision() > this.plan.after) this.#sink.event(this.#bookmarkLine());
      this.#planBookmark();
    });
  }

  #bookmarkLine(annotations?: Readonly<Record<string, string>>): string {
    const { kind, apiVersion } = this.plan.resource;
    const type =
      this.plan.form === 'metadata'
        ? { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' }
        : { kind, apiVersion };
    const resourceVersion = String(this.#context.revision());
    const metadata = { resourceVersion, ...(annotations !== undefined && { annotations }) };
    return JSON.stringify({ type: 'BOOKMARK', object: { ...type, metadata } });
  }
}

/** An object that left the selection is shown as it was, under the resource version of the change. */
function asOf(before: KubeObject, { metadata }: KubeObject): KubeObject {
  const { resourceVersion } = metadata;
  if (resourceVersion === undefined) return before;
  return { ...before, metadata: { ...before.metadata, resourceVersion } };
}

/** The last line of a watch that cannot go on. */
export function errorLine(status: FailureStatus): string {
  return JSON.stringify({ type: 'ERROR', object: failureBody(status) });
}
