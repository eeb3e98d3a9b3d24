import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { QueueObserver } from './workqueue.ts';

const reconcileBuckets = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2,
  2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
];
const queueBuckets = Array.from({ length: 12 }, (_, power) => 10 ** (power - 8));

/** How one reconcile ended; the label values of controller-runtime. */
export type ReconcileResult = 'success' | 'error' | 'requeue' | 'requeue_after';

/**
 * All metrics of a process, under the names that controller-runtime and client-go use, so that their dashboards work
 * (https://book.kubebuilder.io/reference/metrics-reference).
 */
export class Metrics {
  readonly registry = new Registry();
  readonly #registers = { registers: [this.registry] };
  readonly #controller = { labelNames: ['controller'] as const, ...this.#registers };
  readonly #kind = { labelNames: ['kind'] as const, ...this.#registers };
  readonly #queue = { labelNames: ['name', 'controller'] as const, ...this.#registers };

  readonly reconciles = new Counter({
    name: 'controller_runtime_reconcile_total',
    help: 'Reconciles, by result',
    labelNames: ['controller', 'result'] as const,
    ...this.#registers,
  });
  readonly reconcileErrors = new Counter({
    name: 'controller_runtime_reconcile_errors_total',
    help: 'Reconciles that ended with an error',
    ...this.#controller,
  });
  readonly reconcilePanics = new Counter({
    name: 'controller_runtime_reconcile_panics_total',
    help: 'Reconciles that ended with an error nobody foresaw',
    ...this.#controller,
  });
  readonly reconcileSeconds = new Histogram({
    name: 'controller_runtime_reconcile_time_seconds',
    help: 'Seconds that one reconcile took',
    buckets: reconcileBuckets,
    ...this.#controller,
  });
  readonly maxConcurrent = new Gauge({
    name: 'controller_runtime_max_concurrent_reconciles',
    help: 'Workers of the controller',
    ...this.#controller,
  });
  readonly activeWorkers = new Gauge({
    name: 'controller_runtime_active_workers',
    help: 'Workers that reconcile at this moment',
    ...this.#controller,
  });

  readonly queueDepth = new Gauge({ name: 'workqueue_depth', help: 'Items that wait', ...this.#queue });
  readonly queueAdds = new Counter({ name: 'workqueue_adds_total', help: 'Items that were added', ...this.#queue });
  readonly queueRetries = new Counter({ name: 'workqueue_retries_total', help: 'Items added again', ...this.#queue });
  readonly queueWait = new Histogram({
    name: 'workqueue_queue_duration_seconds',
    help: 'Seconds that items wait',
    buckets: queueBuckets,
    ...this.#queue,
  });
  readonly queueWork = new Histogram({
    name: 'workqueue_work_duration_seconds',
    help: 'Seconds that items are worked on',
    buckets: queueBuckets,
    ...this.#queue,
  });
  readonly queueUnfinished = new Gauge({
    name: 'workqueue_unfinished_work_seconds',
    help: 'Seconds of work in progress, summed over items',
    ...this.#queue,
  });
  readonly queueLongest = new Gauge({
    name: 'workqueue_longest_running_processor_seconds',
    help: 'Seconds of the longest work in progress',
    ...this.#queue,
  });

  readonly requests = new Counter({
    name: 'rest_client_requests_total',
    help: 'Requests to the Kubernetes API',
    labelNames: ['code', 'method', 'host'] as const,
    ...this.#registers,
  });
  readonly requestSeconds = new Histogram({
    name: 'rest_client_request_duration_seconds',
    help: 'Seconds that requests to the Kubernetes API took',
    labelNames: ['verb', 'host'] as const,
    buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60],
    ...this.#registers,
  });

  readonly leader = new Gauge({
    name: 'leader_election_master_status',
    help: '1 where this process holds the lease',
    labelNames: ['name'] as const,
    ...this.#registers,
  });

  readonly informerObjects = new Gauge({
    name: 'operator_informer_objects',
    help: 'Objects that informers hold',
    ...this.#kind,
  });
  readonly informerWatches = new Gauge({
    name: 'operator_informer_watches',
    help: 'Watches that should be open',
    ...this.#kind,
  });
  readonly informerWatchesOpen = new Gauge({
    name: 'operator_informer_watches_open',
    help: 'Watches that are open',
    ...this.#kind,
  });
  readonly informerRelists = new Counter({
    name: 'operator_informer_relists_total',
    help: 'Full lists after the first, by what made them necessary',
    labelNames: ['kind', 'reason'] as const,
    ...this.#registers,
  });
  readonly informerLastEvent = new Gauge({
    name: 'operator_informer_last_event_timestamp_seconds',
    help: 'When the API server last reported a change, in seconds since 1970',
    ...this.#kind,
  });

  readonly applied = new Counter({
    name: 'operator_apply_total',
    help: 'Objects that were compared with what they should be, by what became of them',
    labelNames: ['kind', 'result'] as const,
    ...this.#registers,
  });

  /** Feeds the workqueue metrics of one controller. */
  queueObserver(controller: string): QueueObserver {
    const labels = { name: controller, controller };
    return {
      depth: (items) => this.queueDepth.set(labels, items),
      added: () => this.queueAdds.inc(labels),
      retried: () => this.queueRetries.inc(labels),
      waited: (seconds) => this.queueWait.observe(labels, seconds),
      worked: (seconds) => this.queueWork.observe(labels, seconds),
    };
  }

  /** Computes the gauges of work in progress at scrape time, because nothing happens while something hangs. */
  watchUnfinishedWork(controller: string, seconds: () => number[]): void {
    const labels = { name: controller, controller };
    this.readAtScrape(`work of ${controller}`, () => {
      const running = seconds();
      this.queueUnfinished.set(
        labels,
        running.reduce((sum, each) => sum + each, 0),
      );
      this.queueLongest.set(labels, Math.max(0, ...running));
    });
  }

  readonly #readers = new Map<string, () => void>();

  /** Sets metrics when somebody scrapes; `read` takes the place of an earlier one about the same. */
  readAtScrape(about: string, read: () => void): void {
    this.#readers.set(about, read);
  }

  /** A gauge of whoever uses this framework; it takes the place of an earlier one of that name. */
  gauge<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
  ): Pick<Gauge<Label>, 'set' | 'reset'> {
    this.registry.removeSingleMetric(name);
    return new Gauge({ name, help, labelNames, ...this.#registers });
  }

  /** The Prometheus text of all metrics. */
  async render(): Promise<string> {
    for (const read of this.#readers.values()) read();
    return this.registry.metrics();
  }
}
