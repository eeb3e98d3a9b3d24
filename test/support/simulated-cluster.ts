import type { Headers, Method, Transport, TransportRequest, TransportStream } from '../../src/k8s/transport.ts';
import { methodOf } from '../../src/k8s/transport.ts';
import type { ObjectMeta } from '../../src/k8s/object.ts';
import { Chance } from '../../tools/sim/chance.ts';
import type { ApiAnswer, ApiRequest, User, WatchHandle } from '../../tools/sim/server/api.ts';
import { ApiServer, type ApiServerOptions } from '../../tools/sim/server/api-server.ts';
import type { Cause } from '../../tools/sim/server/status-answer.ts';
import { FakeClock } from './fake-clock.ts';

export const admin: User = { name: 'admin', groups: ['system:masters'] };

export const mediaTypes = {
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

/** What a body may hold; which of it is there depends on the answer. */
export interface Body {
  readonly kind: string;
  readonly message: string;
  readonly metadata: Required<ObjectMeta> & { readonly continue: string; readonly remainingItemCount: number };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, string>>;
  readonly details: { readonly causes: readonly Cause[] };
  readonly items: readonly Body[];
}

/** The status code, and the body as JSON or as text. */
export interface Reply {
  readonly code: number;
  readonly body: Body;
  readonly text: string;
  readonly headers: Headers;
}

interface AskOptions {
  readonly user?: User;
  readonly type?: string;
  readonly accept?: string;
}

/** What a watch has told so far. */
export interface Watched {
  readonly answer: ApiAnswer;
  readonly handle: WatchHandle | undefined;
  /** `ADDED a`, `BOOKMARK 12`, `ERROR 410`. */
  readonly events: string[];
  readonly lines: string[];
  isOver: boolean;
}

/** The simulated API server with a clock that stands still, and short ways to ask it. */
export class SimulatedCluster {
  readonly clock = new FakeClock();
  readonly server: ApiServer;

  constructor(options: Partial<ApiServerOptions> = {}) {
    this.server = new ApiServer({ clock: this.clock, random: new Chance(1).next, ...options });
  }

  ask(method: Method, path: string, sending?: unknown, options: AskOptions = {}): Reply {
    const headers = {
      'content-type': options.type ?? 'application/json',
      accept: options.accept ?? 'application/json',
    };
    const sent = { method, path, headers: { ...headers, 'user-agent': 'tester/1' }, user: options.user ?? admin };
    const answer = this.server.answer(sending === undefined ? sent : { ...sent, body: JSON.stringify(sending) });
    const isJson = answer.headers['content-type']?.startsWith('application/json') === true;
    const body = (isJson ? JSON.parse(answer.body) : {}) as Body;
    return { code: answer.status, body, text: answer.body, headers: answer.headers };
  }

  get(path: string, options?: AskOptions): Reply {
    return this.ask('GET', path, undefined, options);
  }

  post(path: string, body: unknown, options?: AskOptions): Reply {
    return this.ask('POST', path, body, options);
  }

  put(path: string, body: unknown): Reply {
    return this.ask('PUT', path, body);
  }

  merge(path: string, body: unknown): Reply {
    return this.ask('PATCH', path, body, { type: mediaTypes.merge });
  }

  apply(path: string, body: unknown, options: AskOptions = {}): Reply {
    return this.ask('PATCH', path, body, { type: mediaTypes.apply, ...options });
  }

  delete(path: string, body?: unknown): Reply {
    return this.ask('DELETE', path, body);
  }

  watch(path: string, accept = 'application/json'): Watched {
    const lines: string[] = [];
    const events: string[] = [];
    const sink = {
      event: (line: string): void => {
        lines.push(line);
        events.push(describe(line));
      },
      end: (): void => void (watched.isOver = true),
    };
    const watched: { -readonly [K in keyof Watched]: Watched[K] } = {
      answer: { status: 0, headers: {}, body: '' },
      handle: undefined,
      events,
      lines,
      isOver: false,
    };
    const opened = this.server.watch({ method: 'GET', path, headers: { accept }, user: admin }, sink);
    watched.answer = opened.answer;
    watched.handle = opened.handle;
    return watched;
  }
}

interface WatchLine {
  readonly type: string;
  readonly object: { readonly metadata: { readonly name?: string; readonly resourceVersion?: string }; code?: number };
}

function describe(line: string): string {
  const { type, object } = JSON.parse(line) as WatchLine;
  return `${type} ${String(object.code ?? object.metadata.name ?? object.metadata.resourceVersion)}`;
}

/** A transport without a network: requests are carried out when they are sent. */
export function directTransport(server: ApiServer, user: User = admin): Transport {
  const arrived = ({ verb, path, headers = {}, body }: TransportRequest): ApiRequest => {
    const request = { method: methodOf(verb), path, headers: { accept: 'application/json', ...headers }, user };
    return body === undefined ? request : { ...request, body };
  };
  return {
    request: (request) => Promise.resolve(server.answer(arrived(request))),
    stream: (request) => {
      if (request.verb === 'watch') return Promise.resolve(watchStream(server, arrived(request), request.signal));
      const { body, ...head } = server.answer(arrived(request));
      return Promise.resolve({ ...head, body: oneChunk(body) });
    },
  };
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield Buffer.from(text);
}

/** Lines as they are told, until the server ends the watch or the client aborts it. */
class LineQueue {
  readonly #waiting: string[] = [];
  #isOver = false;
  #stirred = Promise.withResolvers<undefined>();

  push(line: string): void {
    this.#waiting.push(`${line}\n`);
    this.#stir();
  }

  end(): void {
    this.#isOver = true;
    this.#stir();
  }

  /** Throws the signal's reason when it is aborted, as a connection does. */
  async *read(signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
    const stir = (): void => this.#stir();
    signal?.addEventListener('abort', stir);
    for (;;) {
      signal?.throwIfAborted();
      const line = this.#waiting.shift();
      if (line !== undefined) yield Buffer.from(line);
      else if (this.#isOver) return;
      else await this.#stirred.promise;
    }
  }

  #stir(): void {
    this.#stirred.resolve(undefined);
    this.#stirred = Promise.withResolvers();
  }
}

function watchStream(server: ApiServer, request: ApiRequest, signal: AbortSignal | undefined): TransportStream {
  const lines = new LineQueue();
  const sink = { event: (line: string): void => lines.push(line), end: (): void => lines.end() };
  const { answer, handle } = server.watch(request, sink);
  signal?.addEventListener('abort', () => handle?.close());
  const body = answer.status < 300 ? lines.read(signal) : oneChunk(answer.body);
  return { status: answer.status, headers: answer.headers, body };
}
