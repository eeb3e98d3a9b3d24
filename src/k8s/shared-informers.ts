import { createInformer, type Informer, type InformerContext, type InformerOptions } from './informer.ts';
import type { KubeObject } from './object.ts';
import type { Projected, Projection } from './projection.ts';
import type { ReflectorState } from './reflector.ts';

/**
 * All informers of a process: equal wishes (kind, selection, projection) share one watch. Projection functions are equal
 * when they are the same function, so declare them once.
 */
export class SharedInformers {
  readonly #context: InformerContext;
  readonly #informers: { readonly options: Wish; readonly informer: Informer<unknown> }[] = [];
  readonly #running: Promise<void>[] = [];
  #signal: AbortSignal | undefined;

  constructor(context: InformerContext) {
    this.#context = {
      ...context,
      onChange: (informer, state) => {
        this.#wakeOthers(informer, state);
        context.onChange?.(informer, state);
      },
    };
  }

  /** The informer for a wish; starts at once when the others run already. */
  for<T extends KubeObject, const P extends Projection<T>>(options: InformerOptions<T, P>): Informer<Projected<T, P>> {
    const known = this.#informers.find((shared) => sameWish(shared.options, options));
    if (known !== undefined) return known.informer as Informer<Projected<T, P>>;
    const informer = createInformer<T, P>(this.#context, options);
    this.#informers.push({ options: options as Wish, informer });
    if (this.#signal !== undefined) this.#running.push(informer.run(this.#signal));
    return informer;
  }

  /**
   * An informer of its own, which ends when `signal` is aborted, or with the others. Nobody waits for it. It starts only
   * after the others have.
   */
  apart<T extends KubeObject, const P extends Projection<T>>(
    options: InformerOptions<T, P>,
    signal: AbortSignal,
  ): Informer<Projected<T, P>> {
    const informer = createInformer<T, P>(this.#context, options);
    if (this.#signal !== undefined) this.#running.push(informer.run(AbortSignal.any([this.#signal, signal])));
    return informer;
  }

  get all(): readonly Informer<unknown>[] {
    return this.#informers.map(({ informer }) => informer);
  }

  /** Works until `signal` is aborted, and resolves when every watch has ended. */
  async run(signal: AbortSignal): Promise<void> {
    this.#signal = signal;
    this.#running.push(...this.all.map((informer) => informer.run(signal)));
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.all(this.#running);
  }

  /** Resolves when every informer asked for so far is complete, or may be absent; rejects with the signal's reason. */
  async whenSynced(signal?: AbortSignal): Promise<void> {
    const awaited = this.all.filter(({ mayBeAbsent }) => !mayBeAbsent);
    await Promise.all(awaited.map((informer) => informer.whenSynced(signal)));
  }

  /** Lets watches that wait for something try again at once: it may be there now. */
  retry(waitingFor: ReflectorState['waitingFor']): void {
    for (const informer of this.all) if (informer.state.waitingFor === waitingFor) informer.retryNow();
  }

  /** When one watch finds the server back, the others need not sit out a backoff that the outage has made long. */
  #wakeOthers(awake: Informer<unknown>, state: ReflectorState): void {
    if (state.phase !== 'watching') return;
    for (const informer of this.all) {
      if (informer !== awake && informer.state.waitingFor === 'unreachable') informer.retryNow();
    }
  }
}

type Wish = InformerOptions<KubeObject, Projection<KubeObject>>;

const COMPARED = [
  'projection',
  'content',
  'managedFields',
  'mayBeAbsent',
  'namespace',
  'labelSelector',
  'fieldSelector',
  'indexers',
] as const;

function sameWish(left: Wish, right: { readonly [K in keyof Wish]?: unknown }): boolean {
  return left.type === right.type && COMPARED.every((field) => left[field] === right[field]);
}
