import type { Clock } from '../k8s/clock.ts';
import type { Informer } from '../k8s/informer.ts';
import type { SharedInformers } from '../k8s/shared-informers.ts';
import { Controller } from './controller.ts';
import type { ControllerDefinition } from './define-controller.ts';
import type { HealthCheck } from './health.ts';
import { readInformersAtScrape } from './informer-metrics.ts';
import type { LeaderElection } from './leader-election.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';

export interface ManagerOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** From 0 to 1, as Math.random. */
  readonly random: () => number;
  readonly informers: SharedInformers;
  readonly controllers: readonly ControllerDefinition[];
  /** Absent where nobody else can act. */
  readonly election?: LeaderElection;
  /** What has to be done by the leader before any controller starts. Must not reject. */
  readonly prepare?: (signal: AbortSignal) => Promise<void>;
}

/** Why the manager ended. */
export type Ending = 'stopped' | 'lease-lost';

/**
 * Starts informers, then waits for the lease, then prepares, then starts controllers, each when its informers are
 * complete; stops in the opposite order. Informers run without the lease, so that a standby takes over at once.
 */
export class Manager {
  readonly #options: ManagerOptions;

  constructor(options: ManagerOptions) {
    this.#options = options;
    readInformersAtScrape(options.metrics, options.informers);
  }

  /** One check for each informer that has to be complete, for `/readyz`. */
  checks(): readonly HealthCheck[] {
    const needed = this.#options.informers.all.filter(({ mayBeAbsent }) => !mayBeAbsent);
    return needed.map((informer) => ({
      name: `informer-${informer.type.plural}`,
      check: () => missing(informer),
    }));
  }

  /** Works until `signal` is aborted or the lease is lost. In-flight passes end first, then the lease is given back. */
  async run(signal: AbortSignal): Promise<Ending> {
    const { informers, election } = this.#options;
    const watching = new AbortController();
    const informing = informers.run(watching.signal);
    try {
      await election?.acquire(signal);
      return signal.aborted ? 'stopped' : await this.#lead(signal);
    } finally {
      await election?.release();
      watching.abort();
      await informing;
    }
  }

  async #lead(signal: AbortSignal): Promise<Ending> {
    const working = new AbortController();
    const stop = (): void => working.abort(new Error('The operator is stopping'));
    signal.addEventListener('abort', stop, { once: true });
    const controllers = this.#options.controllers.map((definition) => new Controller(definition, this.#options));
    const running = this.#run(controllers, working.signal);
    const kept = await this.#keepLease(working.signal);
    stop();
    await running;
    if (!kept) this.#options.log.error('The lease was lost; another operator may act now');
    return kept ? 'stopped' : 'lease-lost';
  }

  async #run(controllers: readonly Controller[], signal: AbortSignal): Promise<void> {
    await this.#options.prepare?.(signal);
    await Promise.all(controllers.map((controller) => controller.run(signal)));
  }

  async #keepLease(signal: AbortSignal): Promise<boolean> {
    const { election } = this.#options;
    if (election !== undefined) return election.hold(signal);
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    return true;
  }
}

function missing(informer: Informer<unknown>): string | undefined {
  if (informer.hasSynced) return undefined;
  const { waitingFor, lastError } = informer.state;
  const error = lastError instanceof Error ? `: ${lastError.message}` : '';
  return `not complete yet${waitingFor === undefined ? '' : `, waiting for ${waitingFor}`}${error}`;
}
