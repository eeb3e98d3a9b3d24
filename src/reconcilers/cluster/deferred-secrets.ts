import type { Informer, InformerListener } from '../../k8s/informer.ts';
import { Secret } from '../../k8s/kinds.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import type { OwnedViews } from './owned-views.ts';

/**
 * The Secrets of calico-system. The operator may read them only once it has bound itself the right to, so their watch
 * begins after the first objects are there (docs/architecture.md, "Waves").
 */
export class DeferredSecrets {
  readonly #views: OwnedViews;
  readonly #listeners = new Set<InformerListener<KubeObject>>();
  #informer: Informer<KubeObject> | undefined;

  constructor(views: OwnedViews) {
    this.#views = views;
  }

  get watched(): boolean {
    return this.#informer !== undefined;
  }

  /** Begins to watch, on the first call. */
  watch(): Informer<KubeObject> {
    if (this.#informer === undefined) {
      this.#informer = this.#views.watch(Secret, { namespace: CALICO_SYSTEM });
      this.#informer.subscribe((event) => this.#listeners.forEach((listener) => listener(event)));
    }
    return this.#informer;
  }

  /** Tells of changes, from the moment they are watched. Returns how to end that. */
  subscribe(listener: InformerListener<KubeObject>): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
