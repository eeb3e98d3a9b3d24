import type { DaemonSet, Deployment } from '../../src/crds/generated/core.gen.ts';
import { TigeraStatuses } from '../../src/crds/kinds.ts';
import type { TigeraStatus } from '../../src/crds/tigerastatus.ts';
import type { Client } from '../../src/k8s/client.ts';
import { systemClock } from '../../src/k8s/clock.ts';
import type { Informer } from '../../src/k8s/informer.ts';
import { DaemonSet as DaemonSets, Deployment as Deployments } from '../../src/k8s/kinds.ts';
import type { ResourceType } from '../../src/k8s/object.ts';
import { SharedInformers } from '../../src/k8s/shared-informers.ts';

const namespace = 'calico-system';
/** What an installation with an empty spec consists of, and what reports about it. */
const expectedWorkloads = ['calico-node', 'csi-node-driver', 'calico-typha', 'calico-kube-controllers'];
const expectedStatuses = ['calico', 'ippools', 'tiers'];

/** Watches when workloads become ready and when the operator says so, each from the API server's own events. */
export class Availability {
  readonly #daemonSets: Informer<DaemonSet>;
  readonly #deployments: Informer<Deployment>;
  readonly #statuses: Informer<TigeraStatus>;
  readonly #watching = new AbortController();
  readonly #running: Promise<void>;
  #readyAt: number | undefined;
  #availableAt: number | undefined;

  constructor(client: Client) {
    const informers = new SharedInformers({
      client,
      clock: systemClock,
      random: Math.random,
      withoutWatchList: new Set(),
      onError: (error) => console.error(error),
    });
    const daemonSets = DaemonSets as ResourceType<DaemonSet>;
    const deployments = Deployments as ResourceType<Deployment>;
    this.#daemonSets = informers.for({ type: daemonSets, namespace, projection: whole<DaemonSet> });
    this.#deployments = informers.for({ type: deployments, namespace, projection: whole<Deployment> });
    this.#statuses = informers.for({ type: TigeraStatuses, projection: whole<TigeraStatus> });
    for (const informer of [this.#daemonSets, this.#deployments, this.#statuses]) informer.subscribe(this.#onEvent);
    this.#running = informers.run(this.#watching.signal);
  }

  /** Since when all workloads have all their pods, in milliseconds since 1970; undefined while they have not. */
  get readyAt(): number | undefined {
    return this.#readyAt;
  }

  /** Since when every TigeraStatus is Available; undefined while one is not. */
  get availableAt(): number | undefined {
    return this.#availableAt;
  }

  /** `calico-node 3/5, calico-typha 0/1`. */
  describe(): string {
    const nodes = this.#daemonSets.list().map(({ metadata, status }) => {
      return `${metadata.name} ${status?.numberAvailable ?? 0}/${status?.desiredNumberScheduled ?? 0}`;
    });
    const pods = this.#deployments.list().map(({ metadata, spec, status }) => {
      return `${metadata.name} ${status?.availableReplicas ?? 0}/${spec?.replicas ?? 1}`;
    });
    return [...nodes, ...pods].join(', ');
  }

  /** All that keeps a TigeraStatus from being Available. */
  reasons(): string[] {
    return this.#statuses
      .list()
      .flatMap(({ metadata, status }) =>
        (status?.conditions ?? [])
          .filter(({ type, status: holds }) => type !== 'Available' && holds === 'True')
          .map(({ message = '' }) => `${metadata.name}: ${message}`),
      );
  }

  async stop(): Promise<void> {
    this.#watching.abort();
    await this.#running;
  }

  readonly #onEvent = (): void => {
    const now = Date.now();
    this.#readyAt = this.#workloadsReady() ? (this.#readyAt ?? now) : undefined;
    this.#availableAt = this.#allAvailable() ? (this.#availableAt ?? now) : undefined;
  };

  #workloadsReady(): boolean {
    const workloads = [...this.#daemonSets.list(), ...this.#deployments.list()];
    const ready = [...this.#daemonSets.list().filter(isRolledOut), ...this.#deployments.list().filter(isComplete)];
    const names = new Set(ready.map(({ metadata }) => metadata.name));
    return ready.length === workloads.length && expectedWorkloads.every((name) => names.has(name));
  }

  #allAvailable(): boolean {
    const available = this.#statuses.list().filter(isAvailable);
    return expectedStatuses.every((name) => available.some(({ metadata }) => metadata.name === name));
  }
}

function whole<T>(object: T): T {
  return object;
}

function isRolledOut({ metadata, status }: DaemonSet): boolean {
  const { desiredNumberScheduled: desired, numberAvailable, updatedNumberScheduled } = status ?? {};
  const observed = status?.observedGeneration === metadata.generation;
  return observed && desired !== undefined && numberAvailable === desired && updatedNumberScheduled === desired;
}

function isComplete({ metadata, spec, status }: Deployment): boolean {
  const desired = spec?.replicas ?? 1;
  const observed = status?.observedGeneration === metadata.generation;
  return observed && status?.availableReplicas === desired && status.updatedReplicas === desired;
}

function isAvailable({ status }: TigeraStatus): boolean {
  return status?.conditions.some(({ type, status: holds }) => type === 'Available' && holds === 'True') === true;
}
