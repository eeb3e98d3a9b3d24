import type { Clock } from '../../../src/k8s/clock.ts';
import { keyOf, type KubeObject, type NamespacedName } from '../../../src/k8s/object.ts';
import type { ResourceName } from '../../observer/history.ts';
import type { ApiAnswer, ApiRequest, StoredChange, User, WatchHandle, WatchSink } from './api.ts';
import { bootstrapObjects } from './bootstrap.ts';
import { CustomKinds } from './custom-kinds.ts';
import { document } from './discovery-documents.ts';
import { accessOf, resourceRequest, targetOf } from './parse-request.ts';
import { Authorizer, RBAC, type Decision } from './rbac/authorizer.ts';
import { checkEscalation } from './rbac/escalation.ts';
import type { Access } from './rbac/rules.ts';
import type { ObjectRequest, ResourceRequest } from './request.ts';
import { customResourceDefinitions, ResourceRegistry, type Resource } from './resources.ts';
import { ServiceAddresses } from './service-addresses.ts';
import { failureAnswer, forbidden, methodNotAllowed, pageNotFound, Refusal } from './status-answer.ts';
import { Storage, type Commit, type StorageSnapshot } from './storage.ts';
import { newUid } from './uid.ts';
import { create } from './verbs/create.ts';
import { remove } from './verbs/delete.ts';
import { get } from './verbs/get.ts';
import { list } from './verbs/list.ts';
import { patch } from './verbs/patch.ts';
import { review } from './verbs/review.ts';
import { update } from './verbs/update.ts';
import { watch } from './verbs/watch.ts';
import { Watches, type WatchFilter } from './watches.ts';
import type { WriteContext } from './write-context.ts';

export interface ApiServerOptions {
  readonly clock: Clock;
  /** From 0 to 1, as Math.random: uids, and how long watches without a timeout last. */
  readonly random: () => number;
  /** CustomResourceDefinitions whose kinds are served from the start (`loadCrds`). */
  readonly resources?: readonly KubeObject[];
  /** `rbac` asks the stored roles, `off` lets everybody do everything. */
  readonly authorization?: 'rbac' | 'off';
  /** How long a new CustomResourceDefinition takes to be established. */
  readonly crdEstablishMs?: number;
  /** The answer to a request that somebody else would have to serve; undefined where this server does. */
  readonly elsewhere?: (request: ApiRequest, server: ApiServer) => ApiAnswer | undefined;
}

/**
 * kube-apiserver 1.36 in memory, as far as clients of built-in and custom kinds can tell: storage, watches, validation,
 * server-side apply, roles. A request is carried out at once and as a whole; all time and chance is given to it.
 */
export class ApiServer {
  readonly #storage: Storage;
  readonly #watches: Watches;
  readonly #registry = new ResourceRegistry();
  readonly #authorizer: Authorizer;
  readonly #customKinds: CustomKinds;
  readonly #context: WriteContext;
  readonly #options: ApiServerOptions;
  readonly #listeners = new Set<(change: StoredChange) => void>();
  readonly #webhooks: WriteContext['admit'][] = [];
  readonly #hiddenGroups = new Set<string>();

  constructor(options: ApiServerOptions) {
    const { clock, random, crdEstablishMs = 200 } = options;
    this.#options = options;
    this.#storage = new Storage((commit) => this.#committed(commit));
    this.#watches = new Watches({ clock, revision: () => this.#storage.revision });
    this.#authorizer = new Authorizer(this.#storage);
    this.#context = {
      storage: this.#storage,
      clock,
      addresses: new ServiceAddresses(),
      newUid: () => newUid(random),
      admit: (request, object, before) => this.#webhooks.reduce((so, admit) => admit(request, so, before), object),
      authorize: (request, verb) => this.#authorizeVerb(request, verb),
      checkEscalation: (request, object) => {
        if (this.#isGuarded) checkEscalation(request, object, this.#authorizer);
      },
    };
    this.#customKinds = new CustomKinds({
      registry: this.#registry,
      context: this.#context,
      establishMs: crdEstablishMs,
    });
    for (const { resource, object } of bootstrapObjects(this.#context, options.resources ?? [])) {
      this.#storage.put(resource, object);
    }
  }

  /** The newest resource version. */
  get resourceVersion(): string {
    return String(this.#storage.revision);
  }

  /** Carries out a request; every failure is an answer. */
  answer(request: ApiRequest): ApiAnswer {
    return answered(() => {
      const parsed = this.#admitted(request);
      return 'resource' in parsed ? this.#carriedOut(request, parsed) : parsed;
    });
  }

  /** Opens a watch: `sink` hears the events, from now on and synchronously; without a handle there is no watch. */
  watch(request: ApiRequest, sink: WatchSink): { readonly answer: ApiAnswer; readonly handle?: WatchHandle } {
    let handle: WatchHandle | undefined;
    const answer = answered(() => {
      const parsed = this.#admitted(request);
      if (!('resource' in parsed)) return parsed;
      if (parsed.resource.review) throw methodNotAllowed();
      const context = { storage: this.#storage, watches: this.#watches, random: this.#options.random };
      const opened = watch(parsed, sink, context);
      handle = opened.handle;
      return opened.answer;
    });
    return handle === undefined ? { answer } : { answer, handle };
  }

  /** Asks a webhook from now on, about every object that is created or changed. Returns how to end that. */
  admitBy(webhook: WriteContext['admit']): () => void {
    this.#webhooks.push(webhook);
    return () => void this.#webhooks.splice(this.#webhooks.indexOf(webhook), 1);
  }

  /** Tells each stored change, in the order of commits. Returns how to end that. */
  onChange(listener: (change: StoredChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The stored object itself: read it, never change it. */
  get(resource: ResourceName, target: NamespacedName): KubeObject | undefined {
    return this.#storage.get(resource, keyOf(target));
  }

  /** All stored objects of a kind, in the order of their keys. */
  list(resource: ResourceName): readonly KubeObject[] {
    return this.#storage.list(resource);
  }

  /** Everything that is stored. */
  all(): readonly KubeObject[] {
    return this.#storage.all();
  }

  /** What is served at the moment. */
  get resources(): readonly Resource[] {
    return this.#registry.all;
  }

  /** Stops serving a kind and ends its watches, with what is stored left as it is; returns how to serve it again. */
  withdraw(resource: ResourceName): () => void {
    const isIt = ({ group, plural }: ResourceName): boolean => group === resource.group && plural === resource.plural;
    const served = this.#registry.all.filter(isIt);
    for (const each of served) this.#registry.withdraw(each);
    this.#watches.cut(({ resource: watched }) => isIt(watched));
    return () => served.forEach((each) => this.#registry.serve(each));
  }

  /** Leaves the kinds of a group out of discovery, as where its own API server does not answer; returns how to end that. */
  hideFromDiscovery(group: string): () => void {
    this.#hiddenGroups.add(group);
    return () => void this.#hiddenGroups.delete(group);
  }

  /** Forgets the past: older resource versions and continue tokens have expired. */
  compact(): void {
    this.#storage.compact();
  }

  /** Ends watches as lost connections do. */
  cutWatches(filter?: WatchFilter): void {
    this.#watches.cut(filter);
  }

  snapshot(): StorageSnapshot {
    return this.#storage.snapshot();
  }

  /** Puts an older state back, as an administrator does with a backup of etcd; all watches end. */
  restore(snapshot: StorageSnapshot): void {
    const former = this.#storage.list(customResourceDefinitions);
    const changes = this.#storage.restore(snapshot);
    this.#authorizer.forget();
    this.#customKinds.reset(former);
    this.#watches.cut();
    for (const change of changes) this.#tell(change);
  }

  get #isGuarded(): boolean {
    return this.#options.authorization !== 'off';
  }

  #committed(commit: Commit): void {
    const { group, plural } = commit.resource;
    if (group === RBAC) this.#authorizer.forget();
    if (plural === customResourceDefinitions.plural && group === customResourceDefinitions.group) {
      this.#customKinds.changed(commit);
    }
    this.#watches.tell(commit);
    this.#tell(commit);
  }

  #tell(change: StoredChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** The request taken apart, or the answer where it needs no more. Throws Refusal where it may not be. */
  #admitted(request: ApiRequest): ResourceRequest | ApiAnswer {
    const target = targetOf(request);
    this.#authorize(request.user, accessOf(request, target));
    const elsewhere = this.#options.elsewhere?.(request, this);
    if (elsewhere !== undefined) return elsewhere;
    if (target !== undefined) return resourceRequest(request, target, this.#registry);
    const path = request.path.split('?', 1)[0] ?? '';
    return document(path, request.headers['accept'], this.#registry.all, this.#hiddenGroups) ?? pageNotFound;
  }

  #carriedOut({ method }: ApiRequest, request: ResourceRequest): ApiAnswer {
    if (request.resource.review) {
      if (method !== 'POST') throw methodNotAllowed();
      return review(request, (user, access) => this.#decide(user, access));
    }
    const { name } = request;
    return name === undefined ? this.#onCollection(method, request) : this.#onObject(method, { ...request, name });
  }

  #onCollection(method: ApiRequest['method'], request: ResourceRequest): ApiAnswer {
    if (method === 'GET') return list(request, this.#storage);
    if (method === 'POST' && request.resource.namespaced === (request.namespace !== undefined)) {
      return create(request, this.#context);
    }
    throw methodNotAllowed();
  }

  #onObject(method: ApiRequest['method'], request: ObjectRequest): ApiAnswer {
    if (method === 'GET') return get(request, this.#storage);
    if (method === 'PUT') return update(request, this.#context);
    if (method === 'PATCH') return patch(request, this.#context);
    if (method === 'DELETE' && request.subresource === undefined) return remove(request, this.#context);
    throw methodNotAllowed();
  }

  #decide(user: User, access: Access): Decision {
    return this.#isGuarded ? this.#authorizer.decide(user, access) : { allowed: true };
  }

  #authorizeVerb({ resource, namespace, name, user }: ResourceRequest, verb: string): void {
    this.#authorize(user, { verb, group: resource.group, plural: resource.plural, name, namespace });
  }

  #authorize(user: User, access: Access): void {
    if (!this.#decide(user, access).allowed) throw denied(user, access);
  }
}

function answered(carryOut: () => ApiAnswer): ApiAnswer {
  try {
    return carryOut();
  } catch (error) {
    if (error instanceof Refusal) return failureAnswer(error.status);
    throw error;
  }
}

function denied(user: User, access: Access): Refusal {
  const who = `User "${user.name}"`;
  if ('path' in access) {
    const message = `forbidden: ${who} cannot ${access.verb} path "${access.path}"`;
    return new Refusal({ code: 403, reason: 'Forbidden', message, details: {} });
  }
  const { verb, group, plural, subresource, name, namespace } = access;
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const what = subresource === undefined ? plural : `${plural}/${subresource}`;
  return forbidden(
    { group, plural },
    name,
    `${who} cannot ${verb} resource "${what}" in API group "${group}" ${where}`,
  );
}
