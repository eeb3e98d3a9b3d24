import type { Informer, InformerEvent, InformerOptions } from '../../src/k8s/informer.ts';
import { createInformer } from '../../src/k8s/informer.ts';
import { ConfigMap } from '../../src/k8s/kinds.ts';
import type { KubeObject } from '../../src/k8s/object.ts';
import type { WithoutWatchList } from '../../src/k8s/reflector.ts';
import { clientOf } from './client-of.ts';
import { FakeApiServer, ScriptedWatch, type RecordedRequest, type Reply } from './fake-apiserver.ts';
import { FakeClock, until } from './fake-clock.ts';

const CONFIG_MAPS = 'GET /api/v1/configmaps';

/** An informer of ConfigMaps at work against a scripted server, in virtual time and without randomness. */
export class Watching {
  readonly clock = new FakeClock();
  readonly events: string[] = [];
  readonly errors: unknown[] = [];
  readonly withoutWatchList: WithoutWatchList = new Set();
  readonly server: FakeApiServer;
  readonly #stop = new AbortController();
  readonly #closers: (() => void)[] = [];
  readonly #running: Promise<void>[] = [];

  private constructor(server: FakeApiServer) {
    this.server = server;
  }

  static async start(): Promise<Watching> {
    return new Watching(await FakeApiServer.start());
  }

  /** Replies to lists and watches of ConfigMaps, in the order of the requests. */
  script(...replies: readonly Reply[]): void {
    this.server.script(CONFIG_MAPS, ...replies);
  }

  /** Starts an informer; what it tells goes to `events`. */
  inform(options: Partial<InformerOptions<KubeObject, 'whole'>> = {}, random = 0): Informer<KubeObject> {
    const { client, close } = clientOf(this.server, this.clock);
    const onError = (error: unknown): void => void this.errors.push(error);
    const { clock, withoutWatchList } = this;
    const context = { client, clock, random: () => random, withoutWatchList, onError };
    const informer = createInformer(context, { type: ConfigMap, projection: 'whole', ...options });
    informer.subscribe((event) => void this.events.push(describeEvent(event)));
    this.#closers.push(close);
    this.#running.push(informer.run(this.#stop.signal));
    return informer;
  }

  /** Lists and watches so far, as query strings without timeout and bookmark parameters, which all watches share. */
  get asked(): readonly string[] {
    return this.requests.map(({ query }) => {
      const rest = [...query].filter(([key]) => !['timeoutSeconds', 'allowWatchBookmarks'].includes(key));
      return rest.map(([key, value]) => `${key}=${value}`).join(' ');
    });
  }

  get requests(): readonly RecordedRequest[] {
    return this.server.to(CONFIG_MAPS);
  }

  /** Stops the informers only. */
  async halt(): Promise<void> {
    this.#stop.abort(new Error('stopped'));
    await Promise.all(this.#running);
  }

  async stop(): Promise<void> {
    await this.halt();
    for (const close of this.#closers) close();
    await this.server.stop();
  }

  /** A watch list that has come to its end: `watch` is open and the informer synced. */
  async synced(watch: ScriptedWatch, informer: Informer<KubeObject>): Promise<void> {
    await informer.whenSynced();
    await until(() => watch.isOpen, 'an open watch');
  }

  /** Sits out the backoff of the informer. */
  async backOff(informer: Informer<KubeObject>, ms = 800): Promise<void> {
    await until(() => informer.state.phase === 'waiting', 'a failure');
    await this.clock.advance(ms);
  }
}

function describeEvent(event: InformerEvent<KubeObject>): string {
  return `${event.type} ${event.object.metadata.name}@${event.object.metadata.resourceVersion}`;
}

/** The query of a watch list, as `asked` shows it. */
export const WATCH_LIST = 'watch=true sendInitialEvents=true resourceVersionMatch=NotOlderThan';
