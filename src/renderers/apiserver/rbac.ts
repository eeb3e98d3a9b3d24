import type { ClusterRole, ClusterRoleBinding, RoleBinding } from '../../crds/generated/core.gen.ts';
import type { KubernetesProvider } from '../../crds/installation/spec.ts';
import { CALICO_APISERVER, KUBE_SYSTEM } from '../shared/names.ts';
import {
  CALICO,
  clusterRole,
  clusterRoleBinding,
  CORE,
  groupSubject,
  openShiftConstraint,
  READ,
  roleBinding,
  rule,
  serviceAccountSubject,
  userSubject,
} from '../shared/rbac.ts';
import type { ApiServerComponentInput } from './index.ts';

/** Roles of the account of calico-apiserver. */
export const CRDS = 'calico-crds';
export const WEBHOOK_READER = 'calico-webhook-reader';
export const AUTH_ACCESS = 'calico-extension-apiserver-auth-access';
const TIER_GETTER = 'calico-tier-getter';
export const PASSTHROUGH = 'calico-tiered-policy-passthrough';
/** Binding in kube-system to the Role that Kubernetes has for extension API servers. */
export const AUTH_READER = 'calico-apiserver-auth-reader';

/** What of the account's roles is bound for the whole cluster, by the name of the binding. */
const bindings = {
  'calico-apiserver-access-calico-crds': CRDS,
  'calico-apiserver-delegate-auth': 'system:auth-delegator',
  'calico-apiserver-webhook-reader': WEBHOOK_READER,
} as const;

export const accountBindings: readonly string[] = Object.keys(bindings);

const ADMISSION = ['admissionregistration.k8s.io'];
const ADMISSION_POLICIES = ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'];

/** What Calico's API server stores as custom resources. */
const CALICO_KINDS = [
  'globalnetworkpolicies',
  'networkpolicies',
  'stagedkubernetesnetworkpolicies',
  'stagednetworkpolicies',
  'stagedglobalnetworkpolicies',
  'caliconodestatuses',
  'clusterinformations',
  'hostendpoints',
  'globalnetworksets',
  'networksets',
  'bgpconfigurations',
  'bgpfilters',
  'bgppeers',
  'felixconfigurations',
  'kubecontrollersconfigurations',
  'ippools',
  'ipreservations',
  'ipamblocks',
  'blockaffinities',
  'ipamconfigs',
  'tiers',
];

/** Roles that are there in any case; the garbage collector must see the tier of each policy that it deletes. */
export function commonRbac(input: ApiServerComponentInput): (ClusterRole | ClusterRoleBinding)[] {
  return [
    crdsRole(input),
    clusterRole(WEBHOOK_READER, [
      rule(ADMISSION, ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'], READ),
    ]),
    clusterRole(TIER_GETTER, [rule(['projectcalico.org'], ['tiers'], ['get'])]),
    clusterRoleBinding(TIER_GETTER, TIER_GETTER, [userSubject('system:kube-controller-manager')]),
  ];
}

function crdsRole({ withoutAdmissionPolicies }: ApiServerComponentInput): ClusterRole {
  return clusterRole(CRDS, [
    rule(CORE, ['nodes', 'namespaces', 'pods', 'serviceaccounts'], READ),
    rule(['networking.k8s.io'], ['networkpolicies'], READ),
    rule(
      ['policy.networking.k8s.io'],
      ['clusternetworkpolicies', 'adminnetworkpolicies', 'baselineadminnetworkpolicies'],
      READ,
    ),
    rule(CALICO, CALICO_KINDS, [...READ, 'create', 'update', 'delete', 'patch']),
    ...(withoutAdmissionPolicies === true ? [] : [rule(ADMISSION, ADMISSION_POLICIES, READ)]),
  ]);
}

/** What binds the account of calico-apiserver, and lets users come through to it: it checks the tiers by itself. */
export function serverRbac(provider: KubernetesProvider): (ClusterRole | ClusterRoleBinding | RoleBinding)[] {
  const account = [serviceAccountSubject(CALICO_APISERVER)];
  return [
    ...Object.entries(bindings).map(([name, role]) => clusterRoleBinding(name, role, account)),
    authAccessRole(provider),
    clusterRoleBinding(AUTH_ACCESS, AUTH_ACCESS, account),
    roleBinding(AUTH_READER, { kind: 'Role', name: 'extension-apiserver-authentication-reader' }, account, KUBE_SYSTEM),
    passthroughRole(),
    clusterRoleBinding(PASSTHROUGH, PASSTHROUGH, [groupSubject('system:authenticated')]),
  ];
}

function authAccessRole(provider: KubernetesProvider): ClusterRole {
  const openShift = [
    ...openShiftConstraint(provider, 'privileged'),
    rule(['config.openshift.io'], ['infrastructures'], READ),
  ];
  return clusterRole(AUTH_ACCESS, [
    rule(CORE, ['configmaps'], ['list', 'watch'], ['extension-apiserver-authentication']),
    rule(['rbac.authorization.k8s.io'], ['clusterroles', 'clusterrolebindings', 'roles', 'rolebindings'], READ),
    ...(provider === 'OpenShift' ? openShift : []),
  ]);
}

function passthroughRole(): ClusterRole {
  const policies = ['networkpolicies', 'globalnetworkpolicies', 'stagednetworkpolicies', 'stagedglobalnetworkpolicies'];
  const verbs = [...READ, 'create', 'update', 'patch', 'delete', 'deletecollection'];
  return clusterRole(PASSTHROUGH, [rule(['projectcalico.org'], policies, verbs)]);
}
