import type { ClusterRole, ClusterRoleBinding } from '../../crds/generated/core.gen.ts';
import type { KubernetesProvider } from '../../crds/installation/spec.ts';
import { CALICO_KUBE_CONTROLLERS, CALICO_NODE } from '../shared/names.ts';
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

const WRITE_AND_LIST = ['get', 'list', 'create', 'update', 'delete', 'watch'];

/** What the controllers read of the cluster and write of Calico's data. */
export function kubeControllersRole(provider: KubernetesProvider): ClusterRole {
  return clusterRole(CALICO_KUBE_CONTROLLERS, [
    rule(CORE, ['nodes', 'endpoints', 'services'], ['watch', 'list', 'get']),
    rule(CORE, ['pods'], READ),
    rule(CORE, ['services', 'services/status'], ['get', 'list', 'update', 'watch']),
    rule(CALICO, ['ipreservations'], ['list']),
    rule(
      CALICO,
      ['blockaffinities', 'ipamblocks', 'ipamhandles', 'networksets', 'ipamconfigurations', 'ipamconfigs'],
      WRITE_AND_LIST,
    ),
    rule(CALICO, ['ippools', 'ippools/status'], ['list', 'watch', 'update']),
    rule(CALICO, ['clusterinformations'], ['get', 'create', 'update', 'list', 'watch']),
    rule(CALICO, ['hostendpoints'], WRITE_AND_LIST),
    rule(
      CALICO,
      ['kubecontrollersconfigurations', 'kubecontrollersconfigurations/status'],
      ['get', 'create', 'list', 'update', 'watch'],
    ),
    rule(CALICO, ['tiers'], ['create', 'update', ...READ]),
    rule(CORE, ['namespaces'], READ),
    rule(['apps'], ['daemonsets'], ['get'], [CALICO_NODE]),
    rule(
      CALICO,
      ['networkpolicies', 'globalnetworkpolicies', 'stagednetworkpolicies', 'stagedglobalnetworkpolicies'],
      [...READ, 'create', 'update', 'delete'],
    ),
    rule(['kubevirt.io'], ['virtualmachineinstances', 'virtualmachines'], READ),
    rule(
      ['migration.projectcalico.org'],
      ['datastoremigrations', 'datastoremigrations/status'],
      [...READ, 'create', 'update', 'patch'],
    ),
    rule(['apiextensions.k8s.io'], ['customresourcedefinitions'], READ),
    ...openShiftConstraint(provider, 'nonroot-v2'),
  ]);
}

export function kubeControllersRoleBinding(): ClusterRoleBinding {
  const subjects = [serviceAccountSubject(CALICO_KUBE_CONTROLLERS)];
  return clusterRoleBinding(CALICO_KUBE_CONTROLLERS, CALICO_KUBE_CONTROLLERS, subjects);
}
