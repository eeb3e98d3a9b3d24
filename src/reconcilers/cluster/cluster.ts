import * as kinds from '../../crds/kinds.ts';
import type { KindsByName, Node, ConfigMap, Service } from '../../crds/generated/core.gen.ts';
import type { Selection } from '../../k8s/client.ts';
import type { Informer, InformerListener } from '../../k8s/informer.ts';
import * as builtin from '../../k8s/kinds.ts';
import { keyOf, type Incarnation, type KubeObject, type ObjectRef, type ResourceType } from '../../k8s/object.ts';
import type { SharedInformers } from '../../k8s/shared-informers.ts';
import type { OperatorIdentity } from '../../renderers/input.ts';
import { CALICO_SYSTEM, KUBE_SYSTEM } from '../../renderers/shared/names.ts';
import { platformConfig, systemService } from './kube-system-config.ts';
import { nodeFacts } from './node-facts.ts';
import { resourceTypeOf } from './resource-types.ts';

/** The live object of a reference, as far as a watch covers it. */
export interface Found {
  /** False where no complete watch covers the reference, so that only a read of the API can tell. */
  readonly covered: boolean;
  readonly object?: KubeObject;
}

type Core<Kind extends keyof KindsByName> = ResourceType<KindsByName[Kind]>;

/**
 * Watches whose objects are held whole with their managedFields, because each pass compares against them: what we own.
 * They are few. Nothing cluster-wide is held of Secrets, ConfigMaps or Pods.
 */
class OwnedViews {
  readonly #informers: SharedInformers;
  readonly #views: { informer: Informer<KubeObject>; selection: Selection }[] = [];

  constructor(informers: SharedInformers) {
    this.#informers = informers;
  }

  watch<T extends KubeObject>(type: ResourceType<T>, selection: Selection = {}): Informer<T> {
    const informer = this.#informers.for({ type, ...selection, projection: 'whole', managedFields: 'keep' });
    this.#views.push({ informer, selection });
    return informer;
  }

  covering(ref: ObjectRef): Informer<KubeObject>[] {
    const type = resourceTypeOf(ref);
    return this.#views.flatMap(({ informer, selection }) =>
      informer.type === type && selects(selection, ref) ? [informer] : [],
    );
  }
}

/** Label selectors cover too: what lost our label counts as gone, and applying it brings the label back. */
function selects({ namespace, fieldSelector }: Selection, ref: ObjectRef): boolean {
  if (namespace !== undefined && namespace !== ref.namespace) return false;
  return fieldSelector === undefined || fieldSelector === `metadata.name=${ref.name}`;
}

const onlyNamed = (name: string): Selection => ({ fieldSelector: `metadata.name=${name}` });

/** The cluster as this process knows it: informers for what is read, and the owned objects by reference. */
export type Cluster = ReturnType<typeof watchCluster>;

/** Declares all watches; nothing happens before the informers run. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the list below is the type; written twice it would drift
export function watchCluster(informers: SharedInformers, operator: OperatorIdentity) {
  const owned = new OwnedViews(informers);
  let secrets: Informer<KubeObject> | undefined;
  const secretListeners = new Set<InformerListener<KubeObject>>();
  const inCalicoSystem = { namespace: CALICO_SYSTEM };
  const inOperatorNamespace = { namespace: operator.namespace };
  const ours = { labelSelector: `app.kubernetes.io/managed-by=${operator.name}` };
  const inKubeSystem = { namespace: KUBE_SYSTEM };
  return {
    installations: owned.watch(kinds.Installations),
    tigeraStatuses: informers.for({ type: kinds.TigeraStatuses, projection: 'whole' }),
    imageSets: informers.for({ type: kinds.ImageSets, projection: 'whole' }),

    namespaces: owned.watch(builtin.Namespace as Core<'Namespace'>, onlyNamed(CALICO_SYSTEM)),
    daemonSets: owned.watch(builtin.DaemonSet as Core<'DaemonSet'>, inCalicoSystem),
    deployments: owned.watch(builtin.Deployment as Core<'Deployment'>, inCalicoSystem),
    configMaps: owned.watch(builtin.ConfigMap as Core<'ConfigMap'>, inCalicoSystem),
    services: owned.watch(builtin.Service as Core<'Service'>, inCalicoSystem),
    serviceAccounts: owned.watch(builtin.ServiceAccount, inCalicoSystem),
    roleBindings: owned.watch(builtin.RoleBinding, inCalicoSystem),
    disruptionBudgets: owned.watch(builtin.PodDisruptionBudget, inCalicoSystem),
    resourceQuotas: owned.watch(builtin.ResourceQuota, inCalicoSystem),
    clusterRoles: owned.watch(builtin.ClusterRole, ours),
    clusterRoleBindings: owned.watch(builtin.ClusterRoleBinding as Core<'ClusterRoleBinding'>, ours),
    csiDrivers: owned.watch(builtin.CSIDriver, onlyNamed('csi.tigera.io')),
    operatorSecrets: owned.watch(builtin.Secret as Core<'Secret'>, inOperatorNamespace),
    operatorConfigMaps: owned.watch(builtin.ConfigMap as Core<'ConfigMap'>, inOperatorNamespace),

    ipPools: owned.watch(kinds.IpPools),
    felixConfigurations: owned.watch(kinds.FelixConfigurations, onlyNamed('default')),
    bgpConfigurations: owned.watch(kinds.BgpConfigurations, onlyNamed('default')),
    kubeControllersConfigurations: owned.watch(kinds.KubeControllersConfigurations, onlyNamed('default')),
    tiers: owned.watch(kinds.Tiers),
    policies: owned.watch(kinds.NetworkPolicies, inCalicoSystem),
    dnsPolicies: owned.watch(kinds.NetworkPolicies, onlyNamed('calico-system.cluster-dns')),
    nodeLocalDnsPolicies: owned.watch(kinds.GlobalNetworkPolicies, onlyNamed('calico-system.node-local-dns')),

    nodes: informers.for({ type: builtin.Node as ResourceType<Node>, projection: nodeFacts }),
    systemDaemonSets: informers.for({ type: builtin.DaemonSet, ...inKubeSystem, projection: 'metadata' }),
    systemConfigMaps: informers.for({
      type: builtin.ConfigMap as ResourceType<ConfigMap>,
      ...inKubeSystem,
      projection: platformConfig,
    }),
    systemServices: informers.for({
      type: builtin.Service as ResourceType<Service>,
      ...inKubeSystem,
      projection: systemService,
    }),
    operatorDeployments: informers.for({
      type: builtin.Deployment as Core<'Deployment'>,
      ...inOperatorNamespace,
      ...onlyNamed(operator.name),
      projection: 'whole',
    }),

    /** Whether the watch of Secrets in calico-system has begun. */
    get secretsWatched(): boolean {
      return secrets !== undefined;
    },

    /**
     * Begins to watch the Secrets of calico-system, which the operator may read only once it has bound itself the right
     * to (docs/architecture.md, "Waves").
     */
    watchSecrets(): Informer<KubeObject> {
      if (secrets === undefined) {
        secrets = owned.watch(builtin.Secret, inCalicoSystem);
        secrets.subscribe((event) => secretListeners.forEach((listener) => listener(event)));
      }
      return secrets;
    },

    /** Tells of changes to those Secrets, from the moment they are watched. Returns how to end that. */
    onSecretEvent(listener: InformerListener<KubeObject>): () => void {
      secretListeners.add(listener);
      return () => void secretListeners.delete(listener);
    },

    find(ref: ObjectRef): Found {
      const informer = owned.covering(ref).find(({ hasSynced }) => hasSynced);
      if (informer === undefined) return { covered: false };
      const object = informer.get(keyOf(ref));
      return object === undefined ? { covered: true } : { covered: true, object };
    },

    /** Takes in the answer to an own write, so that the next read sees it. */
    wrote(object: KubeObject): void {
      for (const informer of owned.covering({ ...object, name: object.metadata.name, ...namespaceOf(object) })) {
        informer.upsert(object);
      }
    },

    /** Takes in that an own delete left nothing. */
    deleted(ref: ObjectRef, incarnation: Incarnation): void {
      for (const informer of owned.covering(ref)) informer.remove(incarnation);
    },
  };
}

function namespaceOf({ metadata }: KubeObject): { namespace?: string } {
  return metadata.namespace === undefined ? {} : { namespace: metadata.namespace };
}
