import type { Clock } from './clock.ts';
import type { ListSink } from './list-pager.ts';
import type { Incarnation, KubeObject, NamespacedName, ResourceType } from './object.ts';
import type { WatchEvent } from './watch-stream.ts';

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Deadline of this call; the transport has a default. */
  readonly timeoutMs?: number;
}

export interface ReadOptions extends CallOptions {
  /** `metadata` asks for PartialObjectMetadata: everything outside `metadata` is absent. */
  readonly content?: 'whole' | 'metadata';
}

/** Which objects of a kind. Without a namespace: of all namespaces. */
export interface Selection {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export type ListOptions = ReadOptions & Selection & { readonly pageLimit?: number };

export interface WatchOptions extends ReadOptions, Selection {
  /** Where to go on; absent for a watch list, which sends the present state first. */
  readonly resourceVersion?: string;
  /** `list` asks for the present state as events, ended by a bookmark. */
  readonly start?: 'resume' | 'list';
  /** After how long the server ends the watch. */
  readonly timeoutSeconds: number;
}

export interface WriteOptions extends CallOptions {
  readonly fieldManager?: string;
  readonly subresource?: string;
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore';
  readonly dryRun?: 'All';
}

export interface ApplyOptions extends WriteOptions {
  /** Takes fields over from other managers; the default, because a controller wants what it declares. */
  readonly conflicts?: 'force' | 'refuse';
}

export interface DeleteOptions extends CallOptions {
  readonly propagation?: 'Foreground' | 'Background' | 'Orphan';
}

/** One operation of RFC 6902. */
export interface JsonPatchOperation {
  readonly op: 'add' | 'remove' | 'replace' | 'test';
  readonly path: string;
  readonly value?: unknown;
}

export type Patch =
  | { readonly type: 'json'; readonly operations: readonly JsonPatchOperation[] }
  | { readonly type: 'merge'; readonly body: object };

export interface KubeList<T extends KubeObject> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
}

/**
 * Typed access to the API. Objects are raw JSON: unknown fields survive a read and a write. Every call rejects with
 * ApiError when the server says no and with ConnectionError when no usable answer came. Reads never name a resource
 * version of 0, so none answers with a past state.
 */
export interface Client {
  /** The live object; undefined when it does not exist, or its kind does not. */
  get<T extends KubeObject>(
    type: ResourceType<T>,
    target: NamespacedName,
    options?: ReadOptions,
  ): Promise<T | undefined>;
  list<T extends KubeObject>(type: ResourceType<T>, options?: ListOptions): Promise<KubeList<T>>;
  /** Hands over each item as it arrives and resolves with the list's resource version. */
  listInto<T extends KubeObject>(type: ResourceType<T>, options: ListOptions, sink: ListSink<T>): Promise<string>;
  /** Resolves once the server has accepted the watch. */
  watch<T extends KubeObject>(type: ResourceType<T>, options: WatchOptions): Promise<AsyncIterable<WatchEvent<T>>>;
  create<T extends KubeObject>(type: ResourceType<T>, object: T, options?: WriteOptions): Promise<T>;
  /** Replaces; `metadata.resourceVersion` guards against overwriting a newer state. */
  update<T extends KubeObject>(type: ResourceType<T>, object: T, options?: WriteOptions): Promise<T>;
  /** Server-side apply: `object` states the fields we own, and no others. */
  apply<T extends KubeObject>(type: ResourceType<T>, object: KubeObject, options?: ApplyOptions): Promise<T>;
  patch<T extends KubeObject>(
    type: ResourceType<T>,
    target: NamespacedName,
    patch: Patch,
    options?: WriteOptions,
  ): Promise<T>;
  /**
   * Deletes exactly the incarnation that a live read returned (`incarnationOf`): a newer one answers 409. Resolves with
   * the object while finalizers hold it, else with undefined, also when it was gone before.
   */
  delete<T extends KubeObject>(
    type: ResourceType<T>,
    target: Incarnation,
    options?: DeleteOptions,
  ): Promise<T | undefined>;
  /** Any other document, such as `/version`; parsed JSON. */
  raw(path: string, options?: CallOptions & { readonly accept?: string }): Promise<unknown>;
}

export interface ClientOptions {
  readonly clock: Clock;
  /** The field manager of writes that name none. */
  readonly fieldManager: string;
  /** What the server warns about in `Warning` headers, deprecated versions for example. */
  readonly onWarning?: (warning: string, path: string) => void;
}
