import type { Clock } from '../k8s/clock.ts';
import { secondsSince } from './backoff.ts';
import type { ControllerDefinition, Outcome } from './define-controller.ts';
import type { Logger } from './log.ts';
import type { Metrics, ReconcileResult } from './metrics.ts';
import { WorkQueue } from './workqueue.ts';

export interface ControllerContext {
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** From 0 to 1, as Math.random; it spreads retries. */
  readonly random: () => number;
}

/** One running controller: a queue of keys and the workers that reconcile them. */
export class Controller {
  readonly #definition: ControllerDefinition;
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue<string>;

  constructor(definition: ControllerDefinition, context: ControllerContext) {
    this.#definition = definition;
    this.#context = { ...context, log: context.log.child({ controller: definition.name }) };
    const { clock, metrics, random } = context;
    this.#queue = new WorkQueue({
      clock,
      random,
      observer: metrics.queueObserver(definition.name),
      restMs: definition.restMs ?? 0,
    });
    metrics.watchUnfinishedWork(definition.name, () => this.#queue.unfinishedSeconds());
  }

  get name(): string {
    return this.#definition.name;
  }

  /** Works until `signal` is aborted; resolves when the passes under way have ended. */
  async run(signal: AbortSignal): Promise<void> {
    const { sources, workers = 1, initialKeys = [] } = this.#definition;
    this.#showUp(workers);
    if (!(await this.#synced(signal)) || signal.aborted) return;
    const endings = sources.map((source) => source.subscribe((key) => this.#queue.add(key)));
    for (const key of initialKeys) this.#queue.add(key);
    signal.addEventListener('abort', () => this.#queue.shutDown(), { once: true });
    await Promise.all(Array.from({ length: workers }, () => this.#work(signal)));
    for (const end of endings) end();
  }

  /** An error is seen as a step upwards only where there was a zero before it. */
  #showUp(workers: number): void {
    const { maxConcurrent, reconcileErrors, reconcilePanics } = this.#context.metrics;
    const labels = { controller: this.name };
    maxConcurrent.set(labels, workers);
    reconcileErrors.inc(labels, 0);
    reconcilePanics.inc(labels, 0);
  }

  async #synced(signal: AbortSignal): Promise<boolean> {
    try {
      await Promise.all(this.#definition.sources.map(async ({ informer }) => informer?.whenSynced(signal)));
      return true;
    } catch {
      return false;
    }
  }

  async #work(signal: AbortSignal): Promise<void> {
    for (;;) {
      const key = await this.#queue.get();
      if (key === undefined) return;
      await this.#pass(key, signal);
      this.#queue.done(key);
    }
  }

  async #pass(key: string, signal: AbortSignal): Promise<void> {
    const { clock, metrics } = this.#context;
    const labels = { controller: this.name };
    const startedAt = clock.monotonic();
    metrics.activeWorkers.inc(labels);
    const result = await this.#reconcile(key, signal);
    metrics.activeWorkers.dec(labels);
    metrics.reconcileSeconds.observe(labels, secondsSince(clock, startedAt));
    metrics.reconciles.inc({ ...labels, result });
  }

  async #reconcile(key: string, signal: AbortSignal): Promise<ReconcileResult> {
    try {
      return this.#requeue(key, await this.#definition.reconcile(key, signal));
    } catch (error) {
      if (!signal.aborted) this.#failed(key, error);
      return 'error';
    }
  }

  #requeue(key: string, { requeueAfterMs }: Outcome): ReconcileResult {
    this.#queue.forget(key);
    if (requeueAfterMs === undefined) return 'success';
    this.#queue.addAfter(key, requeueAfterMs);
    return 'requeue_after';
  }

  #failed(key: string, error: unknown): void {
    const { log, metrics } = this.#context;
    const labels = { controller: this.name };
    metrics.reconcileErrors.inc(labels);
    if (isExpected(error)) {
      log.warn({ key, reason: error.message, retries: this.#queue.failures(key) }, 'Not reconciled, trying again');
    } else {
      metrics.reconcilePanics.inc(labels);
      log.error({ key, error }, 'A reconcile failed in a way nobody foresaw; trying again');
    }
    this.#queue.addRateLimited(key);
  }
}

/** Errors with a reason for the user (a condition, an answer of the API) are part of the job. */
function isExpected(error: unknown): error is Error {
  return (
    error instanceof Error &&
    !(error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError)
  );
}
