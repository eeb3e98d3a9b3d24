/**
 * A scripted API server on a real socket, for what a real one will not do on demand. A test says which replies a path
 * gives, in order; the last one repeats. Every request is recorded.
 */
import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { ClusterConfig, Credentials } from '../../src/k8s/credentials.ts';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Counts connections, so that tests can tell a reused one from a new one. */
  readonly connection: number;
}

/** Answers one request, or misbehaves. */
export type Reply = (response: ServerResponse, request: RecordedRequest) => void | Promise<void>;

export class FakeApiServer {
  readonly requests: RecordedRequest[] = [];
  readonly #server: http.Server;
  readonly #secure: boolean;
  readonly #scripts = new Map<string, Reply[]>();
  readonly #sockets = new Map<Socket, number>();
  #connections = 0;

  private constructor(tls?: https.ServerOptions) {
    const listener: RequestListener = (request, response) => void this.#answer(request, response);
    this.#secure = tls !== undefined;
    this.#server = tls === undefined ? http.createServer(listener) : https.createServer(tls, listener);
    // Idle connections stay until a test closes them, so that it is the client who is observed.
    this.#server.keepAliveTimeout = 0;
    this.#server.on(this.#secure ? 'secureConnection' : 'connection', (socket: Socket) => {
      this.#sockets.set(socket, ++this.#connections);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined);
    });
  }

  static async start(tls?: https.ServerOptions, port = 0): Promise<FakeApiServer> {
    const server = new FakeApiServer(tls);
    await new Promise<void>((resolve) => server.#server.listen(port, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.#secure ? 'https' : 'http'}://127.0.0.1:${this.port}`;
  }

  get openConnections(): number {
    return this.#sockets.size;
  }

  get connectionsSoFar(): number {
    return this.#connections;
  }

  /** A configuration that points here. */
  config(credentials: Partial<Credentials> = {}): ClusterConfig {
    const given = { tls: {}, headers: {}, ...credentials };
    return { server: this.url, namespace: 'default', credentials: () => Promise.resolve(given) };
  }

  /** What `GET /api/v1/nodes` and the like answer: first this, then that, the last for ever. */
  script(methodAndPath: string, ...replies: readonly Reply[]): void {
    this.#scripts.set(methodAndPath, [...replies]);
  }

  /** Requests for one path so far. */
  to(methodAndPath: string): readonly RecordedRequest[] {
    return this.requests.filter(({ method, path }) => `${method} ${path}` === methodAndPath);
  }

  /** Resets every connection, as a crash does. */
  dropConnections(): void {
    for (const socket of this.#sockets.keys()) socket.resetAndDestroy();
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets.keys()) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    const request = await this.#record(incoming);
    const replies = this.#scripts.get(`${request.method} ${request.path}`) ?? [notFound];
    const reply = (replies.length > 1 ? replies.shift() : replies[0]) ?? notFound;
    await reply(response, request);
  }

  async #record(incoming: IncomingMessage): Promise<RecordedRequest> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const url = new URL(incoming.url ?? '/', this.url);
    const request = {
      method: incoming.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers as Record<string, string>,
      body: Buffer.concat(chunks).toString('utf8'),
      connection: this.#sockets.get(incoming.socket) ?? 0,
    };
    this.requests.push(request);
    return request;
  }
}

/** A JSON answer; a string body goes out as it is. */
export function answer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (response) => void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}

/** An error the way the API server words it. */
export function failure(
  code: number,
  reason: string,
  extra: { message?: string; details?: object; headers?: Record<string, string> } = {},
): Reply {
  return answer(code, statusBody(code, reason, extra), extra.headers);
}

export function statusBody(code: number, reason: string, extra: { message?: string; details?: object } = {}): object {
  const { message = `${reason} for the test`, details } = extra;
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message, details };
}

const notFound: Reply = failure(404, 'NotFound');

/** What a load balancer says when nobody is behind it. */
export function html(status: number): Reply {
  return answer(status, '<html><body>Bad Gateway</body></html>', { 'content-type': 'text/html' });
}

/** A list; `next` is the continue token of the following page. */
export function list(resourceVersion: string, items: readonly object[], next?: string): Reply {
  return answer(200, { kind: 'List', apiVersion: 'v1', metadata: { resourceVersion, continue: next }, items });
}

/** Closes the connection instead of answering; `commit` is what the server did before. */
export function reset(commit?: () => void): Reply {
  return (response) => {
    commit?.();
    response.socket?.resetAndDestroy();
  };
}

/** Says a length and sends less. */
export function cutShort(body: string): Reply {
  return (response) => {
    response.writeHead(200, { 'content-length': String(body.length + 100) });
    response.write(body, () => response.socket?.resetAndDestroy());
  };
}

/** Never answers. */
export const hang: Reply = () => undefined;

/** Each reply once for each time asked, chosen by the request: for scripts in which lists and watches share a path. */
export function choose(pick: (request: RecordedRequest) => Reply): Reply {
  return (response, request) => pick(request)(response, request);
}

/** A watch that the test drives while it is open. What is said before the client has come is kept for it. */
export class ScriptedWatch {
  #response: ServerResponse | undefined;
  #waiting: ((response: ServerResponse) => void)[] = [];
  #closed = false;

  /** The reply to script; one watch serves one request. */
  readonly reply: Reply = (response) => {
    this.#response = response;
    response.on('close', () => (this.#closed = true));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    for (const action of this.#waiting.splice(0)) action(response);
  };

  get isOpen(): boolean {
    return this.#response !== undefined && !this.#closed;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  added(...objects: readonly object[]): this {
    return this.#events('ADDED', objects);
  }

  modified(...objects: readonly object[]): this {
    return this.#events('MODIFIED', objects);
  }

  deleted(...objects: readonly object[]): this {
    return this.#events('DELETED', objects);
  }

  bookmark(resourceVersion: string): this {
    return this.#events('BOOKMARK', [{ metadata: { resourceVersion } }]);
  }

  /** The bookmark that ends the initial events of a watch list. */
  listed(resourceVersion: string): this {
    const annotations = { 'k8s.io/initial-events-end': 'true' };
    return this.#events('BOOKMARK', [{ metadata: { resourceVersion, annotations } }]);
  }

  error(code: number, reason: string): this {
    return this.#events('ERROR', [statusBody(code, reason)]);
  }

  raw(text: string | Uint8Array): this {
    return this.#do((response) => void response.write(text));
  }

  /** Ends the way a watch ends at its timeout. */
  end(): this {
    return this.#do((response) => void response.end());
  }

  /** Breaks the connection after what was said has gone out. */
  cut(): this {
    return this.#do((response) => void response.write('', () => response.socket?.resetAndDestroy()));
  }

  #events(type: string, objects: readonly object[]): this {
    return this.raw(objects.map((object) => `${JSON.stringify({ type, object })}\n`).join(''));
  }

  #do(action: (response: ServerResponse) => void): this {
    if (this.#response === undefined) this.#waiting.push(action);
    else action(this.#response);
    return this;
  }
}
