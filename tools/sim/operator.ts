import type { Clock } from '../../src/k8s/clock.ts';
import { withRetryAfter } from '../../src/k8s/retry-after.ts';
import { runOperator } from '../../src/operator.ts';
import { createLogger } from '../../src/runtime/log.ts';
import { Metrics } from '../../src/runtime/metrics.ts';
import type { FaultPlan } from '../faults/fault-plan.ts';
import type { History, Note } from '../observer/history.ts';
import { ownCrds } from '../own-crds.ts';
import type { Chance } from './chance.ts';
import { pooledIssuer } from './key-pool.ts';
import type { Scheduler } from './scheduler.ts';
import type { User } from './server/api.ts';
import type { ServerLink } from './transport/server-link.ts';
import { SimTransport } from './transport/sim-transport.ts';

/** What one process of the operator runs in. */
export interface Ground {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly history: History;
  readonly link: ServerLink;
  readonly faults: FaultPlan;
  readonly leaderElection: boolean;
  readonly managesCrds: boolean;
  readonly namespace: string;
  /** Runs so many times as fast as everybody else's. */
  readonly clockRate: number;
}

/** Its environment in its pod. */
export function operatorEnv(namespace: string): Readonly<Record<string, string>> {
  return {
    OPERATOR_NAMESPACE: namespace,
    KUBERNETES_SERVICE_HOST: '10.96.0.1',
    KUBERNETES_SERVICE_PORT: '443',
  };
}

/** Its ServiceAccount. */
export function operatorUser(namespace: string): User {
  return {
    name: `system:serviceaccount:${namespace}:tigera-operator`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  };
}

/** How long one message is on its way, in milliseconds. */
const latencyMs = [0.2, 6] as const;

/** A clock that is wrong: its seconds are shorter or longer than seconds. */
function atRate(clock: Clock, rate: number): Clock {
  if (rate === 1) return clock;
  return {
    wall: () => clock.wall(),
    monotonic: () => clock.monotonic() * rate,
    after: (delayMs, callback) => clock.after(delayMs / rate, callback),
  };
}

/** The real operator as a process of the simulation: its code is all there is of it. */
export class SimOperator {
  readonly name: string;
  readonly #ground: Ground;
  readonly #transport: SimTransport;
  readonly #ending = new AbortController();
  readonly #onGone: () => void;
  #state: 'running' | 'killed' | 'ended' = 'running';
  /** While the process is stopped: what comes to it meanwhile. */
  #backlog: (() => void)[] | undefined;

  /** `onGone`: it was killed, or ended without being asked to. */
  constructor(name: string, ground: Ground, onGone: () => void) {
    const { scheduler, link, faults } = ground;
    this.name = name;
    this.#ground = ground;
    const network = ground.chance.fork(`network of ${name}`);
    const wire = {
      scheduler,
      latency: () => network.between(...latencyMs),
      isAlive: () => this.#isAlive,
      whenAwake: this.#whenAwake,
    };
    this.#onGone = onGone;
    const kill = (): void => this.crash();
    this.#transport = new SimTransport(link, { name, user: operatorUser(ground.namespace), kill }, wire, faults);
    this.#note('operator started', name);
    this.#run();
  }

  get state(): 'running' | 'killed' | 'ended' {
    return this.#state;
  }

  /** SIGKILL: nothing of it happens any more, but what it has sent still arrives. */
  kill(): void {
    if (!this.#isAlive) return;
    this.#vanish('killed');
    this.#note('operator killed', this.name);
  }

  /** SIGKILL by somebody who starts another: a kubelet. */
  crash(): void {
    if (!this.#isAlive) return;
    this.kill();
    this.#onGone();
  }

  /** The simulation is over. */
  freeze(): void {
    if (this.#isAlive) this.#vanish('ended');
  }

  #vanish(state: 'killed' | 'ended'): void {
    this.#state = state;
    // Nothing leaves it from here on. Its code comes to an end all the same: Node keeps combined signals with whoever listens
    // to them until they are aborted, and with them the whole simulation.
    this.#ending.abort();
    this.#transport.disconnect();
  }

  /** SIGSTOP: time goes on without it. */
  stop(): void {
    this.#backlog ??= [];
    this.#note('operator stopped', this.name);
  }

  /** SIGCONT: all that came meanwhile comes at once, in its order. */
  continue(): void {
    const backlog = this.#backlog ?? [];
    this.#backlog = undefined;
    this.#note('operator continued', this.name);
    for (const action of backlog) this.#ground.scheduler.after(0, action);
  }

  readonly #whenAwake = (action: () => void): void => {
    if (this.#backlog === undefined) action();
    else this.#backlog.push(action);
  };

  /** SIGTERM: it ends in its own time. */
  terminate(): void {
    this.#ending.abort(new Error('Stopped by a signal'));
  }

  get #isAlive(): boolean {
    return this.#state === 'running';
  }

  #run(): void {
    const { scheduler, chance, leaderElection, managesCrds, namespace, clockRate } = this.#ground;
    const isAlive = (): boolean => this.#isAlive;
    const clock = atRate(scheduler.clockOf(isAlive, this.#whenAwake), clockRate);
    const surroundings = {
      transport: withRetryAfter(this.#transport, { clock }),
      clock,
      random: chance.fork(`chance of ${this.name}`).next,
      issuer: pooledIssuer(scheduler, chance.fork(`keys of ${this.name}`), isAlive),
      log: createLogger({ level: 'debug', format: 'json', time: 'epoch' }, { write: (line) => this.#log(line) }),
      metrics: new Metrics(),
      env: { ...operatorEnv(namespace), ...(managesCrds && { CALICO_API_GROUP: 'projectcalico.org/v3' }) },
      ...(managesCrds && { crds: ownCrds() }),
      instance: this.name,
      leaderElection,
      systemRoots: '',
      clusterDomain: 'cluster.local',
      readMtu: () => Promise.resolve(undefined),
    };
    runOperator(surroundings, this.#ending.signal).then(
      (ending) => {
        if (!this.#isAlive) return;
        this.#end(ending);
        if (ending !== 'stopped') this.#onGone();
      },
      (error: unknown) => this.#end(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
  }

  #end(how: string): void {
    if (!this.#isAlive) return;
    this.#state = 'ended';
    this.#note('operator ended', `${this.name}: ${how}`);
  }

  /** The time of the line is the history's; the host's clock has no place in a simulation. */
  #log(line: string): void {
    if (!this.#isAlive) return;
    const text = line.replace(/,"ts":[\d.]+/, '').trimEnd();
    this.#ground.history.append({ kind: 'log', at: this.#ground.scheduler.now, process: this.name, line: text });
  }

  #note(what: Note['what'], detail: string): void {
    this.#ground.history.append({ kind: 'note', at: this.#ground.scheduler.now, what, detail });
  }
}
