import { keyOf, type Incarnation, type KubeObject, type ObjectRef } from '../../src/k8s/object.ts';
import { ApplyMemory } from '../../src/reconcilers/apply/apply-memory.ts';
import { ScaleDownDelay } from '../../src/reconcilers/typha-autoscaler/scale-down-delay.ts';
import type { Cluster } from '../../src/reconcilers/cluster/cluster.ts';
import type { Client } from '../../src/k8s/client.ts';
import type { ReconcileContext, Settings } from '../../src/reconcilers/context.ts';
import type { Happening } from '../../src/runtime/events.ts';
import { createLogger, defaultLogOptions } from '../../src/runtime/log.ts';
import { FakeClient } from './fake-client.ts';
import { issuer } from './reconciler-certificates.ts';
import { FakeClock } from './fake-clock.ts';

/** What a watch shows, by key. */
export class FakeView {
  /** How the watch fares. */
  state: { phase: string; lastError?: unknown } = { phase: 'watching' };
  hasSynced = true;
  readonly #items = new Map<string, unknown>();

  put(key: string, item: unknown): void {
    this.#items.set(key, item);
  }

  get(key: string): unknown {
    return this.#items.get(key);
  }

  list(): unknown[] {
    return [...this.#items.values()];
  }

  upsert(object: KubeObject): void {
    this.put(keyOf(object.metadata), object);
  }

  remove(target: Pick<Incarnation, 'name' | 'namespace'>): void {
    this.#items.delete(keyOf(target));
  }

  whenSynced(): Promise<void> {
    return Promise.resolve();
  }
}

type ViewName = Exclude<keyof Cluster, 'find' | 'wrote' | 'deleted' | 'secrets'>;

/** Views in which `find` looks; the namespace where a view covers one only. */
const ownedViews: readonly (readonly [view: ViewName, kind: string, namespace?: string])[] = [
  ['installations', 'Installation'],
  ['apiServers', 'APIServer'],
  ['goldmanes', 'Goldmane'],
  ['whiskers', 'Whisker'],
  ['managementClusterConnections', 'ManagementClusterConnection'],
  ['clusterInformations', 'ClusterInformation'],
  ['webhookRegistrations', 'ValidatingWebhookConfiguration'],
  ['calicoApiServices', 'APIService'],
  ['authReaderBindings', 'RoleBinding', 'kube-system'],
  ['policies', 'NetworkPolicy', 'calico-system'],
  ['disruptionBudgets', 'PodDisruptionBudget', 'calico-system'],
  ['namespaces', 'Namespace'],
  ['daemonSets', 'DaemonSet', 'calico-system'],
  ['kubeProxies', 'DaemonSet', 'kube-system'],
  ['deployments', 'Deployment', 'calico-system'],
  ['configMaps', 'ConfigMap', 'calico-system'],
  ['services', 'Service', 'calico-system'],
  ['roleBindings', 'RoleBinding', 'calico-system'],
  ['clusterRoles', 'ClusterRole'],
  ['clusterRoleBindings', 'ClusterRoleBinding'],
  ['csiDrivers', 'CSIDriver'],
  ['operatorSecrets', 'Secret', 'tigera-operator'],
  ['operatorConfigMaps', 'ConfigMap', 'tigera-operator'],
  ['ipPools', 'IPPool'],
  ['felixConfigurations', 'FelixConfiguration'],
  ['bgpConfigurations', 'BGPConfiguration'],
  ['tiers', 'Tier'],
  ['ipamConfigurations', 'IPAMConfiguration'],
  ['tigeraStatuses', 'TigeraStatus'],
];

/** What watches show; it changes only by what is put there and by own writes. */
export class FakeCluster {
  readonly #views = new Map<string, FakeView>();
  readonly secrets = {
    watched: false,
    watch: (): FakeView => {
      this.secrets.watched = true;
      return this.view('secrets');
    },
  };

  view(name: string): FakeView {
    const view = this.#views.get(name) ?? new FakeView();
    this.#views.set(name, view);
    return view;
  }

  find(ref: ObjectRef): { covered: boolean; object?: KubeObject } {
    const view = this.#covering(ref);
    if (view === undefined) return { covered: false };
    const object = view.get(keyOf(ref)) as KubeObject | undefined;
    return object === undefined ? { covered: true } : { covered: true, object };
  }

  wrote(object: KubeObject): void {
    const { name, namespace } = object.metadata;
    this.#covering({ ...object, name, ...(namespace !== undefined && { namespace }) })?.upsert(object);
  }

  deleted(ref: ObjectRef): void {
    this.#covering(ref)?.remove(ref);
  }

  #covering({ kind, namespace }: ObjectRef): FakeView | undefined {
    const found = ownedViews.find(
      ([, ofKind, within]) => ofKind === kind && (within === undefined || within === namespace),
    );
    return found && this.view(found[0]);
  }

  /** Each view by its name, as reconcilers see it. */
  asCluster(): Cluster {
    const own = {
      secrets: this.secrets,
      find: (ref: ObjectRef) => this.find(ref),
      wrote: (object: KubeObject) => this.wrote(object),
      deleted: (ref: ObjectRef) => this.deleted(ref),
    };
    const get = (target: typeof own, name: string | symbol): unknown =>
      name in target ? target[name as keyof typeof own] : this.view(String(name));
    return new Proxy(own, { get }) as unknown as Cluster;
  }
}

/** A context of fakes, and the handles by which tests set the scene and see what was done. */
export interface TestContext extends ReconcileContext {
  readonly clock: FakeClock;
  /** The API server. */
  readonly api: FakeClient;
  readonly shown: FakeCluster;
  readonly happenings: readonly Happening[];
  /** Puts objects into the API and into the views that cover them. */
  holds(...objects: readonly KubeObject[]): void;
}

export function aContext(settings: Partial<Settings> = {}): TestContext {
  const [clock, api, shown] = [new FakeClock(), new FakeClient(), new FakeCluster()];
  const happenings: Happening[] = [];
  return {
    api,
    shown,
    clock,
    happenings,
    client: api as unknown as Client,
    cluster: shown.asCluster(),
    log: createLogger({ ...defaultLogOptions, level: 'silent' }),
    events: { record: (happening) => void happenings.push(happening) },
    memory: new ApplyMemory(clock),
    typhaScale: new ScaleDownDelay(),
    issuer,
    settings: {
      operator: { namespace: 'tigera-operator', name: 'tigera-operator', serviceAccount: 'tigera-operator' },
      calicoApi: 'projectcalico.org/v3',
      platformGroups: new Set(),
      systemRoots: '',
      clusterDomain: 'cluster.local',
      readMtu: () => Promise.resolve(undefined),
      ...settings,
    },
    holds: (...objects) => objects.forEach((object) => shown.wrote(api.has(object))),
  };
}

/** A ConfigMap as we would render it. */
export function desiredConfigMap(name: string, data: Record<string, string> = { key: 'value' }): KubeObject {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'calico-system' }, data };
  return object;
}
