import type { APIServer, APIServerSpec } from '../../src/crds/apiserver.ts';
import type { Condition } from '../../src/crds/status/conditions.ts';
import { ApiServers, Installations, TigeraStatuses } from '../../src/crds/kinds.ts';
import type { Installation, InstallationSpec } from '../../src/crds/installation/spec.ts';
import type { OperatorObject } from '../../src/crds/operator-kind.ts';
import { Lease, Namespace, Node } from '../../src/k8s/kinds.ts';
import type { KubeObject, NamespacedName, ResourceType } from '../../src/k8s/object.ts';
import { isRolledOut } from '../../src/reconcilers/status/workload-health.ts';
import type { DaemonSet } from '../../src/crds/generated/core.gen.ts';
import { kwokNode } from '../cluster/kwok-nodes.ts';
import { FaultPlan } from '../faults/fault-plan.ts';
import type { Rule } from '../faults/rules.ts';
import { History } from '../observer/history.ts';
import { Chance } from './chance.ts';
import { runAggregation, servedByPods } from './controllers/aggregation.ts';
import { runControllers } from './controllers/index.ts';
import { emptyCluster } from './empty-cluster.ts';
import { DirectAccess } from './direct-access.ts';
import { SimOperator, type Ground } from './operator.ts';
import { runPreDelete, type JobEnding } from './pre-delete-job.ts';
import { Scheduler } from './scheduler.ts';
import { ServerLink } from './transport/server-link.ts';

/** A custom resource with a spec. */
type OperatorResource = OperatorObject<string, object, object>;

export interface SimOptions {
  readonly seed: number;
  /** Default 3. */
  readonly nodes?: number;
  readonly rules?: readonly Rule[];
  /** Only so many faults happen, the first ones. */
  readonly faultLimit?: number;
  /** Default true: as in production. */
  readonly leaderElection?: boolean;
  /** CRDs that are there at the start; default: ours. */
  readonly crds?: readonly KubeObject[];
  /** Whether the operator brings the CRDs, those of v3; default: no. */
  readonly managesCrds?: boolean;
  /** Whether projectcalico.org/v3 is served by the pods of calico-apiserver alone; default: no. */
  readonly aggregated?: boolean;
}

/** Where a process runs. */
interface Place {
  /** Of its ServiceAccount. */
  readonly namespace: string;
  /** How fast the clock of its machine goes. */
  readonly clockRate: number;
}

const usualPlace: Place = { namespace: 'tigera-operator', clockRate: 1 };

/** How long a story waits for something, in virtual milliseconds, before it counts as wedged. */
const patienceMs = 10 * 60_000;
/** A process that is gone is started again after a while, as a kubelet does. */
const restartMs = [100, 2_000] as const;

/** What was awaited did not come, though it had all the time it needs. */
export class Wedged extends Error {
  override readonly name = 'Wedged';
}

/**
 * A cluster in memory with the real operator on it: the API server's model, controllers and kubelets, virtual time. All
 * that happens follows from the options and from what the story does.
 */
export class SimWorld {
  readonly scheduler = new Scheduler();
  readonly history = new History();
  readonly chance: Chance;
  readonly faults: FaultPlan;
  /** The administrator. */
  readonly admin: DirectAccess;
  readonly #link: ServerLink;
  readonly #options: SimOptions;
  readonly #operators: SimOperator[] = [];

  constructor(options: SimOptions) {
    this.#options = options;
    this.chance = new Chance(options.seed);
    this.faults = new FaultPlan(options.rules ?? [], this.chance.fork('faults').next, options.faultLimit);
    const others = options.aggregated === true ? { elsewhere: servedByPods } : {};
    const server = emptyCluster(this.scheduler, this.chance.fork('server'), options.crds, others);
    this.#link = new ServerLink(server, this.history, this.scheduler);
    const cluster = runControllers(server, { scheduler: this.scheduler, chance: this.chance.fork('controllers') });
    if (options.aggregated === true) runAggregation(cluster);
    const parts = { server, scheduler: this.scheduler, chance: this.chance.fork('administrator') };
    this.admin = new DirectAccess('administrator', parts);
    this.addsNodes(options.nodes ?? 3);
  }

  /** Everything that is stored now. */
  objects(): readonly KubeObject[] {
    return this.admin.server.all();
  }

  /** Ends all processes at once, so that nothing of them outlives the simulation. */
  freeze(): void {
    for (const operator of this.#operators) operator.freeze();
  }

  get operator(): SimOperator | undefined {
    return this.#operators.at(-1);
  }

  addsNodes(count: number): void {
    const first = this.admin.list(Node).length;
    for (let index = first; index < first + count; index++) this.admin.create(Node, kwokNode(index));
  }

  /** The kubelet of a node is not heard any more, or is again. */
  setsNodeReady(index: number, isReady: boolean): void {
    const conditions = [{ type: 'Ready', status: isReady ? 'True' : 'Unknown' }];
    this.admin.patch(Node, { name: `node-${index}` }, { status: { conditions } }, 'status');
  }

  /** Starts a process; when it is killed or loses the lease, another follows after a while. */
  startsTheOperator(place: Partial<Place> = {}): void {
    const chance = this.chance.fork(`process ${this.#operators.length + 1}`);
    const ground = { ...this.#ground(), ...usualPlace, ...place, chance };
    const restart = (): void => {
      this.scheduler.after(ground.chance.between(...restartMs), () => this.startsTheOperator(place));
    };
    this.#operators.push(new SimOperator(`operator-${this.#operators.length + 1}`, ground, restart));
  }

  /** The process that holds the lease, if any does. */
  leader(): SimOperator | undefined {
    const lease = this.admin.get<KubeObject & { spec?: { holderIdentity?: string } }>(Lease, {
      namespace: 'tigera-operator',
      name: 'operator-lock',
    });
    return this.#operators.find(({ name, state }) => name === lease?.spec?.holderIdentity && state === 'running');
  }

  /** `operator -pre-delete` as a process of its own. Resolves when it has ended, which takes virtual time. */
  preDeletes(signal: AbortSignal = new AbortController().signal): Promise<JobEnding> {
    return runPreDelete({ ...this.#ground(), ...usualPlace, chance: this.chance.fork('pre-delete') }, signal);
  }

  /** SIGTERM, and waits for the end. */
  async stopsTheOperator(): Promise<void> {
    const { operator } = this;
    operator?.terminate();
    await this.eventually('the operator has ended', () => operator?.state !== 'running');
  }

  /** Creates a custom resource of the operator, or replaces its spec. */
  applies(type: ResourceType<OperatorResource>, spec: object = {}, name = 'default'): void {
    const live = this.admin.get(type, { name });
    const object = { apiVersion: 'operator.tigera.io/v1', kind: type.kind, metadata: { name }, spec };
    if (live === undefined) this.admin.create(type, object);
    else this.admin.replace(type, { ...live, spec });
  }

  /** Creates the Installation, or replaces its spec. */
  appliesInstallation(spec: InstallationSpec = {}): void {
    this.applies(Installations, spec);
  }

  /** Creates the APIServer, or replaces its spec. */
  appliesApiServer(spec: APIServerSpec = {}): void {
    this.applies(ApiServers, spec);
  }

  deletesApiServer(): void {
    this.deletes(ApiServers, { name: 'default' });
  }

  apiServer(): APIServer | undefined {
    return this.admin.get(ApiServers, { name: 'default' });
  }

  deletesInstallation(): void {
    this.deletes(Installations, { name: 'default' });
  }

  /** Somebody deletes an object, if it is there. */
  deletes(type: ResourceType, target: NamespacedName): void {
    const live = this.admin.get(type, target);
    if (live !== undefined) this.admin.delete(type, live);
  }

  installation(): Installation | undefined {
    return this.admin.get(Installations, { name: 'default' });
  }

  condition(status: string, type: string): Condition | undefined {
    const live = this.admin.get(TigeraStatuses, { name: status });
    return live?.status?.conditions.find((condition) => condition.type === type) as Condition | undefined;
  }

  hasNamespace(name: string): boolean {
    return this.admin.get(Namespace, { name }) !== undefined;
  }

  /** Whether a DaemonSet of Calico runs its newest template on so many nodes. */
  rolledOut(type: ResourceType, name: string, nodes: number): boolean {
    const live = this.admin.get(type as ResourceType<DaemonSet>, { namespace: 'calico-system', name });
    return isRolledOut(live) && live?.status?.desiredNumberScheduled === nodes;
  }

  /** Waits until everything is available in the generation that the Installation has now. */
  async becomesAvailable(): Promise<void> {
    const generation = this.installation()?.metadata.generation ?? 0;
    await this.eventually('all is available', () =>
      ['calico', 'ippools', 'tiers'].every((name) => {
        const available = this.condition(name, 'Available');
        return available?.status === 'True' && (available.observedGeneration ?? 0) >= generation;
      }),
    );
  }

  /** Lets time pass until something holds. Throws Wedged when it does not come. */
  async eventually(what: string, holds: () => boolean): Promise<void> {
    if (await this.scheduler.until(holds, patienceMs)) return;
    throw new Wedged(`Not within ${patienceMs / 60_000} virtual minutes: ${what}\n${this.#situation()}`);
  }

  #ground(): Omit<Ground, 'chance' | keyof Place> {
    const { scheduler, history, faults } = this;
    const { leaderElection = true, managesCrds = false } = this.#options;
    return { scheduler, history, faults, link: this.#link, leaderElection, managesCrds };
  }

  #situation(): string {
    return this.admin
      .list(TigeraStatuses)
      .map(({ metadata, status }) => `${metadata.name}: ${JSON.stringify(status?.conditions ?? [])}`)
      .join('\n');
  }
}
