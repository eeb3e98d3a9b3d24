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
  #informers: readonly Shared[] = [];
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

  /**
   * The informer for a wish; starts at once when the others run already. Where whoever wishes first names a signal in
   * `until`, it ends with that, and the next wish begins anew.
   */
  for<T extends KubeObject, const P extends Projection<T>>(
    options: InformerOptions<T, P>,
    until?: AbortSignal,
  ): Informer<Projected<T, P>> {
    const known = this.#informers.find((shared) => sameWish(shared.options, options));
    if (known !== undefined) return known.informer as Informer<Projected<T, P>>;
    const informer = createInformer<T, P>(this.#context, options);
    const shared = { options: options as Wish, informer, ...(until && { until }) };
    this.#informers = [...this.#informers, shared];
    until?.addEventListener('abort', () => this.#forget(shared), { once: true });
    if (this.#signal !== undefined) this.#running.push(runShared(shared, this.#signal));
    return informer;
  }

  #forget(shared: Shared): void {
    this.#informers = this.#informers.filter((each) => each !== shared);
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
    this.#running.push(...this.#informers.map((shared) => runShared(shared, signal)));
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

/** An informer with the wish that it was made for. */
interface Shared {
  readonly options: Wish;
  readonly informer: Informer<unknown>;
  readonly until?: AbortSignal;
}

function runShared({ informer, until }: Shared, signal: AbortSignal): Promise<void> {
  return informer.run(until === undefined ? signal : AbortSignal.any([signal, until]));
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
