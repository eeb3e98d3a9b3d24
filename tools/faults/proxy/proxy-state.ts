import { FaultPlan, type Fired } from '../fault-plan.ts';
import { HiddenPaths } from '../hidden-paths.ts';
import type { Rule } from '../rules.ts';
import { OpenSockets, type Welcome } from './connections.ts';
import type { ProxiedRequest } from './proxied-request.ts';
import { Upstream, type UpstreamOptions } from './upstream.ts';

export interface FaultProxyOptions {
  readonly upstream: UpstreamOptions;
  readonly rules?: readonly Rule[];
  /** For rules with a probability. */
  readonly random?: () => number;
  /** Name of the process that uses this proxy, for rules and log. */
  readonly process?: string;
  /** Kills that process at once. */
  readonly onKill?: () => void;
  /** Called with each request once it is over. */
  readonly log?: (request: ProxiedRequest) => void;
}

/** What all exchanges of one proxy share. */
export class ProxyState {
  readonly upstream: Upstream;
  readonly hidden = new HiddenPaths();
  readonly sockets = new OpenSockets();
  readonly process: string;
  readonly kill: () => void;
  readonly log: (request: ProxiedRequest) => void;
  readonly #random: () => number;
  readonly #nextWelcomes: Welcome[] = [];
  #plan: FaultPlan;
  #startedAt = performance.now();
  #requests = 0;

  constructor({ upstream, rules = [], random = Math.random, process = 'operator', onKill, log }: FaultProxyOptions) {
    this.upstream = new Upstream(upstream);
    this.process = process;
    this.kill = onKill ?? (() => undefined);
    this.log = log ?? (() => undefined);
    this.#random = random;
    this.#plan = new FaultPlan(rules, random);
  }

  get plan(): Pick<FaultPlan, 'decide'> {
    return this.#plan;
  }

  get fired(): readonly Fired[] {
    return this.#plan.fired;
  }

  /** Milliseconds of the run. */
  get now(): number {
    return performance.now() - this.#startedAt;
  }

  /** Other rules; their counts and their time begin at zero. */
  use(rules: readonly Rule[]): void {
    this.#startedAt = performance.now();
    this.#plan = new FaultPlan(rules, this.#random);
  }

  nextNumber(): number {
    return ++this.#requests;
  }

  /** What a connection that is being opened meets. */
  welcome(): Welcome {
    const connection = { verb: 'connect', resource: { group: '', plural: '' }, caller: '' } as const;
    const kind = this.plan.decide({ ...connection, process: this.process, at: this.now })?.kind;
    return kind === 'tlsStall' || kind === 'wrongCertificate' ? kind : (this.#nextWelcomes.shift() ?? 'good');
  }

  /** A fault hit a request that can only show on the connection after it. */
  nextConnectionMeets(welcome: Exclude<Welcome, 'good'>): void {
    this.#nextWelcomes.push(welcome);
  }
}
