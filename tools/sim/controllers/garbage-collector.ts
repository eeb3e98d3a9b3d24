import type { KubeObject, OwnerReference, ResourceType } from '../../../src/k8s/object.ts';
import type { StoredChange } from '../server/api.ts';
import type { DirectAccess } from '../direct-access.ts';
import { LazyQueue } from './lazy-queue.ts';

/** Finalizers that stand for a propagation policy. */
const foreground = 'foregroundDeletion';
const orphan = 'orphan';

interface Tracked {
  readonly type: ResourceType;
  readonly object: KubeObject;
}

/**
 * Deletes what no owner is left for, and lets an owner that is deleted in the foreground go once its blocking dependents
 * are gone (https://kubernetes.io/docs/concepts/architecture/garbage-collection/).
 */
export class GarbageCollector {
  readonly #cluster: DirectAccess;
  readonly #tracked = new Map<string, Tracked>();
  readonly #dependents = new Map<string, Set<string>>();
  readonly #queue: LazyQueue;

  private constructor(cluster: DirectAccess) {
    this.#cluster = cluster;
    this.#queue = new LazyQueue(cluster, [20, 200], (uid) => this.#attend(uid));
  }

  /** Starts to collect what is left over from now on. */
  static start(cluster: DirectAccess): void {
    const collector = new GarbageCollector(cluster);
    cluster.onChange((change) => collector.#observe(change));
  }

  #observe({ type, resource, object, before }: StoredChange): void {
    const { uid = '' } = object.metadata;
    for (const owner of ownersOf(before)) this.#dependents.get(owner.uid)?.delete(uid);
    if (type === 'DELETED') this.#forget(uid, object);
    else this.#track(uid, { type: this.#cluster.typeOf(resource), object });
  }

  #forget(uid: string, object: KubeObject): void {
    this.#tracked.delete(uid);
    for (const dependent of this.#dependents.get(uid) ?? []) this.#queue.add(dependent);
    for (const owner of ownersOf(object)) this.#queue.add(owner.uid);
  }

  #track(uid: string, tracked: Tracked): void {
    const { object } = tracked;
    this.#tracked.set(uid, tracked);
    for (const owner of ownersOf(object)) this.#dependentsOf(owner.uid).add(uid);
    if (ownersOf(object).length > 0 || isHeldBy(foreground, object) || isHeldBy(orphan, object)) this.#queue.add(uid);
  }

  #dependentsOf(uid: string): Set<string> {
    const known = this.#dependents.get(uid) ?? new Set();
    this.#dependents.set(uid, known);
    return known;
  }

  #attend(uid: string): void {
    const tracked = this.#tracked.get(uid);
    if (tracked === undefined) return;
    if (isHeldBy(foreground, tracked.object)) this.#waitForDependents(uid, tracked);
    else if (isHeldBy(orphan, tracked.object)) this.#setFree(uid, tracked);
    else if (this.#isOrphan(tracked.object)) this.#cluster.delete(tracked.type, tracked.object);
  }

  #isOrphan(object: KubeObject): boolean {
    if (object.metadata.deletionTimestamp !== undefined) return false;
    const owners = ownersOf(object);
    return owners.length > 0 && owners.every(({ uid }) => !this.#tracked.has(uid));
  }

  #dependentsNow(uid: string): Tracked[] {
    return [...(this.#dependents.get(uid) ?? [])].flatMap((each) => this.#tracked.get(each) ?? []);
  }

  /** Dependents of an owner that goes alone have one owner less. */
  #setFree(uid: string, { type, object }: Tracked): void {
    for (const each of this.#dependentsNow(uid)) {
      const ownerReferences = ownersOf(each.object).filter((owner) => owner.uid !== uid);
      this.#cluster.patch(each.type, each.object.metadata, { metadata: { ownerReferences } });
    }
    this.#cluster.release(type, object, orphan);
  }

  #waitForDependents(uid: string, { type, object }: Tracked): void {
    const dependents = this.#dependentsNow(uid);
    const going = dependents.filter((each) => each.object.metadata.deletionTimestamp === undefined);
    for (const each of going) this.#cluster.delete(each.type, each.object, 'Foreground');
    const blocking = dependents.some((each) =>
      ownersOf(each.object).some((owner) => owner.uid === uid && owner.blockOwnerDeletion === true),
    );
    if (!blocking) this.#cluster.release(type, object, foreground);
  }
}

function ownersOf(object: KubeObject | undefined): readonly OwnerReference[] {
  return object?.metadata.ownerReferences ?? [];
}

function isHeldBy(finalizer: string, { metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).includes(finalizer);
}
