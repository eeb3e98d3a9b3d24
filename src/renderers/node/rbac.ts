import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  ServiceAccount,
  Subject,
} from '../../crds/generated/core.gen.ts';
import type { ObjectRef } from '../../k8s/object.ts';
import type { KubernetesProvider } from '../../crds/installation/spec.ts';
import { CALICO_CNI_PLUGIN, CALICO_NODE, KUBE_SYSTEM } from '../shared/names.ts';
import {
  CALICO,
  clusterRole,
  clusterRoleBinding,
  CORE,
  groupSubject,
  openShiftConstraint,
  READ,
  rule,
  serviceAccount,
  serviceAccountSubject,
} from '../shared/rbac.ts';
import { refTo } from '../shared/refs.ts';
import type { NodeInput } from './index.ts';

/**
 * Keeps the credentials of the CNI plugin until no pod needs them: without them the kubelet cannot take a pod's network
 * down, and the pod never ends.
 */
export const CNI_FINALIZER = 'tigera.io/cni-protector';

/** Role that old calico-node pods need while nodes move from kube-system. */
export const NODE_MIGRATION = 'calico-node-migration';

type Protected = ServiceAccount | ClusterRole | ClusterRoleBinding;

/** Accounts and permissions of calico-node and of the CNI plugin. */
export function nodeRbac({ spec, migration }: Pick<NodeInput, 'spec' | 'migration'>): Protected[] {
  return [
    serviceAccount(CALICO_NODE),
    clusterRole(CALICO_NODE, nodeRules(spec.kubernetesProvider)),
    clusterRoleBinding(CALICO_NODE, CALICO_NODE, nodeSubjects(migration)),
    serviceAccount(CALICO_CNI_PLUGIN),
    clusterRole(CALICO_CNI_PLUGIN, cniPluginRules()),
    clusterRoleBinding(CALICO_CNI_PLUGIN, CALICO_CNI_PLUGIN, accountSubjects(CALICO_CNI_PLUGIN, migration)),
  ].map(protectedUntilTeardown);
}

/** The objects that carry the finalizer. */
export const nodeRbacRefs: readonly ObjectRef[] = [CALICO_NODE, CALICO_CNI_PLUGIN].flatMap((name) => [
  refTo.serviceAccount(name),
  refTo.clusterRole(name),
  refTo.clusterRoleBinding(name),
]);

function protectedUntilTeardown<T extends Protected>(object: T): T {
  return { ...object, metadata: { ...object.metadata, finalizers: [CNI_FINALIZER] } };
}

/** Docker Enterprise checks the rights of pods on top of RBAC and wants cluster-admin for host access. */
export function dockerEnterpriseBinding(provider: KubernetesProvider): ClusterRoleBinding[] {
  if (provider !== 'DockerEnterprise') return [];
  const subjects = [serviceAccountSubject(CALICO_NODE), serviceAccountSubject(CALICO_CNI_PLUGIN)];
  return [clusterRoleBinding('calico-cluster-admin', 'cluster-admin', subjects)];
}

/** Lets calico-node of kube-system go on making its own tokens. */
export function migrationRbac(): [ClusterRole, ClusterRoleBinding] {
  return [
    clusterRole(NODE_MIGRATION, [rule(CORE, ['serviceaccounts/token'], ['create'], [CALICO_NODE])]),
    clusterRoleBinding(NODE_MIGRATION, NODE_MIGRATION, [serviceAccountSubject(CALICO_NODE, KUBE_SYSTEM)]),
  ];
}

/** While nodes move, calico-node of kube-system shares the role, and so does the kubelet that it made tokens for. */
function nodeSubjects(migration: NodeInput['migration']): Subject[] {
  const subjects = accountSubjects(CALICO_NODE, migration);
  return migration === undefined ? subjects : [...subjects, groupSubject('system:nodes')];
}

function accountSubjects(account: string, migration: NodeInput['migration']): Subject[] {
  const own = serviceAccountSubject(account);
  return migration === undefined ? [own] : [own, serviceAccountSubject(account, KUBE_SYSTEM)];
}

function nodeRules(provider: KubernetesProvider): PolicyRule[] {
  return [
    rule(['discovery.k8s.io'], ['endpointslices'], ['list', 'watch']),
    rule(CORE, ['pods', 'nodes', 'namespaces'], ['get']),
    rule(CORE, ['endpoints', 'services'], ['watch', 'list', 'get']),
    rule(CORE, ['nodes/status'], ['patch', 'update']),
    rule(['networking.k8s.io'], ['networkpolicies'], ['watch', 'list']),
    rule(
      ['policy.networking.k8s.io'],
      ['clusternetworkpolicies', 'adminnetworkpolicies', 'baselineadminnetworkpolicies'],
      ['watch', 'list'],
    ),
    rule(CORE, ['pods', 'namespaces', 'serviceaccounts'], ['watch', 'list']),
    rule(CORE, ['pods/status'], ['patch']),
    rule(CORE, ['serviceaccounts/token'], ['create'], [CALICO_CNI_PLUGIN]),
    rule(CORE, ['configmaps'], ['get']),
    rule(CALICO, watchedResources, READ),
    rule(CALICO, ['caliconodestatuses'], [...READ, 'update']),
    rule(CALICO, ['caliconodestatuses/status'], ['update']),
    rule(CALICO, ['globalbgpconfigs', 'globalfelixconfigs'], READ),
    rule(CALICO, ['clusterinformations', 'felixconfigurations', 'bgpconfigurations', 'ippools'], ['create', 'update']),
    rule(CALICO, ['tiers'], ['create']),
    rule(CORE, ['nodes'], READ),
    rule(CALICO, ipamResources, ['get', 'list', 'create', 'update', 'delete']),
    rule(CALICO, ['blockaffinities'], ['watch']),
    rule(['kubevirt.io'], ['virtualmachineinstancemigrations'], READ),
    ...openShiftConstraint(provider, 'privileged'),
  ];
}

function cniPluginRules(): PolicyRule[] {
  return [
    rule(CORE, ['pods', 'nodes', 'namespaces'], ['get']),
    rule(CORE, ['pods/status'], ['patch']),
    rule(
      CALICO,
      [...ipamResources, 'clusterinformations', 'ippools', 'ipreservations'],
      ['get', 'list', 'create', 'update', 'delete'],
    ),
    rule(['kubevirt.io'], ['virtualmachineinstances', 'virtualmachines'], ['get']),
  ];
}

const ipamResources = ['blockaffinities', 'ipamblocks', 'ipamhandles', 'ipamconfigurations', 'ipamconfigs'];

const watchedResources = [
  'bgpconfigurations',
  'bgpfilters',
  'bgppeers',
  'blockaffinities',
  'clusterinformations',
  'felixconfigurations',
  'globalnetworkpolicies',
  'globalnetworksets',
  'hostendpoints',
  'ipamblocks',
  'ippools',
  'ipreservations',
  'networkpolicies',
  'networksets',
  'stagedglobalnetworkpolicies',
  'stagedkubernetesnetworkpolicies',
  'stagednetworkpolicies',
  'tiers',
];
