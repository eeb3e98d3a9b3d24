import type { ConfigMap, KindsByName, Node, Service } from '../../crds/generated/core.gen.ts';
import { DatastoreMigrations, type DatastoreMigration } from '../../crds/datastore-migration.ts';
import type { ClusterInformation } from '../../crds/calico/cluster-information.ts';
import * as kinds from '../../crds/kinds.ts';
import { settingsKinds } from '../../crds/settings-kinds.ts';
import type { Selection } from '../../k8s/client.ts';
import * as builtin from '../../k8s/kinds.ts';
import type { Incarnation, KubeObject, ObjectRef, ResourceType } from '../../k8s/object.ts';
import type { SharedInformers } from '../../k8s/shared-informers.ts';
import type { Informer } from '../../k8s/informer.ts';
import { formerNamespace } from '../../renderers/apiserver/index.ts';
import { MUTATING_LABEL, VALIDATING_LABEL } from '../../renderers/admission-policies/index.ts';
import type { AdmissionApi, AdmissionVersion, CalicoApiGroup, OperatorIdentity } from '../../renderers/input.ts';
import { CALICO_SYSTEM, KUBE_SYSTEM, OPENSHIFT_DNS } from '../../renderers/shared/names.ts';
import { apiEndpoints, apiService } from './api-addresses.ts';
import { DeferredSecrets } from './deferred-secrets.ts';
import { FormerInstall } from './former-install.ts';
import { ourDefinitions } from './definition-facts.ts';
import { platformConfig, systemService } from './kube-system-config.ts';
import { nodeFacts } from './node-facts.ts';
import { OptionalInformer } from '../../k8s/optional-informer.ts';
import { OPENSHIFT_CONFIG, OpenShiftInfrastructures, OpenShiftNetworks } from './openshift.ts';
import { OwnedViews, type Found } from './owned-views.ts';
import { resourceTypeOf } from './resource-types.ts';
import { signingRequest } from './signing-request.ts';

type Core<Kind extends keyof KindsByName> = ResourceType<KindsByName[Kind]>;

const onlyNamed = (name: string): Selection => ({ fieldSelector: `metadata.name=${name}` });

/**
 * The cluster as this process knows it: informers for what is read, and the owned objects by reference. Nothing
 * cluster-wide is held of Secrets, ConfigMaps or Pods.
 */
export type Cluster = ReturnType<typeof ownedInformers> &
  ReturnType<typeof settingsInformers> &
  ReturnType<typeof policyInformers> &
  ReturnType<typeof readInformers> &
  ReturnType<typeof ipamInformers> &
  Partial<ReturnType<typeof openShiftInformers>> &
  KnownFacts &
  Partial<ReturnType<typeof definitionInformers>> &
  OwnedObjects;

/** What Calico says of itself. */
interface KnownFacts {
  readonly clusterInformations: Informer<ClusterInformation>;
}

/** Owned objects by reference. */
interface OwnedObjects {
  readonly secrets: DeferredSecrets;
  /** Moves of Calico's data from one flavour of CRDs to the other; most clusters never have one. */
  readonly migrations: OptionalInformer<DatastoreMigration>;
  /** Calico as manifests installed it into kube-system. */
  readonly formerInstall: FormerInstall;
  /** Admission policies and their bindings; none where others bring them. */
  readonly admissionPolicies: readonly Informer<KubeObject>[];
  find(ref: ObjectRef): Found;
  wrote(object: KubeObject): void;
  deleted(ref: ObjectRef, incarnation: Incarnation): void;
}

/** What decides which watches there are. */
interface Watching {
  readonly operator: OperatorIdentity;
  readonly calicoApi: CalicoApiGroup;
  /** API groups of platforms that are served. */
  readonly platformGroups: ReadonlySet<string>;
  /** Whether this operator brings the CRDs; default: no. */
  readonly managesCrds?: boolean;
  /** Where this operator brings admission policies: the versions in which they are served. */
  readonly admissionApi?: AdmissionApi;
}

/** Declares all watches; nothing happens before the informers run. */
export function watchCluster(informers: SharedInformers, watching: Watching): Cluster {
  const { operator, calicoApi, platformGroups, managesCrds = false, admissionApi = {} } = watching;
  const owned = new OwnedViews(informers);
  const read = readInformers(informers, operator);
  const ours = ownedInformers(owned, operator);
  return {
    ...ours,
    ...settingsInformers(owned, calicoApi),
    ...policyInformers(owned, calicoApi),
    ...read,
    clusterInformations: informers.for({
      type: settingsKinds(calicoApi).clusterInformations,
      ...onlyNamed('default'),
      projection: 'whole',
    }),
    ...ipamInformers(informers, calicoApi),
    ...(platformGroups.has(OPENSHIFT_CONFIG) && openShiftInformers(informers)),
    ...(managesCrds && definitionInformers(informers)),
    admissionPolicies: admissionInformers(owned, admissionApi),
    migrations: new OptionalInformer(informers, DatastoreMigrations),
    formerInstall: new FormerInstall(informers, read.systemDaemonSets),
    secrets: new DeferredSecrets(owned, ours.namespaces),
    find: (ref) => owned.find(ref),
    wrote: (object) => owned.wrote(object),
    deleted: (ref, incarnation) => owned.deleted(ref, incarnation),
  };
}

/** What we write. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the list is the type; written twice it would drift
function ownedInformers(owned: OwnedViews, operator: OperatorIdentity) {
  const inCalicoSystem = { namespace: CALICO_SYSTEM };
  const inOperatorNamespace = { namespace: operator.namespace };
  const ours = { labelSelector: `app.kubernetes.io/managed-by=${operator.name}` };
  return {
    installations: owned.watch(kinds.Installations),
    apiServers: owned.watch(kinds.ApiServers),
    goldmanes: owned.watch(kinds.Goldmanes),
    whiskers: owned.watch(kinds.Whiskers),
    managementClusterConnections: owned.watch(kinds.ManagementClusterConnections),

    namespaces: owned.watch(builtin.Namespace as Core<'Namespace'>, onlyNamed(CALICO_SYSTEM)),
    formerNamespaces: owned.watch(builtin.Namespace as Core<'Namespace'>, onlyNamed(formerNamespace.name)),
    daemonSets: owned.watch(builtin.DaemonSet as Core<'DaemonSet'>, inCalicoSystem),
    deployments: owned.watch(builtin.Deployment as Core<'Deployment'>, inCalicoSystem),
    configMaps: owned.watch(builtin.ConfigMap as Core<'ConfigMap'>, inCalicoSystem),
    services: owned.watch(builtin.Service as Core<'Service'>, inCalicoSystem),
    serviceAccounts: owned.watch(builtin.ServiceAccount, inCalicoSystem),
    roles: owned.watch(builtin.Role, inCalicoSystem),
    roleBindings: owned.watch(builtin.RoleBinding, inCalicoSystem),
    disruptionBudgets: owned.watch(builtin.PodDisruptionBudget, inCalicoSystem),
    resourceQuotas: owned.watch(builtin.ResourceQuota, inCalicoSystem),
    clusterRoles: owned.watch(builtin.ClusterRole, ours),
    clusterRoleBindings: owned.watch(builtin.ClusterRoleBinding as Core<'ClusterRoleBinding'>, ours),
    webhookRegistrations: owned.watch(
      builtin.ValidatingWebhookConfiguration as Core<'ValidatingWebhookConfiguration'>,
      onlyNamed('api.projectcalico.org'),
    ),
    calicoApiServices: owned.watch(builtin.APIService as Core<'APIService'>, onlyNamed('v3.projectcalico.org')),
    authReaderBindings: owned.watch(builtin.RoleBinding, {
      namespace: KUBE_SYSTEM,
      ...onlyNamed('calico-apiserver-auth-reader'),
    }),
    csiDrivers: owned.watch(builtin.CSIDriver, onlyNamed('csi.tigera.io')),
    operatorSecrets: owned.watch(builtin.Secret as Core<'Secret'>, inOperatorNamespace),
    operatorConfigMaps: owned.watch(builtin.ConfigMap as Core<'ConfigMap'>, inOperatorNamespace),

    kubeProxies: owned.watch(builtin.DaemonSet as Core<'DaemonSet'>, {
      namespace: KUBE_SYSTEM,
      ...onlyNamed('kube-proxy'),
    }),
  };
}

/** Calico's own settings, where its components keep them; no API server is needed to read them. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- as above
function settingsInformers(owned: OwnedViews, calicoApi: CalicoApiGroup) {
  const types = settingsKinds(calicoApi);
  const theDefault = onlyNamed('default');
  return {
    ipPools: owned.watch(types.ipPools),
    felixConfigurations: owned.watch(types.felixConfigurations, theDefault),
    bgpConfigurations: owned.watch(types.bgpConfigurations, theDefault),
    kubeControllersConfigurations: owned.watch(types.kubeControllersConfigurations, theDefault),
  };
}

/** What exists in projectcalico.org/v3 only; where Calico's API server serves that, it comes after the operator. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- as above
function policyInformers(owned: OwnedViews, calicoApi: CalicoApiGroup) {
  const options = { mayBeAbsent: calicoApi !== 'projectcalico.org/v3' };
  const clusterDns = onlyNamed('calico-system.cluster-dns');
  const nodeLocalDns = onlyNamed('calico-system.node-local-dns');
  return {
    tiers: owned.watch(kinds.Tiers, {}, options),
    policies: owned.watch(kinds.NetworkPolicies, { namespace: CALICO_SYSTEM }, options),
    dnsPolicies: owned.watch(kinds.NetworkPolicies, clusterDns, options),
    nodeLocalDnsPolicies: owned.watch(kinds.GlobalNetworkPolicies, nodeLocalDns, options),
  };
}

/** As above, for what is only read. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- as above
function ipamInformers(informers: SharedInformers, calicoApi: CalicoApiGroup) {
  const mayBeAbsent = calicoApi !== 'projectcalico.org/v3';
  const options = { ...onlyNamed('default'), projection: 'whole', mayBeAbsent } as const;
  return { ipamConfigurations: informers.for({ type: kinds.IpamConfigurations, ...options }) };
}

/** What we only read, cut down to what is used of it. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- as above
function readInformers(informers: SharedInformers, operator: OperatorIdentity) {
  const inKubeSystem = { namespace: KUBE_SYSTEM };
  const inDefault = { namespace: 'default' };
  const services = builtin.Service as ResourceType<Service>;
  const configMaps = builtin.ConfigMap as ResourceType<ConfigMap>;
  const deployments = builtin.Deployment as Core<'Deployment'>;
  const ownDeployment = { namespace: operator.namespace, ...onlyNamed(operator.name) };
  return {
    tigeraStatuses: informers.for({ type: kinds.TigeraStatuses, projection: 'whole' }),
    imageSets: informers.for({ type: kinds.ImageSets, projection: 'whole' }),
    nodes: informers.for({ type: builtin.Node as ResourceType<Node>, projection: nodeFacts }),
    systemDaemonSets: informers.for({ type: builtin.DaemonSet, ...inKubeSystem, projection: 'metadata' }),
    systemConfigMaps: informers.for({ type: configMaps, ...inKubeSystem, projection: platformConfig }),
    systemServices: informers.for({ type: services, ...inKubeSystem, projection: systemService }),
    apiServices: informers.for({ type: services, ...inDefault, ...onlyNamed('kubernetes'), projection: apiService }),
    apiEndpoints: informers.for({
      type: builtin.EndpointSlice as Core<'EndpointSlice'>,
      ...inDefault,
      labelSelector: 'kubernetes.io/service-name=kubernetes',
      projection: apiEndpoints,
    }),
    operatorDeployments: informers.for({ type: deployments, ...ownDeployment, projection: 'whole' }),
    signingRequests: informers.for({
      type: builtin.CertificateSigningRequest as Core<'CertificateSigningRequest'>,
      labelSelector: `k8s-app=${CALICO_SYSTEM}`,
      projection: signingRequest,
    }),
  };
}

/** How OpenShift describes itself; elsewhere these kinds are not served. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- as above
function openShiftInformers(informers: SharedInformers) {
  const theOne = onlyNamed('cluster');
  const dnsService = { namespace: OPENSHIFT_DNS, ...onlyNamed('dns-default') };
  return {
    openShiftNetworks: informers.for({ type: OpenShiftNetworks, ...theOne, projection: 'whole' }),
    openShiftInfrastructures: informers.for({ type: OpenShiftInfrastructures, ...theOne, projection: 'whole' }),
    openShiftDnsServices: informers.for({
      type: builtin.Service as ResourceType<Service>,
      ...dnsService,
      projection: systemService,
    }),
  };
}

/** The CRDs that we bring, without their content; of others, nothing is kept. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- as above
export function definitionInformers(informers: SharedInformers) {
  const type = builtin.CustomResourceDefinition;
  return {
    definitions: informers.for({ type, projection: ourDefinitions, content: 'metadata', managedFields: 'keep' }),
  };
}

/** Whatever of ours is there, also what this release does not have any more. */
function admissionInformers(owned: OwnedViews, { mutating, validating }: AdmissionApi): Informer<KubeObject>[] {
  const watch = (kinds: readonly string[], version: AdmissionVersion | undefined, label: string) =>
    version === undefined
      ? []
      : kinds.map((kind) => {
          const type = resourceTypeOf({ apiVersion: `admissionregistration.k8s.io/${version}`, kind });
          return owned.watch(type, { labelSelector: `${label}=managed` });
        });
  return [
    ...watch(['MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'], mutating, MUTATING_LABEL),
    ...watch(['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'], validating, VALIDATING_LABEL),
  ];
}
