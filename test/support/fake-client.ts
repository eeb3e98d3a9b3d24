import type { Client, JsonPatchOperation, Patch, Selection } from '../../src/k8s/client.ts';
import { ApiError } from '../../src/k8s/errors.ts';
import type { ListSink } from '../../src/k8s/list-pager.ts';
import {
  keyOf,
  type Incarnation,
  type KubeObject,
  type NamespacedName,
  type ResourceType,
} from '../../src/k8s/object.ts';
import { selects } from '../../src/k8s/selector.ts';
import { fieldManager } from '../../src/reconcilers/apply/take-over.ts';
import { appliedFields } from './applied-fields.ts';

type Verb = 'get' | 'listInto' | 'create' | 'apply' | 'apply status' | 'patch' | 'delete';

export interface Request {
  /** Verb, kind and key, for example `apply DaemonSet calico-system/calico-node`. */
  readonly what: string;
  readonly body?: unknown;
}

/** An answer of the API server that says no. */
export function refusal(code: number, reason: string, message = `${reason} for the test`): ApiError {
  return new ApiError({ verb: 'PATCH', path: '/', code, status: { reason, message, code } });
}

/** The API as reconcilers use it: a map of objects, and a record of who asked for what. */
export class FakeClient implements Pick<Client, 'get' | 'listInto' | 'create' | 'apply' | 'patch' | 'delete'> {
  readonly requests: Request[] = [];
  readonly #objects = new Map<string, KubeObject>();
  readonly #failures = new Map<string, unknown>();
  #version = 100;
  /** What `create` answers. */
  creates: (object: KubeObject) => KubeObject = (object) => object;
  /** What a webhook makes of an object that is applied. */
  alters: (object: KubeObject) => KubeObject = (object) => object;

  /** Requests so far, in words. */
  get asked(): string[] {
    return this.requests.map(({ what }) => what);
  }

  /** Puts an object there as somebody else would; returns it as the server has it. */
  has<T extends KubeObject>(object: T): T {
    const { metadata } = object;
    const given = { uid: `uid-of-${metadata.name}`, resourceVersion: this.#nextVersion(), ...metadata };
    return this.#store({ ...object, metadata: given });
  }

  /** From now on, this request fails. */
  fails(what: string, error: unknown): void {
    this.#failures.set(what, error);
  }

  live(kind: string, key: string): KubeObject | undefined {
    return this.#objects.get(`${kind} ${key}`);
  }

  async get<T extends KubeObject>(type: ResourceType<T>, target: NamespacedName): Promise<T | undefined> {
    this.#note('get', type, target);
    return Promise.resolve(this.live(type.kind, keyOf(target)) as T | undefined);
  }

  async listInto<T extends KubeObject>(
    type: ResourceType<T>,
    selection: Selection,
    sink: ListSink<T>,
  ): Promise<string> {
    this.#note('listInto', type, { name: selection.labelSelector ?? '' });
    sink.restart();
    const found = [...this.#objects.values()].filter(({ kind }) => kind === type.kind).filter(selects(selection));
    for (const object of found) sink.item(object as T);
    return Promise.resolve(String(this.#version));
  }

  async create<T extends KubeObject>(type: ResourceType<T>, object: T): Promise<T> {
    this.#note('create', type, object.metadata, object);
    return Promise.resolve(this.creates(object) as T);
  }

  async apply<T extends KubeObject>(
    type: ResourceType<T>,
    object: KubeObject,
    options: { readonly subresource?: string } = {},
  ): Promise<T> {
    const verb = options.subresource === 'status' ? 'apply status' : 'apply';
    this.#note(verb, type, object.metadata, object);
    const live = this.live(type.kind, keyOf(object.metadata));
    const {
      uid = `uid-of-${object.metadata.name}`,
      managedFields = [],
      ...metadata
    } = live?.metadata ?? object.metadata;
    const meta = { ...metadata, uid, resourceVersion: this.#nextVersion() };
    if (verb === 'apply status')
      return Promise.resolve(
        this.#store({ ...live, ...object, metadata: { ...meta, managedFields } }) as KubeObject as T,
      );
    const entry = { manager: fieldManager, operation: 'Apply' as const, fieldsV1: appliedFields(object) };
    const others = managedFields.filter(({ manager }) => manager !== fieldManager);
    const stored = {
      ...this.alters(object),
      metadata: { ...meta, ...object.metadata, managedFields: [...others, entry] },
    };
    return Promise.resolve(this.#store(stored) as KubeObject as T);
  }

  async patch<T extends KubeObject>(type: ResourceType<T>, target: NamespacedName, patch: Patch): Promise<T> {
    this.#note('patch', type, target, patch);
    const live = this.live(type.kind, keyOf(target));
    if (live === undefined) throw refusal(404, 'NotFound');
    const changed = patch.type === 'merge' ? (merged(live, patch.body) as KubeObject) : live;
    const metadata = patch.type === 'json' ? patch.operations.reduce(patched, live.metadata) : changed.metadata;
    if (metadata.resourceVersion !== live.metadata.resourceVersion) throw refusal(409, 'Conflict');
    const result = { ...changed, metadata: { ...metadata, resourceVersion: this.#nextVersion() } };
    const isGone = metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).length === 0;
    if (isGone) this.#objects.delete(`${type.kind} ${keyOf(target)}`);
    return Promise.resolve((isGone ? result : this.#store(result)) as KubeObject as T);
  }

  async delete<T extends KubeObject>(type: ResourceType<T>, target: Incarnation): Promise<T | undefined> {
    this.#note('delete', type, target, { uid: target.uid, resourceVersion: target.resourceVersion });
    const live = this.live(type.kind, keyOf(target));
    if (live === undefined) return Promise.resolve(undefined);
    if (live.metadata.resourceVersion !== target.resourceVersion) throw refusal(409, 'Conflict');
    if ((live.metadata.finalizers ?? []).length === 0) {
      this.#objects.delete(`${type.kind} ${keyOf(target)}`);
      return Promise.resolve(undefined);
    }
    return Promise.resolve(
      this.has({
        ...live,
        metadata: { ...live.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' },
      }) as KubeObject as T,
    );
  }

  #note(verb: Verb, type: ResourceType, target: NamespacedName, body?: unknown): void {
    const what = `${verb} ${type.kind} ${keyOf(target)}`;
    this.requests.push(body === undefined ? { what } : { what, body });
    if (this.#failures.has(what)) throw this.#failures.get(what);
  }

  #store<T extends KubeObject>(object: T): T {
    this.#objects.set(`${object.kind} ${keyOf(object.metadata)}`, object);
    return object;
  }

  #nextVersion(): string {
    this.#version += 1;
    return String(this.#version);
  }
}

/** RFC 6902 below `/metadata`. As in the real server, a failed test is 422, and a wrong resourceVersion in the result 409. */
function patched(metadata: KubeObject['metadata'], { op, path, value }: JsonPatchOperation): KubeObject['metadata'] {
  const field = path.replace('/metadata/', '') as keyof KubeObject['metadata'];
  if (op === 'test' && metadata[field] !== value) throw refusal(422, 'Invalid');
  if (field === 'resourceVersion' && metadata.resourceVersion !== value) throw refusal(409, 'Conflict');
  return op === 'test' ? metadata : { ...metadata, [field]: value };
}

/** RFC 7396. */
function merged(live: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const base = isObject(live) ? live : {};
  const result = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, merged(base[key], value));
  }
  return Object.fromEntries(result);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
