import type { Client, Patch } from '../../src/k8s/client.ts';
import { ApiError } from '../../src/k8s/errors.ts';
import { keyOf, type KubeObject, type NamespacedName, type ResourceType } from '../../src/k8s/object.ts';

/** One request that came in; `body` is an object or a patch. */
export interface ClientCall {
  readonly verb: 'get' | 'create' | 'update' | 'patch';
  readonly body?: unknown;
}

/** What happens to a request: it does not arrive, or it is carried out and its answer is lost. */
export type Mishap = 'unreachable' | 'answer-lost';

/** Objects of one kind in memory, with the server's guard against stale updates, behind the client's interface. */
export class MemoryClient {
  readonly objects = new Map<string, KubeObject>();
  readonly calls: ClientCall[] = [];
  /** Befalls every write and read while it is set. */
  mishap: Mishap | undefined;
  /** How long each request is on its way. */
  latency: () => Promise<void> = () => Promise.resolve();
  #version = 0;

  /** The part of the client that is played here. */
  get client(): Client {
    const get = (_type: ResourceType, target: NamespacedName): Promise<KubeObject | undefined> =>
      this.#carryOut({ verb: 'get' }, () => this.objects.get(keyOf(target)));
    const create = (_type: ResourceType, object: KubeObject): Promise<KubeObject> =>
      this.#carryOut({ verb: 'create', body: object }, () => this.put(object));
    const update = (_type: ResourceType, object: KubeObject): Promise<KubeObject> =>
      this.#carryOut({ verb: 'update', body: object }, () => this.#update(object));
    const patch = (_type: ResourceType, target: NamespacedName, body: Patch): Promise<KubeObject | undefined> =>
      this.#carryOut({ verb: 'patch', body }, () => this.objects.get(keyOf(target)));
    return { get, create, update, patch } as unknown as Client;
  }

  /** Writes past all checks, as somebody else may. */
  put(object: KubeObject): KubeObject {
    const metadata = { ...object.metadata, resourceVersion: String(++this.#version) };
    const stored = structuredClone({ ...object, metadata });
    this.objects.set(keyOf(metadata), stored);
    return stored;
  }

  /** Requests of one verb so far. */
  of(verb: ClientCall['verb']): readonly ClientCall[] {
    return this.calls.filter((call) => call.verb === verb);
  }

  #update(object: KubeObject): KubeObject {
    const live = this.objects.get(keyOf(object.metadata));
    if (live?.metadata.resourceVersion === object.metadata.resourceVersion) return this.put(object);
    const status = { reason: 'Conflict', message: 'the object has been modified' };
    throw new ApiError({ verb: 'PUT', path: '/', code: 409, status });
  }

  async #carryOut<T>(call: ClientCall, action: () => T): Promise<T> {
    this.calls.push(call);
    await this.latency();
    if (this.mishap === 'unreachable') throw new Error('unreachable');
    const result = structuredClone(action());
    if (this.mishap === 'answer-lost' && call.verb !== 'get') throw new Error('the answer was lost');
    return result;
  }
}
