import type { Client, ListOptions, WatchOptions } from '../../src/k8s/client.ts';
import { ApiError, ConnectionError } from '../../src/k8s/errors.ts';
import type { ListSink } from '../../src/k8s/list-pager.ts';
import type { KubeObject, ResourceType } from '../../src/k8s/object.ts';
import type { ObjectEvent, WatchEvent } from '../../src/k8s/watch-stream.ts';
import { aConfigMap, type TestConfigMap } from './kube-objects.ts';

interface LoggedEvent extends ObjectEvent<TestConfigMap> {
  readonly version: number;
}

const label = { verb: 'watch', path: '/api/v1/configmaps' };

/**
 * The least that is true of every API server, in memory: one counter of versions, a log of events that can be compacted,
 * lists and watches over both, and connections that break. It stands where the client stands.
 */
export class ModelServer {
  readonly objects = new Map<string, TestConfigMap>();
  readonly #log: LoggedEvent[] = [];
  #version = 100;
  #compacted = 0;
  #incarnations = 0;
  #connection = 0;
  #refusals: Error[] = [];
  #held = false;
  #changed = Promise.withResolvers<undefined>();

  /** The part of the client that reflectors use. */
  get client(): Client {
    const watch = (_type: ResourceType, options: WatchOptions): Promise<AsyncIterable<WatchEvent<TestConfigMap>>> =>
      this.#watch(options);
    const listInto = (_type: ResourceType, _options: ListOptions, sink: ListSink<KubeObject>): Promise<string> =>
      this.#list(sink);
    return { watch, listInto } as unknown as Client;
  }

  put(name: string): TestConfigMap {
    const known = this.objects.get(name);
    const uid = known?.metadata.uid ?? `uid-${this.#incarnations++}`;
    const object = aConfigMap(name, String(++this.#version), { uid });
    this.objects.set(name, object);
    this.#happened(known === undefined ? 'ADDED' : 'MODIFIED', object);
    return object;
  }

  delete(name: string): TestConfigMap | undefined {
    const known = this.objects.get(name);
    if (known === undefined) return undefined;
    this.objects.delete(name);
    this.#happened('DELETED', aConfigMap(name, String(++this.#version), { uid: known.metadata.uid ?? '' }));
    return known;
  }

  /** Breaks every connection. */
  cut(): void {
    this.#connection++;
    this.#wake();
  }

  /** Forgets the past: watches from it are answered with 410. */
  compact(): void {
    this.#compacted = this.#version;
  }

  /** The next requests are refused, one error each. */
  refuse(...errors: readonly Error[]): void {
    this.#refusals.push(...errors);
  }

  /** Watches lag behind from now on, until `release`. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    this.#refusals = [];
    this.#wake();
  }

  #happened(type: LoggedEvent['type'], object: TestConfigMap): void {
    this.#log.push({ type, object, version: this.#version });
    this.#wake();
  }

  #wake(): void {
    this.#changed.resolve(undefined);
    this.#changed = Promise.withResolvers();
  }

  #admit(): void {
    const refusal = this.#refusals.shift();
    if (refusal !== undefined) throw refusal;
  }

  async #list(sink: ListSink<KubeObject>): Promise<string> {
    await Promise.resolve();
    this.#admit();
    sink.restart();
    for (const object of this.objects.values()) sink.item(structuredClone(object));
    return String(this.#version);
  }

  async #watch(options: WatchOptions): Promise<AsyncIterable<WatchEvent<TestConfigMap>>> {
    await Promise.resolve();
    this.#admit();
    const from = Number(options.resourceVersion ?? 0);
    if (options.start !== 'list' && from < this.#compacted) {
      throw new ApiError({ ...label, code: 410, status: { reason: 'Expired' } });
    }
    return this.#events(options, from);
  }

  async *#events({ start, signal }: WatchOptions, from: number): AsyncGenerator<WatchEvent<TestConfigMap>> {
    const connection = this.#connection;
    let seen = from;
    if (start === 'list') {
      const now = [...this.objects.values()];
      seen = this.#version;
      for (const object of now) yield { type: 'ADDED', object: structuredClone(object) };
      yield { type: 'BOOKMARK', resourceVersion: String(seen), initialEventsEnd: true };
    }
    const aborted = new Promise((resolve) => signal?.addEventListener('abort', resolve));
    for (;;) {
      signal?.throwIfAborted();
      if (connection !== this.#connection) {
        throw new ConnectionError('cut', { ...label, failure: 'reset', maybeCommitted: true });
      }
      const next = this.#held ? undefined : this.#log.find(({ version }) => version > seen);
      if (next === undefined) {
        await Promise.race([this.#changed.promise, aborted]);
      } else {
        seen = next.version;
        yield { type: next.type, object: structuredClone(next.object) };
      }
    }
  }
}
