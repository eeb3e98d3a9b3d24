import type { Informer, InformerListener } from '../../k8s/informer.ts';
import { Secret } from '../../k8s/kinds.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import type { OwnedViews } from './owned-views.ts';

type Namespaces = Pick<Informer<KubeObject>, 'subscribe'>;

/**
 * The Secrets of calico-system. The operator may read them only once it has bound itself the right to, so their watch
 * begins after the first objects are there (docs/architecture.md, "Waves"), and ends with the namespace, which takes that
 * right along.
 */
export class DeferredSecrets {
  readonly #views: Pick<OwnedViews, 'watch'>;
  readonly #listeners = new Set<InformerListener<KubeObject>>();
  #informer: Informer<KubeObject> | undefined;
  #ending = new AbortController();

  constructor(views: Pick<OwnedViews, 'watch'>, namespaces: Namespaces) {
    this.#views = views;
    namespaces.subscribe(({ key, type }) => {
      if (key === CALICO_SYSTEM && type === 'delete') this.#end();
    });
  }

  get watched(): boolean {
    return this.#informer !== undefined;
  }

  /** Begins to watch, on the first call since the namespace was made. */
  watch(): Informer<KubeObject> {
    if (this.#informer === undefined) {
      this.#informer = this.#views.watch(Secret, { namespace: CALICO_SYSTEM }, { until: this.#ending.signal });
      this.#informer.subscribe((event) => this.#listeners.forEach((listener) => listener(event)));
    }
    return this.#informer;
  }

  /** Tells of changes, from the moment they are watched. Returns how to end that. */
  subscribe(listener: InformerListener<KubeObject>): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #end(): void {
    this.#ending.abort(new Error(`Namespace ${CALICO_SYSTEM} is gone`));
    this.#ending = new AbortController();
    this.#informer = undefined;
  }
}
