import type { ObjectRef } from '../../k8s/object.ts';
import { CALICO_SYSTEM } from './names.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';

/** Names objects of calico-system, and of the cluster, without their content. */
export const refTo = {
  clusterRole: (name: string): ObjectRef => ({ apiVersion: RBAC, kind: 'ClusterRole', name }),
  clusterRoleBinding: (name: string): ObjectRef => ({ apiVersion: RBAC, kind: 'ClusterRoleBinding', name }),
  role: (name: string): ObjectRef => ours(RBAC, 'Role', name),
  roleBinding: (name: string): ObjectRef => ours(RBAC, 'RoleBinding', name),
  serviceAccount: (name: string): ObjectRef => ours('v1', 'ServiceAccount', name),
  configMap: (name: string): ObjectRef => ours('v1', 'ConfigMap', name),
  secret: (name: string): ObjectRef => ours('v1', 'Secret', name),
  service: (name: string): ObjectRef => ours('v1', 'Service', name),
  deployment: (name: string): ObjectRef => ours('apps/v1', 'Deployment', name),
  daemonSet: (name: string): ObjectRef => ours('apps/v1', 'DaemonSet', name),
  disruptionBudget: (name: string): ObjectRef => ours('policy/v1', 'PodDisruptionBudget', name),
  /** A policy of Calico; those of Kubernetes have no name here. */
  policy: (name: string): ObjectRef => ours('projectcalico.org/v3', 'NetworkPolicy', name),
  csiDriver: (name: string): ObjectRef => ({ apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', name }),
};

function ours(apiVersion: string, kind: string, name: string): ObjectRef {
  return { apiVersion, kind, namespace: CALICO_SYSTEM, name };
}
