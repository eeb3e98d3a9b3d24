import type { Reason } from './reasons.ts';

/**
 * When to try again: with growing delays; only when a watch brings news, because nothing else can help; or after a time.
 */
export type Retry = 'backoff' | 'on-watch' | { readonly afterSeconds: number };

export interface DegradedOptions {
  /** Default: `backoff`. */
  readonly retry?: Retry;
  readonly cause?: unknown;
}

/**
 * A reconcile cannot go on until the user or the cluster changes something. Thrown where the cause is known, with the
 * text for the user; turned into the condition Degraded at one place, `reconcilers/report.ts`.
 */
export class Degraded extends Error {
  override readonly name = 'Degraded';
  readonly reason: Reason;
  readonly retry: Retry;

  constructor(reason: Reason, message: string, options: DegradedOptions = {}) {
    super(message, { cause: options.cause });
    this.reason = reason;
    this.retry = options.retry ?? 'backoff';
  }
}
