import type { Selection } from '../../k8s/client.ts';
import type { Informer } from '../../k8s/informer.ts';
import {
  keyOf,
  refOf,
  type Incarnation,
  type KubeObject,
  type ObjectRef,
  type ResourceType,
} from '../../k8s/object.ts';
import type { SharedInformers } from '../../k8s/shared-informers.ts';
import { resourceTypeOf } from './resource-types.ts';
import { isStored, restoreMetadata } from './stored-metadata.ts';

export interface ViewOptions {
  /** Whether its kind may not be served for long. Default: false. */
  readonly mayBeAbsent?: boolean;
  /** Ends the watch, after which it covers nothing. */
  readonly until?: AbortSignal;
}

interface View {
  readonly informer: Informer<KubeObject>;
  readonly selection: Selection;
}

/** The live object of a reference, as far as a watch covers it. */
export interface Found {
  /** False where no complete watch covers the reference, so that only a read of the API can tell. */
  readonly covered: boolean;
  readonly object?: KubeObject;
}

/**
 * Watches of what we own. Objects are held whole with their managedFields, because each pass compares against them; they
 * are few.
 */
export class OwnedViews {
  readonly #informers: SharedInformers;
  #views: readonly View[] = [];

  constructor(informers: SharedInformers) {
    this.#informers = informers;
  }

  watch<T extends KubeObject>(
    type: ResourceType<T>,
    selection: Selection = {},
    { until, ...options }: ViewOptions = {},
  ): Informer<T> {
    const wish = { type, ...selection, ...options, managedFields: 'keep' } as const;
    const informer = isStored(type)
      ? // The compiler does not see through a generic projection that keeps the type.
        (this.#informers.for({ ...wish, projection: restoreMetadata }, until) as unknown as Informer<T>)
      : this.#informers.for({ ...wish, projection: 'whole' }, until);
    const view = { informer, selection };
    this.#views = [...this.#views, view];
    until?.addEventListener('abort', () => this.#forget(view), { once: true });
    return informer;
  }

  #forget(view: View): void {
    this.#views = this.#views.filter((each) => each !== view);
  }

  find(ref: ObjectRef): Found {
    const informer = this.#covering(ref).find(({ hasSynced }) => hasSynced);
    if (informer === undefined) return { covered: false };
    const object = informer.get(keyOf(ref));
    return object === undefined ? { covered: true } : { covered: true, object };
  }

  /** Takes in the answer to an own write, so that the next read sees it. */
  wrote(object: KubeObject): void {
    for (const informer of this.#covering(refOf(object))) informer.upsert(object);
  }

  /** Takes in that an own write left nothing of an object. */
  deleted(ref: ObjectRef, incarnation: Incarnation): void {
    for (const informer of this.#covering(ref)) informer.remove(incarnation);
  }

  #covering(ref: ObjectRef): Informer<KubeObject>[] {
    const type = resourceTypeOf(ref);
    return this.#views.flatMap(({ informer, selection }) =>
      informer.type === type && selects(selection, ref) ? [informer] : [],
    );
  }
}

/** Label selectors cover too: what lost our label counts as gone, and applying it brings the label back. */
function selects({ namespace, fieldSelector }: Selection, ref: ObjectRef): boolean {
  if (namespace !== undefined && namespace !== ref.namespace) return false;
  return fieldSelector === undefined || fieldSelector === `metadata.name=${ref.name}`;
}
