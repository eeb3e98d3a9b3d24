import type {
  ApplyOptions,
  CallOptions,
  Client,
  ClientOptions,
  DeleteOptions,
  KubeList,
  ListOptions,
  Patch,
  ReadOptions,
  WatchOptions,
  WriteOptions,
} from './client.ts';
import { Decoder } from './decode.ts';
import { isNotFound } from './errors.ts';
import { EventLoopShare } from './event-loop.ts';
import { PAGE_LIMIT, readPages, type ListSink } from './list-pager.ts';
import type { Incarnation, KubeObject, NamespacedName, ResourceType } from './object.ts';
import { resourcePath, withQuery } from './resource-path.ts';
import { apiErrorOf, isStatus } from './status-body.ts';
import { labelOf, readText, type Transport, type TransportRequest, type TransportStream } from './transport.ts';
import { watchEvents, type WatchEvent } from './watch-stream.ts';
import { stringifyWire } from './wire-json.ts';

/** The client over any transport: HTTP in production, an in-memory API server in simulations. */
export function createClient(transport: Transport, options: ClientOptions): Client {
  return new TransportClient(transport, options);
}

const MEDIA_TYPES = { json: 'application/json-patch+json', merge: 'application/merge-patch+json' } as const;
const PARTIAL = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const PARTIAL_LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const MAX_ERROR_BYTES = 1024 * 1024;
const LIST_TIMEOUT_MS = 60_000;
/** The server ends a watch at `timeoutSeconds`; when it has not by then, the connection is dead. */
const WATCH_GRACE_MS = 15_000;

class TransportClient implements Client {
  readonly #transport: Transport;
  readonly #options: ClientOptions;

  constructor(transport: Transport, options: ClientOptions) {
    this.#transport = transport;
    this.#options = options;
  }

  async get<T extends KubeObject>(
    type: ResourceType<T>,
    target: NamespacedName,
    options: ReadOptions = {},
  ): Promise<T | undefined> {
    const { content, ...call } = options;
    const headers = content === 'metadata' ? { accept: PARTIAL } : {};
    try {
      return await this.#object(type, { verb: 'get', path: resourcePath(type, target), headers, ...call });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async list<T extends KubeObject>(type: ResourceType<T>, options: ListOptions = {}): Promise<KubeList<T>> {
    let items: T[] = [];
    const sink = { restart: () => void (items = []), item: (object: T) => void items.push(object) };
    const resourceVersion = await this.listInto(type, options, sink);
    return { items, resourceVersion };
  }

  async listInto<T extends KubeObject>(
    type: ResourceType<T>,
    options: ListOptions,
    sink: ListSink<T>,
  ): Promise<string> {
    const { namespace, labelSelector, fieldSelector, pageLimit = PAGE_LIMIT, content, ...call } = options;
    const collection = resourcePath(type, { namespace });
    const decoder = new Decoder(type, { verb: 'list', path: collection });
    const open = async (continueToken: string | undefined): Promise<AsyncIterable<Uint8Array>> => {
      const query = { labelSelector, fieldSelector, limit: pageLimit, continue: continueToken };
      const headers = content === 'metadata' ? { accept: PARTIAL_LIST } : {};
      const path = withQuery(collection, query);
      return (await this.#stream({ verb: 'list', path, headers, timeoutMs: LIST_TIMEOUT_MS, ...call })).body;
    };
    return readPages(open, sink, { decoder, share: new EventLoopShare(this.#options.clock) });
  }

  async watch<T extends KubeObject>(
    type: ResourceType<T>,
    options: WatchOptions,
  ): Promise<AsyncIterable<WatchEvent<T>>> {
    const { namespace, labelSelector, fieldSelector, resourceVersion, start, timeoutSeconds, content, ...call } =
      options;
    const collection = resourcePath(type, { namespace });
    const initial = start === 'list' ? { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' } : {};
    const common = { labelSelector, fieldSelector, resourceVersion, allowWatchBookmarks: true, timeoutSeconds };
    const path = withQuery(collection, { watch: true, ...common, ...initial });
    const headers = content === 'metadata' ? { accept: PARTIAL } : {};
    const timeoutMs = timeoutSeconds * 1000 + WATCH_GRACE_MS;
    const { body } = await this.#stream({ verb: 'watch', path, headers, timeoutMs, ...call });
    const label = { verb: 'watch', path: collection };
    return watchEvents(body, { decoder: new Decoder(type, label), label, clock: this.#options.clock });
  }

  create<T extends KubeObject>(type: ResourceType<T>, object: T, options: WriteOptions = {}): Promise<T> {
    const { name, namespace } = object.metadata;
    const { subresource } = options;
    // Only a subresource (an eviction, a token) is created under a name in the URL.
    const path = resourcePath(type, subresource === undefined ? { namespace } : { name, namespace, subresource });
    return this.#write(type, { verb: 'create', path, body: object }, options);
  }

  update<T extends KubeObject>(type: ResourceType<T>, object: T, options: WriteOptions = {}): Promise<T> {
    return this.#write(
      type,
      { verb: 'update', path: this.#pathOf(type, object.metadata, options), body: object },
      options,
    );
  }

  apply<T extends KubeObject>(type: ResourceType<T>, object: KubeObject, options: ApplyOptions = {}): Promise<T> {
    const { conflicts = 'force', ...write } = options;
    const path = this.#pathOf(type, object.metadata, write);
    const query = { force: conflicts === 'force' };
    return this.#write(
      type,
      { verb: 'apply', path, query, body: object, contentType: 'application/apply-patch+yaml' },
      write,
    );
  }

  patch<T extends KubeObject>(
    type: ResourceType<T>,
    target: NamespacedName,
    patch: Patch,
    options: WriteOptions = {},
  ): Promise<T> {
    const body = patch.type === 'json' ? patch.operations : patch.body;
    const path = this.#pathOf(type, target, options);
    return this.#write(type, { verb: 'patch', path, body, contentType: MEDIA_TYPES[patch.type] }, options);
  }

  async delete<T extends KubeObject>(
    type: ResourceType<T>,
    { uid, resourceVersion, ...target }: Incarnation,
    { propagation = 'Background', ...call }: DeleteOptions = {},
  ): Promise<T | undefined> {
    const body = {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      preconditions: { uid, resourceVersion },
      propagationPolicy: propagation,
    };
    const request = {
      verb: 'delete',
      path: resourcePath(type, target),
      ...jsonBody(body, 'application/json'),
      ...call,
    } as const;
    try {
      const decoder = new Decoder(type, labelOf(request));
      const answer = decoder.json(await this.#text(request));
      if (isStatus(answer)) return undefined;
      const last = decoder.object(answer);
      return isHeld(last) ? last : undefined;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async raw(path: string, { accept, ...call }: CallOptions & { readonly accept?: string } = {}): Promise<unknown> {
    const headers = accept === undefined ? {} : { accept };
    const request = { verb: 'get', path, headers, ...call } as const;
    const untyped = { group: '', version: '', kind: 'document', plural: '', namespaced: false };
    return new Decoder(untyped, labelOf(request)).json(await this.#text(request));
  }

  #pathOf(type: ResourceType, { name, namespace }: NamespacedName, { subresource }: WriteOptions): string {
    return resourcePath(type, { name, namespace, subresource });
  }

  #write<T extends KubeObject>(type: ResourceType<T>, write: PendingWrite, options: WriteOptions): Promise<T> {
    const { fieldManager = this.#options.fieldManager, fieldValidation, dryRun, subresource: _, ...call } = options;
    const path = withQuery(write.path, { fieldManager, fieldValidation, dryRun, ...write.query });
    return this.#object(type, { verb: write.verb, path, ...jsonBody(write.body, write.contentType), ...call });
  }

  async #object<T extends KubeObject>(type: ResourceType<T>, request: TransportRequest): Promise<T> {
    const decoder = new Decoder(type, labelOf(request));
    return decoder.object(decoder.json(await this.#text(request)));
  }

  async #text(request: TransportRequest): Promise<string> {
    const response = await this.#transport.request(request);
    this.#passWarnings(response.headers['warning'], request);
    if (response.status >= 300) throw apiErrorOf(labelOf(request), response, request.body);
    return response.body;
  }

  async #stream(request: TransportRequest): Promise<TransportStream> {
    const response = await this.#transport.stream(request);
    if (response.status < 300) return response;
    const body = (await readText(response.body, MAX_ERROR_BYTES)) ?? '';
    throw apiErrorOf(labelOf(request), { status: response.status, headers: response.headers, body });
  }

  #passWarnings(header: string | undefined, request: TransportRequest): void {
    for (const [, text] of header?.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g) ?? []) {
      this.#options.onWarning?.((text ?? '').replaceAll(/\\(.)/g, '$1'), labelOf(request).path);
    }
  }
}

interface PendingWrite {
  readonly verb: 'create' | 'update' | 'apply' | 'patch';
  readonly path: string;
  readonly query?: Readonly<Record<string, boolean>>;
  readonly body: unknown;
  readonly contentType?: string;
}

function jsonBody(body: unknown, contentType = 'application/json'): Pick<TransportRequest, 'body' | 'headers'> {
  return { body: stringifyWire(body), headers: { 'content-type': contentType } };
}

/**
 * Whether a delete has left the object there, for its finalizers or for the grace of a pod. Of some kinds, ServiceAccounts
 * among them, the server answers with the last state also when the object is gone.
 */
function isHeld({ metadata }: KubeObject): boolean {
  return (metadata.finalizers ?? []).length > 0 || (metadata.deletionGracePeriodSeconds ?? 0) > 0;
}
