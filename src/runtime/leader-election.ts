import type { Client } from '../k8s/client.ts';
import { type Clock, sleep } from '../k8s/clock.ts';
import { isAlreadyExists, isConflict, messageOf } from '../k8s/errors.ts';
import { Lease } from '../k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../k8s/object.ts';
import type { Logger } from './log.ts';
import { microTime } from '../k8s/time.ts';

/** Durations of client-go's defaults, in milliseconds. */
export interface LeaseTimes {
  /** How long others honour a lease that is not renewed. */
  readonly leaseMs: number;
  /** How long a holder keeps writing without having renewed. Shorter than the lease: leases do not fence. */
  readonly renewDeadlineMs: number;
  readonly retryMs: number;
}

export const defaultLeaseTimes: LeaseTimes = { leaseMs: 15_000, renewDeadlineMs: 10_000, retryMs: 2_000 };

/** How long the end waits for the lease to be given back. */
const releaseMs = 2_000;

export interface LeaderElectionOptions {
  /** A client whose writes pass no write gate, because the lease decides about the gate. */
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Logger;
  readonly namespace: string;
  readonly name: string;
  /** Differs between any two processes. */
  readonly identity: string;
  /** From 0 to 1, as Math.random; it keeps candidates from asking together. */
  readonly random: () => number;
  readonly times?: LeaseTimes;
  readonly onChange?: (leading: boolean) => void;
}

interface LeaseObject extends KubeObject {
  spec?: {
    holderIdentity?: string;
    leaseDurationSeconds?: number;
    acquireTime?: string;
    renewTime?: string;
    leaseTransitions?: number;
  };
}

const leases: ResourceType<LeaseObject> = Lease;

/** A write was held back because another process may act by now; this one is about to end. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor() {
    super('This process does not hold the lease any more');
  }
}

/**
 * Holds a Lease so that one process acts. Who looks judges by its own monotonic clock: a lease is free when its record
 * has not changed for as long as its holder asked for, so clocks that differ between machines do no harm.
 */
export class LeaderElection {
  readonly #options: LeaderElectionOptions;
  readonly #times: LeaseTimes;
  #observed: { readonly record: string; readonly at: number } | undefined;
  #lease: LeaseObject | undefined;
  #renewedAt = -Infinity;
  #leading = false;

  constructor(options: LeaderElectionOptions) {
    this.#options = options;
    this.#times = options.times ?? defaultLeaseTimes;
  }

  get leading(): boolean {
    return this.#leading;
  }

  /** Whether a write may leave now: we lead, and others still believe it. */
  mayWrite(): boolean {
    const { clock } = this.#options;
    return this.#leading && clock.monotonic() < this.#renewedAt + this.#times.renewDeadlineMs;
  }

  /** Resolves once the lease is ours, or when the signal is aborted. */
  async acquire(signal: AbortSignal): Promise<void> {
    const { clock, log, name } = this.#options;
    while (!signal.aborted) {
      if (await this.#tryOnce(this.#times.renewDeadlineMs, signal, (inTime) => this.#tryAcquire(inTime))) {
        this.#setLeading(true);
        log.info({ lease: name }, 'Holding the lease');
        return;
      }
      await sleep(clock, this.#times.retryMs * (1 + this.#options.random() * 0.2), signal);
    }
  }

  /** Renews until the signal is aborted; resolves with false when the lease was lost before. */
  async hold(signal: AbortSignal): Promise<boolean> {
    for (;;) {
      await sleep(this.#options.clock, this.#times.retryMs, signal);
      if (signal.aborted) return true;
      const left = this.#renewedAt + this.#times.renewDeadlineMs - this.#options.clock.monotonic();
      await this.#tryOnce(left, signal, (inTime) => this.#renew(inTime));
      if (!this.mayWrite()) {
        this.#setLeading(false);
        return false;
      }
    }
  }

  /** Gives the lease back, so that another process need not wait for its end. */
  async release(): Promise<void> {
    if (!this.#leading || this.#lease === undefined) return;
    this.#setLeading(false);
    const spec = { ...this.#lease.spec, holderIdentity: '', leaseDurationSeconds: 1 };
    await this.#tryOnce(releaseMs, new AbortController().signal, async (signal) => {
      await this.#options.client.update(leases, { ...this.#lease, spec } as LeaseObject, { signal });
      return true;
    });
  }

  #setLeading(leading: boolean): void {
    if (this.#leading === leading) return;
    this.#leading = leading;
    this.#options.onChange?.(leading);
  }

  /**
   * A failed try is a try: the loops decide by time, never by an error. What takes longer than `ms` is given up, also where
   * the server asks for patience: somebody else may hold the lease by then.
   */
  async #tryOnce(
    ms: number,
    signal: AbortSignal,
    attempt: (inTime: AbortSignal) => Promise<boolean>,
  ): Promise<boolean> {
    const { clock, log, name } = this.#options;
    const late = new AbortController();
    const timer = clock.after(ms, () => late.abort(new Error(`No answer within ${ms / 1000} s`)));
    try {
      return await attempt(AbortSignal.any([signal, late.signal]));
    } catch (error) {
      if (!isConflict(error) && !isAlreadyExists(error)) {
        log.warn({ reason: messageOf(error), lease: name }, 'The lease could not be read or written');
      }
      return false;
    } finally {
      timer.cancel();
    }
  }

  async #tryAcquire(signal: AbortSignal): Promise<boolean> {
    const { client, namespace, name } = this.#options;
    const call = { signal, timeoutMs: this.#times.renewDeadlineMs };
    const startedAt = this.#options.clock.monotonic();
    const found = await client.get(leases, { namespace, name }, call);
    if (found === undefined) {
      const fresh = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { namespace, name } };
      return this.#keep(await client.create(leases, { ...fresh, spec: this.#record(undefined) }, call), startedAt);
    }
    if (!this.#isFree(found)) return false;
    return this.#keep(await client.update(leases, { ...found, spec: this.#record(found) }, call), startedAt);
  }

  /** A conflict may be our own renewal whose answer was lost, or a label: what still names us is renewed as it is now. */
  async #renew(signal: AbortSignal): Promise<boolean> {
    try {
      return await this.#writeRenewal(signal);
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
    const { client, namespace, name, identity } = this.#options;
    const found = await client.get(leases, { namespace, name }, { signal, timeoutMs: this.#times.retryMs * 2 });
    if (found?.spec?.holderIdentity === identity) {
      this.#lease = found;
      return this.#writeRenewal(signal);
    }
    this.#renewedAt = -Infinity;
    return false;
  }

  async #writeRenewal(signal: AbortSignal): Promise<boolean> {
    const startedAt = this.#options.clock.monotonic();
    const spec = { ...this.#lease?.spec, renewTime: microTime(this.#options.clock.wall()) };
    const call = { signal, timeoutMs: this.#times.retryMs * 2 };
    const renewed = { ...this.#lease, spec } as LeaseObject;
    return this.#keep(await this.#options.client.update(leases, renewed, call), startedAt);
  }

  /** The time counts from before the request: others may have seen the record since then. */
  #keep(lease: LeaseObject, startedAt: number): boolean {
    this.#lease = lease;
    this.#renewedAt = startedAt;
    return true;
  }

  #isFree(lease: LeaseObject): boolean {
    const { spec } = lease;
    const holder = spec?.holderIdentity ?? '';
    if (holder === '' || holder === this.#options.identity) return true;
    const now = this.#options.clock.monotonic();
    const record = JSON.stringify([holder, spec?.renewTime, lease.metadata.resourceVersion]);
    if (this.#observed?.record !== record) this.#observed = { record, at: now };
    const honoured = spec?.leaseDurationSeconds === undefined ? this.#times.leaseMs : spec.leaseDurationSeconds * 1000;
    return now > this.#observed.at + honoured;
  }

  #record(previous: LeaseObject | undefined): NonNullable<LeaseObject['spec']> {
    const now = microTime(this.#options.clock.wall());
    const { identity } = this.#options;
    const { holderIdentity, acquireTime = now, leaseTransitions = 0 } = previous?.spec ?? {};
    const kept = holderIdentity === identity;
    return {
      holderIdentity: identity,
      leaseDurationSeconds: this.#times.leaseMs / 1000,
      acquireTime: kept ? acquireTime : now,
      renewTime: now,
      leaseTransitions: kept || previous === undefined ? leaseTransitions : leaseTransitions + 1,
    };
  }
}
