import { resourcePath } from '../../src/k8s/resource-path.ts';
import type { KubeObject, NamespacedName, ResourceType } from '../../src/k8s/object.ts';
import { incarnationOf } from '../../src/k8s/object.ts';
import { Namespace } from '../../src/k8s/kinds.ts';
import type { ResourceName } from '../observer/history.ts';
import type { Chance } from './chance.ts';
import type { Scheduler } from './scheduler.ts';
import type { ApiAnswer, StoredChange, User } from './server/api.ts';
import type { ApiServer } from './server/api-server.ts';

const mergePatch = { 'content-type': 'application/merge-patch+json' };

/** How people and the controllers of the model see and change the cluster: without a network, and always up to date. */
export class DirectAccess {
  readonly server: ApiServer;
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly #user: User;

  /** `name` is the user and the field manager; it may do everything. */
  constructor(name: string, parts: { server: ApiServer; scheduler: Scheduler; chance: Chance }) {
    this.#user = { name, groups: ['system:masters'] };
    this.server = parts.server;
    this.scheduler = parts.scheduler;
    this.chance = parts.chance;
  }

  get<T extends KubeObject>(type: ResourceType<T>, target: NamespacedName): T | undefined {
    return this.server.get(type, target) as T | undefined;
  }

  list<T extends KubeObject>(type: ResourceType<T>): readonly T[] {
    return this.server.list(type) as readonly T[];
  }

  create(type: ResourceType, object: KubeObject): ApiAnswer {
    const { namespace } = object.metadata;
    return this.#send('POST', resourcePath(type, { namespace }), object);
  }

  /** A merge patch; `subresource` is `status` for what controllers report. */
  patch(type: ResourceType, { name, namespace }: NamespacedName, body: object, subresource?: string): ApiAnswer {
    return this.#send('PATCH', resourcePath(type, { name, namespace, subresource }), body, mergePatch);
  }

  /** Puts an object in the place of the one that was read. */
  replace<T extends KubeObject>(type: ResourceType<T>, object: T): ApiAnswer {
    const { name, namespace } = object.metadata;
    return this.#send('PUT', resourcePath(type, { name, namespace }), object);
  }

  /** Deletes this incarnation and none that came after it. */
  delete(type: ResourceType, object: KubeObject, propagationPolicy = 'Background'): ApiAnswer {
    const { name, namespace, uid } = incarnationOf(object);
    const options = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy, preconditions: { uid } };
    return this.#send('DELETE', resourcePath(type, { name, namespace }), options);
  }

  /** Takes one finalizer away. */
  release(type: ResourceType, object: KubeObject, finalizer: string): void {
    const live = this.get(type, object.metadata);
    if (live === undefined) return;
    const finalizers = (live.metadata.finalizers ?? []).filter((each) => each !== finalizer);
    this.patch(type, live.metadata, { metadata: { finalizers } });
  }

  /** What is left in a namespace, with the kind of each object. */
  contentOf(namespace: string): { readonly type: ResourceType; readonly object: KubeObject }[] {
    const types = this.server.resources.filter(({ namespaced, review }) => namespaced && !review);
    return types.flatMap((type) =>
      this.list(type).flatMap((object) => (object.metadata.namespace === namespace ? [{ type, object }] : [])),
    );
  }

  /** The kind that a resource serves. Throws RangeError for a resource that is not served. */
  typeOf({ group, plural }: ResourceName): ResourceType {
    const type = this.server.resources.find((each) => each.group === group && each.plural === plural);
    if (type === undefined) throw new RangeError(`${plural}.${group} is not served`);
    return type;
  }

  /** Removes a pod for good, as its kubelet does. */
  finishPod(type: ResourceType, object: KubeObject): void {
    const { name, namespace, uid } = incarnationOf(object);
    const options = { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0, preconditions: { uid } };
    this.#send('DELETE', resourcePath(type, { name, namespace }), options);
  }

  /** Takes the API server's own finalizer off a namespace, as its controller does when nothing is left in it. */
  finishNamespace(object: KubeObject): void {
    const path = resourcePath(Namespace, { name: object.metadata.name, subresource: 'finalize' });
    this.#send('PUT', path, { ...object, spec: { finalizers: [] } });
  }

  onChange(listener: (change: StoredChange) => void): void {
    this.server.onChange(listener);
  }

  #send(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body: object, headers = {}): ApiAnswer {
    const base = { 'content-type': 'application/json', accept: 'application/json', ...headers };
    const named = method === 'DELETE' ? path : `${path}?fieldManager=${this.#user.name}`;
    return this.server.answer({ method, path: named, headers: base, body: JSON.stringify(body), user: this.#user });
  }
}
