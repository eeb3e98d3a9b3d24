import { existsSync, readFileSync } from 'node:fs';
import type { Client } from '../../src/k8s/client.ts';
import { isNotFound } from '../../src/k8s/errors.ts';
import { keyOf, type KubeObject, type ResourceType } from '../../src/k8s/object.ts';
import type { WatchEvent } from '../../src/k8s/watch-stream.ts';
import { operatorRequests } from '../cluster/audit-log.ts';
import { auditRequests } from './audit-requests.ts';
import { History, type Happening, type LogLine, type Note } from './history.ts';
import { recordedKinds } from './recorded-kinds.ts';

export interface RecorderOptions {
  /** The administrator's. */
  readonly client: Client;
  /** Path of the audit log. */
  readonly auditLog: string;
  /** Path of the operator's log, where it is to be part of the history. */
  readonly operatorLog?: string;
  readonly kinds?: readonly ResourceType[];
}

/** Longer than any test. */
const watchSeconds = 3_600;
/** Events that are on their way when the recording ends. */
const lastEventsMs = 300;

/**
 * Writes down what happens on a real control plane: every change of every recorded object, from watches of an
 * administrator, and every request of the operator, from the audit log. Nothing is ever taken out.
 */
export class ClusterRecorder {
  readonly #options: RecorderOptions;
  readonly #happenings: Happening[] = [];
  readonly #startedAt = Date.now();
  readonly #stop = new AbortController();
  #watches: readonly Promise<void>[] = [];

  private constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Resolves when every watch is open: nothing that happens from then on is missed. Kinds that are not served are left out. */
  static async start(options: RecorderOptions): Promise<ClusterRecorder> {
    const recorder = new ClusterRecorder(options);
    const kinds = options.kinds ?? recordedKinds;
    const opened = await Promise.all(kinds.map(async (type) => ({ type, events: await recorder.#open(type) })));
    recorder.#watches = opened.map(({ type, events }) => recorder.#follow(type, events));
    return recorder;
  }

  note(what: Note['what'], detail: string): void {
    this.#happenings.push({ kind: 'note', at: this.#now, what, detail });
  }

  /** Ends the recording; what objects, requests, notes and log tell is merged by time. */
  async stop(): Promise<History> {
    await new Promise((resolve) => setTimeout(resolve, lastEventsMs));
    this.#stop.abort(new Error('The recording is over'));
    await Promise.all(this.#watches);
    const requests = auditRequests(await operatorRequests(this.#options.auditLog), this.#startedAt);
    const all = [...requests, ...this.#happenings, ...this.#logLines()];
    const history = new History();
    for (const happening of all.toSorted((left, right) => left.at - right.at)) history.append(happening);
    return history;
  }

  get #now(): number {
    return Date.now() - this.#startedAt;
  }

  async #open(type: ResourceType): Promise<AsyncIterable<WatchEvent<KubeObject>> | undefined> {
    try {
      return await this.#options.client.watch(type, {
        start: 'list',
        timeoutSeconds: watchSeconds,
        signal: this.#stop.signal,
      });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async #follow(type: ResourceType, events: AsyncIterable<WatchEvent<KubeObject>> | undefined): Promise<void> {
    const known = new Map<string, KubeObject>();
    try {
      for await (const event of events ?? []) {
        if (event.type !== 'BOOKMARK') this.#take(type, event, known);
      }
    } catch (error) {
      // A watch that breaks early leaves a gap, and a history with a gap proves nothing.
      if (!this.#stop.signal.aborted) throw error;
    }
  }

  #take(
    { group, plural }: ResourceType,
    { type, object }: Exclude<WatchEvent<KubeObject>, { type: 'BOOKMARK' }>,
    known: Map<string, KubeObject>,
  ): void {
    const key = keyOf(object.metadata);
    const before = known.get(key);
    if (type === 'DELETED') known.delete(key);
    else known.set(key, object);
    const change = { kind: 'object', at: this.#now, type, resource: { group, plural }, object } as const;
    this.#happenings.push(before === undefined ? change : { ...change, before });
  }

  #logLines(): LogLine[] {
    const { operatorLog } = this.#options;
    if (operatorLog === undefined || !existsSync(operatorLog)) return [];
    const lines = readFileSync(operatorLog, 'utf8').split('\n');
    return lines
      .filter((line) => line !== '')
      .map(
        (line) => ({ kind: 'log', at: secondsIn(line) * 1000 - this.#startedAt, process: 'operator', line }) as const,
      )
      .filter(({ at }) => at >= 0);
  }
}

/** The operator logs when it says something, in seconds since 1970; lines of the runtime itself have no time. */
function secondsIn(line: string): number {
  return Number(/"ts":([\d.]+)/.exec(line)?.[1] ?? Number.MAX_SAFE_INTEGER / 1000);
}
