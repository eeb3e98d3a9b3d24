import type { ClusterRole, ClusterRoleBinding } from '../../crds/generated/core.gen.ts';
import type { KubernetesProvider } from '../../crds/installation/spec.ts';
import { CALICO_TYPHA } from '../shared/names.ts';
import {
  CALICO,
  clusterRole,
  clusterRoleBinding,
  CORE,
  openShiftConstraint,
  READ,
  rule,
  serviceAccountSubject,
} from '../shared/rbac.ts';

/** What Typha serves to its clients, it must be able to read; the writes initialise the datastore at start. */
export function typhaRole(provider: KubernetesProvider): ClusterRole {
  return clusterRole(CALICO_TYPHA, [
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
    rule(CALICO, servedResources, READ),
    rule(CALICO, ['globalbgpconfigs', 'globalfelixconfigs'], READ),
    rule(CALICO, ['clusterinformations', 'felixconfigurations', 'ippools'], ['create', 'update']),
    rule(CALICO, ['tiers'], ['create']),
    rule(CORE, ['nodes'], READ),
    rule(CALICO, ['blockaffinities', 'ipamblocks', 'ipamhandles'], ['get', 'list', 'create', 'update', 'delete']),
    rule(CALICO, ['ipamconfigurations'], ['get']),
    rule(CALICO, ['blockaffinities'], ['watch']),
    rule(['kubevirt.io'], ['virtualmachineinstancemigrations'], READ),
    ...openShiftConstraint(provider, 'nonroot-v2'),
  ]);
}

export function typhaRoleBinding(): ClusterRoleBinding {
  return clusterRoleBinding(CALICO_TYPHA, CALICO_TYPHA, [serviceAccountSubject(CALICO_TYPHA)]);
}

const servedResources = [
  'bgpconfigurations',
  'bgppeers',
  'bgpfilters',
  'blockaffinities',
  'caliconodestatuses',
  'clusterinformations',
  'felixconfigurations',
  'globalnetworkpolicies',
  'stagedglobalnetworkpolicies',
  'networkpolicies',
  'stagedkubernetesnetworkpolicies',
  'stagednetworkpolicies',
  'globalnetworksets',
  'hostendpoints',
  'ipamblocks',
  'ippools',
  'ipreservations',
  'networksets',
  'tiers',
];
