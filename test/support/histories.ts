import type { KubeObject, ObjectMeta } from '../../src/k8s/object.ts';
import type { Verb } from '../../src/k8s/transport.ts';
import { usualFacts } from '../../tools/observer/facts.ts';
import { History, type Note, type RequestMade, type ResourceName } from '../../tools/observer/history.ts';

/** An object as tests write it down. */
export type Thing = { readonly kind: string; readonly apiVersion?: string } & Partial<ObjectMeta> & {
    readonly [content: string]: unknown;
  };

const metadataFields = new Set([
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'deletionTimestamp',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
  'managedFields',
]);

/** `{ kind: 'Secret', name: 'a', data: {} }` as a Kubernetes object. */
export function thing({ kind, apiVersion = apiVersionOf(kind), ...fields }: Thing): KubeObject {
  const entries = Object.entries(fields);
  const metadata = Object.fromEntries(entries.filter(([name]) => metadataFields.has(name)));
  const content = Object.fromEntries(entries.filter(([name]) => !metadataFields.has(name)));
  return { apiVersion, kind, ...content, metadata: { name: 'default', ...metadata } };
}

/** A history made by hand: things that the operator did, and that others did. */
export class HistoryBuilder {
  readonly history = new History();
  readonly #stored = new Map<string, KubeObject>();
  #now = 0;
  #requests = 0;

  /** All that follows happens at this moment. */
  at(ms: number): this {
    this.#now = ms;
    return this;
  }

  /** Somebody else brings an object into this state. */
  others(...things: readonly Thing[]): this {
    for (const each of things) this.#change(thing(each));
    return this;
  }

  /** The operator does, with a request for each. */
  operator(...things: readonly Thing[]): this {
    for (const each of things) {
      const object = thing(each);
      this.asks('apply', object);
      this.#change(object, this.#requests);
    }
    return this;
  }

  /** The operator deletes an object; one with finalizers is marked only. */
  operatorDeletes(each: Thing): this {
    const object = thing(each);
    this.asks('delete', object);
    return this.#remove(object, this.#requests);
  }

  othersDelete(each: Thing): this {
    return this.#remove(thing(each));
  }

  /** A request of the operator. */
  asks(verb: Verb, about: KubeObject, more: Partial<RequestMade> = {}): this {
    const { name, namespace } = about.metadata;
    this.history.append({
      kind: 'request',
      at: this.#now,
      n: ++this.#requests,
      user: usualFacts.operatorUser,
      process: 'one',
      caller: 'reconcile',
      verb,
      resource: resourceOf(about),
      name,
      ...(namespace !== undefined && { namespace }),
      path: '/',
      code: 200,
      ...more,
    });
    return this;
  }

  notes(what: Note['what'], detail = 'one'): this {
    this.history.append({ kind: 'note', at: this.#now, what, detail });
    return this;
  }

  logs(line: string): this {
    this.history.append({ kind: 'log', at: this.#now, process: 'one', line });
    return this;
  }

  #change(object: KubeObject, request?: number): void {
    const before = this.#stored.get(keyOf(object));
    this.#stored.set(keyOf(object), object);
    this.history.append({
      kind: 'object',
      at: this.#now,
      type: before === undefined ? 'ADDED' : 'MODIFIED',
      resource: resourceOf(object),
      object,
      ...(before !== undefined && { before }),
      ...(request !== undefined && { request }),
    });
  }

  #remove(named: KubeObject, request?: number): this {
    const before = this.#stored.get(keyOf(named)) ?? named;
    this.#stored.delete(keyOf(named));
    this.history.append({
      kind: 'object',
      at: this.#now,
      type: 'DELETED',
      resource: resourceOf(named),
      object: before,
      before,
      ...(request !== undefined && { request }),
    });
    return this;
  }
}

function keyOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

const groups: Readonly<Record<string, string>> = {
  DaemonSet: 'apps/v1',
  Deployment: 'apps/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
  APIService: 'apiregistration.k8s.io/v1',
  Lease: 'coordination.k8s.io/v1',
  Installation: 'operator.tigera.io/v1',
  TigeraStatus: 'operator.tigera.io/v1',
  IPPool: 'projectcalico.org/v3',
  FelixConfiguration: 'projectcalico.org/v3',
  IPAMBlock: 'crd.projectcalico.org/v1',
};

function apiVersionOf(kind: string): string {
  return groups[kind] ?? 'v1';
}

export function resourceOf({ apiVersion, kind }: KubeObject): ResourceName {
  const lower = kind.toLowerCase();
  const plural = lower.endsWith('s') ? `${lower}es` : `${lower}s`;
  return { group: apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '', plural };
}

/** One entry of managedFields. */
export function managed(manager: string, fieldsV1: object): NonNullable<ObjectMeta['managedFields']>[number] {
  return { manager, operation: 'Apply', fieldsV1: fieldsV1 as never };
}
