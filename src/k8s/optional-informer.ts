import type { Informer, InformerOptions } from './informer.ts';
import { CustomResourceDefinition } from './kinds.ts';
import type { KubeObject, ResourceType } from './object.ts';
import type { SharedInformers } from './shared-informers.ts';

interface Watch<T> {
  readonly informer: Informer<T>;
  readonly ending: AbortController;
}

/**
 * Objects of a custom kind that a cluster need not have. Its definition is watched, by name; the objects are while the
 * definition is there. So nothing is asked for again and again, and what comes later is noticed.
 */
export class OptionalInformer<T extends KubeObject> {
  /** The definition, if it is there; complete before anybody can rely on `list`. */
  readonly definition: Informer<KubeObject>;
  readonly #informers: SharedInformers;
  readonly #options: InformerOptions<T, 'whole'>;
  readonly #listeners = new Set<() => void>();
  #watch: Watch<T> | undefined;

  constructor(informers: SharedInformers, type: ResourceType<T>) {
    this.#informers = informers;
    this.#options = { type, projection: 'whole' };
    this.definition = informers.for({
      type: CustomResourceDefinition,
      fieldSelector: `metadata.name=${type.plural}.${type.group}`,
      projection: definitionMetadata,
      content: 'metadata',
    });
    this.definition.subscribe(({ type: change }) => {
      if (change === 'delete') this.#end();
      else this.#begin();
    });
  }

  /** Whether there may be objects that `list` does not show yet. A kind that nobody lets us read counts as read. */
  get isIncomplete(): boolean {
    if (this.#watch === undefined) return false;
    const { hasSynced, state } = this.#watch.informer;
    return !hasSynced && state.waitingFor !== 'not-served' && state.waitingFor !== 'forbidden';
  }

  list(): readonly T[] {
    return this.#watch?.informer.list() ?? [];
  }

  /** Tells of changes, also of being complete. Returns how to end that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #begin(): void {
    if (this.#watch !== undefined) return;
    const ending = new AbortController();
    const informer = this.#informers.apart<T, 'whole'>(this.#options, ending.signal);
    this.#watch = { informer, ending };
    informer.subscribe(() => this.#tell());
    informer.whenSynced(ending.signal).then(
      () => this.#tell(),
      () => undefined,
    );
    this.#tell();
  }

  #end(): void {
    this.#watch?.ending.abort(new Error('The kind is not served any more'));
    this.#watch = undefined;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** A status, which the API server writes often in the beginning, is no news. */
function definitionMetadata({ apiVersion, kind, metadata: { name } }: KubeObject): KubeObject {
  return { apiVersion, kind, metadata: { name } };
}
