import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as kinds from '../../src/crds/kinds.ts';
import type { Condition } from '../../src/crds/status/conditions.ts';
import type { DaemonSet } from '../../src/crds/generated/core.gen.ts';
import type { Installation, InstallationSpec } from '../../src/crds/installation/spec.ts';
import { isConflict } from '../../src/k8s/errors.ts';
import * as builtin from '../../src/k8s/kinds.ts';
import { incarnationOf, type KubeObject, type ResourceType } from '../../src/k8s/object.ts';
import {
  describeRequest,
  isWrite,
  lacksPermission,
  operatorRequests,
  type AuditEvent,
} from '../../tools/cluster/audit-log.ts';
import type { OperatorProcess } from '../../tools/cluster/operator-process.ts';
import { TestCluster, type Endpoint, type TestClusterOptions } from '../../tools/cluster/test-cluster.ts';

/** Long enough for a busy machine; a test that hits it has failed. */
const patienceMs = 90_000;

/** In which an operator that finds everything as it should be has long come to rest. */
const restMs = 5_000;

const calicoNode = { namespace: 'calico-system', name: 'calico-node' };

/** A real cluster with the built operator on it, and the verbs in which tests tell their stories. */
export class World {
  readonly cluster: TestCluster;
  readonly #folder: string;
  #operator: OperatorProcess | undefined;

  private constructor(cluster: TestCluster, folder: string) {
    this.cluster = cluster;
    this.#folder = folder;
  }

  static async create(
    nodes = 3,
    options: Pick<TestClusterOptions, 'bare' | 'webhooks' | 'crds' | 'permissions'> = {},
  ): Promise<World> {
    const folder = mkdtempSync(join(tmpdir(), 'calico-operator-test-'));
    return new World(await TestCluster.start({ root: process.cwd(), folder, nodes, ...options }), folder);
  }

  /** Rejects where the operator lacked a permission: what is shipped has to do for every story. */
  async destroy(): Promise<void> {
    await this.#operator?.stop('SIGKILL');
    const lacking = (await this.requests()).filter(lacksPermission).map(describeRequest);
    await this.cluster.stop();
    rmSync(this.#folder, { recursive: true, force: true });
    if (lacking.length > 0) throw new Error(`The operator lacked permissions:\n${lacking.join('\n')}`);
  }

  /** Through a proxy where one is given. */
  startsTheOperator(through: Endpoint = this.cluster.endpoint): void {
    this.#operator = this.cluster.startOperator(['-enable-leader-election=false'], through);
  }

  /** Whether the process that was started last has not ended by itself. */
  get operatorRuns(): boolean {
    return this.#operator?.running === true;
  }

  async stopsTheOperator(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    await this.#operator?.stop(signal);
  }

  /** Creates the Installation, or replaces its spec, as a person does who tries again when the object has moved on. */
  async appliesInstallation(spec: InstallationSpec = {}): Promise<Installation> {
    const live = await this.installation();
    if (live !== undefined) {
      const update = this.cluster.admin.update(kinds.Installations, { ...live, spec });
      return update.catch(triedAgain(() => this.appliesInstallation(spec)));
    }
    const metadata = { name: 'default' };
    const object: Installation = { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', metadata, spec };
    return this.cluster.admin.create(kinds.Installations, object);
  }

  async deletesInstallation(): Promise<void> {
    await this.deletes(kinds.Installations, { name: 'default' });
  }

  async deletes(type: ResourceType, target: { name: string; namespace?: string }): Promise<void> {
    const live = await this.cluster.admin.get(type, target);
    if (live === undefined) return;
    const deletion = this.cluster.admin.delete(type, incarnationOf(live)).then(() => undefined);
    await deletion.catch(triedAgain(() => this.deletes(type, target)));
  }

  /** Deletes the Installation and waits until what it brought is gone. */
  async uninstalls(): Promise<void> {
    await this.deletesInstallation();
    await this.eventually('the Installation is gone', async () => (await this.installation()) === undefined);
    const namespace = { name: calicoNode.namespace };
    await this.eventually(
      'the namespace is gone',
      async () => (await this.cluster.admin.get(builtin.Namespace, namespace)) === undefined,
    );
  }

  /** What the operator owns, once the policies, which come last, are there. */
  async settles(): Promise<Record<string, unknown>> {
    await this.eventually('the policies are there', async () =>
      JSON.stringify(await ownedObjects(this)).includes('default-deny'),
    );
    return ownedObjects(this);
  }

  async installation(): Promise<Installation | undefined> {
    return this.cluster.admin.get(kinds.Installations, { name: 'default' });
  }

  async calicoNode(): Promise<DaemonSet | undefined> {
    return this.cluster.admin.get(builtin.DaemonSet as ResourceType<DaemonSet>, calicoNode);
  }

  /** One condition of a TigeraStatus. */
  async condition(status: string, type: string): Promise<Condition | undefined> {
    const live = await this.cluster.admin.get(kinds.TigeraStatuses, { name: status });
    return live?.status?.conditions.find((condition) => condition.type === type) as Condition | undefined;
  }

  /** Waits until everything is available in the generation that the Installation has now. */
  async becomesAvailable(...statuses: string[]): Promise<void> {
    const names = statuses.length === 0 ? ['calico', 'ippools', 'tiers'] : statuses;
    const generation = (await this.installation())?.metadata.generation ?? 0;
    for (const name of names) {
      await this.eventually(`${name} is available`, async () => {
        const available = await this.condition(name, 'Available');
        return available?.status === 'True' && (available.observedGeneration ?? 0) >= generation;
      });
    }
  }

  /** Polls until `holds` answers true; fails with what is said about it. */
  async eventually(what: string, holds: () => Promise<boolean>, withinMs = patienceMs): Promise<void> {
    const until = Date.now() + withinMs;
    while (!(await holds())) {
      if (Date.now() > until) throw new Error(`Not within ${withinMs / 1000} s: ${what}\n${await this.#situation()}`);
      await pause(50);
    }
  }

  /** What the operator has asked of the API server so far. */
  requests(): Promise<AuditEvent[]> {
    return operatorRequests(this.cluster.plane.auditLog);
  }

  /** Starts the operator anew, and tells what the new process writes until it has come to rest. */
  async writesOfANewStart(): Promise<string[]> {
    await this.#comesToRest();
    await this.stopsTheOperator();
    const before = (await this.requests()).length;
    const news = async (): Promise<AuditEvent[]> => (await this.requests()).slice(before);
    this.startsTheOperator();
    await this.eventually('it watches again', async () => (await news()).length > 30);
    await pause(restMs);
    return (await news()).filter(isWrite).map(describeRequest);
  }

  /** What follows when all is available: the last counts of statuses. */
  async #comesToRest(): Promise<void> {
    const writes = async (): Promise<number> => (await this.requests()).filter(isWrite).length;
    await this.eventually('nothing more is written', async () => {
      const before = await writes();
      await pause(restMs);
      return (await writes()) === before;
    });
  }

  async #situation(): Promise<string> {
    const { items } = await this.cluster.admin.list(kinds.TigeraStatuses);
    return JSON.stringify(
      items.map(({ metadata, status }) => ({ name: metadata.name, ...status })),
      undefined,
      1,
    );
  }
}

/** What people do when the object has moved on meanwhile. */
function triedAgain<T>(action: () => Promise<T>): (error: unknown) => Promise<T> {
  return (error) => {
    if (isConflict(error)) return action();
    throw error;
  };
}

/** All objects that the operator owns, without what the server or chance puts into them. */
export async function ownedObjects(world: World): Promise<Record<string, unknown>> {
  return Object.fromEntries((await liveObjects(world)).map((object) => [idOf(object), essence(object)]));
}

/** The same as they are stored. */
export async function liveObjects({ cluster }: World): Promise<KubeObject[]> {
  const types = [
    builtin.Namespace,
    builtin.ServiceAccount,
    builtin.ConfigMap,
    builtin.Secret,
    builtin.Service,
    builtin.DaemonSet,
    builtin.Deployment,
    builtin.PodDisruptionBudget,
    builtin.ClusterRole,
    builtin.ClusterRoleBinding,
    builtin.Role,
    builtin.RoleBinding,
    builtin.ValidatingWebhookConfiguration,
    builtin.CSIDriver,
    kinds.NetworkPolicies,
    kinds.Tiers,
    kinds.IpPools,
    kinds.FelixConfigurations,
    kinds.BgpConfigurations,
  ];
  const lists = await Promise.all(types.map(async (type) => (await cluster.admin.list<KubeObject>(type)).items));
  return lists.flat().filter(isOurs);
}

function isOurs({ metadata }: KubeObject): boolean {
  return (metadata.managedFields ?? []).some(({ manager }) => manager === 'calico-operator');
}

function idOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

function essence(object: KubeObject): unknown {
  const { metadata, ...rest } = object as KubeObject & Record<string, unknown>;
  const { labels, finalizers, ownerReferences } = metadata;
  const owners = (ownerReferences ?? []).map(({ uid: _uid, ...owner }) => owner);
  const content = Object.fromEntries(Object.entries(rest).filter(([name]) => name !== 'status'));
  return JSON.parse(masked(JSON.stringify({ ...content, labels, finalizers, owners })));
}

/** Keys, certificates, hashes of certificates and cluster addresses differ from one installation to the next. */
function masked(text: string): string {
  return text
    .replaceAll(/"(tls\.(?:crt|key)|caBundle)":"[^"]*"/g, '"$1":"<pem>"')
    .replaceAll(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/g, '<pem>')
    .replaceAll(/"([^"]*hash\.operator\.tigera\.io[^"]*)":"[0-9a-f]{40}"/g, '"$1":"<hash>"')
    .replaceAll(/"ip":"[^"]*"/g, '"ip":"<ip>"')
    .replaceAll(/"clusterIPs?":(?:"[^"]*"|\[[^\]]*\])/g, '"clusterIP":"<ip>"')
    .replaceAll(/"resourceVersion":"\d+",?/g, '')
    .replaceAll(/"deprecated\.daemonset\.template\.generation":"\d+"/g, '""')
    .replaceAll(/"uid":"[^"]*",?/g, '');
}
