/**
 * The seam between the client and the network. Everything above it speaks Kubernetes, everything below it HTTP; an
 * in-memory API server takes the place of the network by implementing `Transport`.
 */
import type { RequestLabel } from './errors.ts';

/** What is asked of the API server, in its own audit vocabulary; `apply` is a server-side apply. */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'apply' | 'delete';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const METHODS: Readonly<Record<Verb, Method>> = {
  get: 'GET',
  list: 'GET',
  watch: 'GET',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  apply: 'PATCH',
  delete: 'DELETE',
};

export function methodOf(verb: Verb): Method {
  return METHODS[verb];
}

export function isWrite(verb: Verb): boolean {
  return METHODS[verb] !== 'GET';
}

/** Lower-case names, one value each. */
export type Headers = Readonly<Record<string, string>>;

export interface TransportRequest {
  readonly verb: Verb;
  /** Path and query, starting with `/`. */
  readonly path: string;
  readonly headers?: Headers;
  readonly body?: string;
  /** Until the last byte of the answer; for streams too. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Who asks, for the user agent: usually a controller. */
  readonly caller?: string;
  /** Called before each attempt leaves, repeats included; throws to keep it from leaving. */
  readonly beforeSend?: () => void;
}

export interface TransportResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

export interface TransportStream {
  readonly status: number;
  readonly headers: Headers;
  /** Chunks as they arrive. Leaving the loop early closes the connection; an error ends it with ConnectionError. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Both calls resolve with any status, errors included; they reject with ConnectionError when no usable answer came, or
 * with the signal's reason when it was aborted.
 */
export interface Transport {
  /** Sends and reads the whole answer. */
  request(request: TransportRequest): Promise<TransportResponse>;
  /** Sends and hands over the answer as it arrives: lists and watches. */
  stream(request: TransportRequest): Promise<TransportStream>;
}

/** A streamed answer as one text; undefined when it is longer than `maxBytes`, and reading stops there. */
export async function readText(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Verb and path without the query: how errors name a request. */
export function labelOf({ verb, path }: Pick<TransportRequest, 'verb' | 'path'>): RequestLabel {
  return { verb, path: path.split('?', 1)[0] ?? path };
}
