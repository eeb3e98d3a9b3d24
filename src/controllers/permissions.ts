import { DatastoreMigrations } from '../crds/datastore-migration.ts';
import { ENDPOINT_CONFIG } from '../crds/manifests/facts.ts';
import {
  ApiServers,
  BgpConfigurations,
  FelixConfigurations,
  GatewayApis,
  GlobalNetworkPolicies,
  Goldmanes,
  Installations,
  IpPools,
  IpamBlocks,
  Istios,
  ManagementClusterConnections,
  NetworkPolicies,
  StoredBgpConfigurations,
  StoredFelixConfigurations,
  StoredIpPools,
  StoredIpamBlocks,
  Tiers,
  TigeraStatuses,
  Whiskers,
} from '../crds/kinds.ts';
import {
  ConfigMap,
  CustomResourceDefinition,
  MutatingAdmissionPolicy,
  MutatingAdmissionPolicyBinding,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  DaemonSet,
  Deployment,
  Event,
  Lease,
  Node,
  Pod,
  Secret,
  SelfSubjectAccessReview,
  SubjectAccessReview,
  TokenReview,
} from '../k8s/kinds.ts';
import type { ObjectRef, ResourceType } from '../k8s/object.ts';
import { CALICO_SYSTEM_TIER, FORMER_TIER } from '../renderers/shared/names.ts';
import { addons } from '../reconcilers/addons/index.ts';
import { apiServerNames } from '../reconcilers/apiserver/load-api-server.ts';
import { OpenShiftNetworks } from '../reconcilers/cluster/openshift.ts';

/** Verbs of https://kubernetes.io/docs/reference/access-authn-authz/authorization/. Server-side apply is a `patch`. */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';

/** Something that the operator asks of the API server. */
export interface Permission {
  readonly on: ResourceType;
  readonly subresource?: string;
  readonly verbs: readonly Verb[];
  /** Absent: objects of any name. */
  readonly names?: readonly string[];
  /** Absent: the whole cluster. */
  readonly within?: 'operator namespace' | 'calico-system' | 'kube-system';
}

/** How an object is written that server-side apply makes when it is not there. */
const APPLY: readonly Verb[] = ['get', 'create', 'patch'];

/** The TigeraStatuses that the controllers report in. */
const statuses = ['apiserver', 'calico', 'calico-windows', 'ippools', 'kubeproxy-monitor', 'tiers']
  .concat(addons.map(({ status }) => status))
  .toSorted();

/** Custom resources that ask for something beside the Installation. */
const besideInstallation = [{ type: ApiServers, names: apiServerNames }, ...addons];

/** What the Job does that Helm runs before it uninstalls: in the account of the operator, so these are its permissions, too. */
const preDelete: readonly Permission[] = [
  ApiServers,
  GatewayApis,
  Goldmanes,
  Installations,
  Istios,
  ManagementClusterConnections,
  Whiskers,
].map((on) => ({ on, verbs: ['get', 'list', 'delete'] }));

/** The custom resources of the operator, and those of users that it shares. */
const customResources: readonly Permission[] = [
  { on: Installations, verbs: ['get', 'patch'], names: ['default'] },
  { on: Installations, subresource: 'status', verbs: ['patch'], names: ['default'] },
  // An owner reference with blockOwnerDeletion takes this where OwnerReferencesPermissionEnforcement is on, as on OpenShift.
  { on: Installations, subresource: 'finalizers', verbs: ['update'], names: ['default'] },
  ...besideInstallation.flatMap(({ type: on, names }): Permission[] => [
    { on, subresource: 'status', verbs: ['patch'], names },
    { on, subresource: 'finalizers', verbs: ['update'], names },
  ]),
  { on: TigeraStatuses, verbs: [...APPLY, 'delete'], names: statuses },
  { on: TigeraStatuses, subresource: 'status', verbs: ['patch'], names: statuses },
  { on: IpPools, verbs: [...APPLY, 'delete'] },
  { on: StoredIpPools, verbs: APPLY },
  // Looked at once a pool is to go, and never watched: there can be tens of thousands.
  ...[IpamBlocks, StoredIpamBlocks].map((on): Permission => ({ on, verbs: ['list'] })),
  ...[FelixConfigurations, StoredFelixConfigurations].map((on): Permission => ({
    on,
    verbs: APPLY,
    names: ['default'],
  })),
  ...[BgpConfigurations, StoredBgpConfigurations].map((on): Permission => ({
    on,
    verbs: [...APPLY, 'delete'],
    names: ['default'],
  })),
];

/**
 * Calico's API server is not asked to apply: what is not there is created by POST, without a name that a rule could be
 * limited to. It asks, too, whether somebody may use the tier of a policy, by resources that are named after tiers.
 */
const calicoApiServer: readonly Permission[] = [
  ...[Tiers, NetworkPolicies, GlobalNetworkPolicies].map((on): Permission => ({ on, verbs: ['create'] })),
  { on: Tiers, verbs: ['get'] },
  ...[NetworkPolicies, GlobalNetworkPolicies].flatMap((type): Permission[] => {
    const on = { ...type, plural: `tier.${type.plural}` };
    const ours = [CALICO_SYSTEM_TIER, FORMER_TIER].map((tier) => `${tier}.*`);
    return [
      { on, verbs: ['get', 'list', 'watch'] },
      { on, verbs: ['create', 'update', 'patch', 'delete'], names: ours },
    ];
  }),
];

/** Which API group carries Calico's configuration can be told from these. */
const mode: readonly Permission[] = [
  { on: CustomResourceDefinition, verbs: ['list', 'watch'] },
  { on: DatastoreMigrations, verbs: ['list', 'watch'] },
];

/** OpenShift wants to hear from its network plugin. */
const platforms: readonly Permission[] = [
  { on: OpenShiftNetworks, subresource: 'status', verbs: ['patch'], names: ['cluster'] },
];

/** One entry of its node selector switches kube-proxy off and on. */
const kubeProxy: readonly Permission[] = [{ on: DaemonSet, verbs: ['patch'], names: ['kube-proxy'] }];

/** Removal goes step by step, and looks at the pods that are left. */
const teardown: readonly Permission[] = [{ on: Pod, verbs: ['list'], within: 'calico-system' }];

/** What every process of the operator does, whatever it installs. */
const process: readonly Permission[] = [
  // A request that creates by POST carries no name that a rule could be limited to.
  { on: Lease, verbs: ['create'], within: 'operator namespace' },
  { on: Lease, verbs: ['get', 'update'], names: ['operator-lock'], within: 'operator namespace' },
  { on: Event, verbs: ['create', 'patch'] },
  { on: SelfSubjectAccessReview, verbs: ['create'] },
  // Who scrapes metrics is asked for by the operator (docs/metrics.md).
  { on: TokenReview, verbs: ['create'] },
  { on: SubjectAccessReview, verbs: ['create'] },
];

/** Pull secrets have the names that users gave them, so in calico-system no name can be known. */
const secretCopies: readonly Permission[] = [
  { on: Secret, verbs: ['get', 'list', 'watch', 'create', 'patch', 'delete'], within: 'calico-system' },
];

/**
 * What the operator does beside watching (`reconcilers/cluster/cluster.ts` declares its watches) and rendering
 * (`renderers/every-case.ts`). With these three `npm run generate` writes config/rbac.
 */
export const permissions: readonly Permission[] = [
  ...customResources,
  ...calicoApiServer,
  ...mode,
  ...platforms,
  ...kubeProxy,
  ...teardown,
  ...process,
  ...preDelete,
  ...secretCopies,
];

/**
 * Moving an installation from manifests out of kube-system (docs/migrate-from-manifests.md): apart, because it happens once,
 * and because nobody can be limited to one label of a node.
 */
export const manifestPermissions: readonly Permission[] = [
  { on: Node, verbs: ['patch'] },
  { on: Pod, verbs: ['list', 'watch'], within: 'kube-system' },
  { on: Pod, verbs: ['list', 'watch'], within: 'calico-system' },
  { on: ConfigMap, verbs: ['list', 'watch'], within: 'kube-system' },
  { on: ConfigMap, verbs: ['create', 'patch'], names: [ENDPOINT_CONFIG], within: 'operator namespace' },
  { on: Deployment, verbs: ['list', 'watch'], within: 'kube-system' },
  {
    on: Deployment,
    verbs: ['get', 'patch', 'delete'],
    names: ['calico-kube-controllers', 'calico-typha', 'calico-typha-horizontal-autoscaler'],
    within: 'kube-system',
  },
  { on: DaemonSet, verbs: ['list', 'watch'], within: 'kube-system' },
  { on: DaemonSet, verbs: ['get', 'patch', 'delete'], names: ['calico-node'], within: 'kube-system' },
];

/** Admission policies and their bindings. */
const admissionKinds = [
  MutatingAdmissionPolicy,
  MutatingAdmissionPolicyBinding,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
];

/**
 * Bringing the CRDs of these names, and the admission policies that belong to them (docs/crds.md): apart, so that nobody
 * has to grant it where others bring them. The watches belong to it.
 */
export function crdPermissions(names: readonly string[], policies: readonly ObjectRef[]): readonly Permission[] {
  return [
    { on: CustomResourceDefinition, verbs: APPLY, names },
    { on: CustomResourceDefinition, verbs: ['list', 'watch'] },
    ...admissionKinds.flatMap((on): Permission[] => [
      { on, verbs: APPLY, names: policies.filter(({ kind }) => kind === on.kind).map(({ name }) => name) },
      // What another release has left behind has a name that this one does not know.
      { on, verbs: ['get', 'list', 'watch', 'delete'] },
    ]),
  ];
}
