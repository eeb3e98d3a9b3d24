import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  ServiceAccount,
  Subject,
} from '../../crds/generated/core.gen.ts';
import type { KubernetesProvider } from '../../crds/installation/spec.ts';
import { CALICO_SYSTEM } from './names.ts';

const RBAC_GROUP = 'rbac.authorization.k8s.io';
const RBAC_VERSION = `${RBAC_GROUP}/v1` as const;

/** API groups of a rule. Calico's resources are granted in both groups, so a switch between them needs no new role. */
export const CORE = [''] as const;
export const CALICO = ['projectcalico.org', 'crd.projectcalico.org'] as const;

/** Verbs that only look. */
export const READ = ['get', 'list', 'watch'] as const;

/** One rule; `names` limits it to objects of these names. */
export function rule(
  apiGroups: readonly string[],
  resources: readonly string[],
  verbs: readonly string[],
  names: readonly string[] = [],
): PolicyRule {
  const base = { apiGroups: [...apiGroups], resources: [...resources], verbs: [...verbs] };
  return names.length === 0 ? base : { ...base, resourceNames: [...names] };
}

/** Permission to run under a security context constraint; OpenShift admits no pod without one. */
export function openShiftConstraint(provider: KubernetesProvider, constraint: string): PolicyRule[] {
  if (provider !== 'OpenShift') return [];
  return [rule(['security.openshift.io'], ['securitycontextconstraints'], ['use'], [constraint])];
}

export function serviceAccount(name: string): ServiceAccount {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: CALICO_SYSTEM } };
}

export function clusterRole(name: string, rules: PolicyRule[]): ClusterRole {
  return { apiVersion: RBAC_VERSION, kind: 'ClusterRole', metadata: { name }, rules };
}

/** Binds a ClusterRole for the whole cluster. */
export function clusterRoleBinding(name: string, role: string, subjects: Subject[]): ClusterRoleBinding {
  const roleRef = { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name: role };
  return { apiVersion: RBAC_VERSION, kind: 'ClusterRoleBinding', metadata: { name }, roleRef, subjects };
}

/** A Role of calico-system. */
export function role(name: string, rules: PolicyRule[]): Role {
  return { apiVersion: RBAC_VERSION, kind: 'Role', metadata: { name, namespace: CALICO_SYSTEM }, rules };
}

/** Binds a role inside a namespace. */
export function roleBinding(
  name: string,
  roleRef: { kind: 'Role' | 'ClusterRole'; name: string },
  subjects: Subject[],
  namespace: string = CALICO_SYSTEM,
): RoleBinding {
  return {
    apiVersion: RBAC_VERSION,
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: RBAC_GROUP, ...roleRef },
    subjects,
  };
}

export function serviceAccountSubject(name: string, namespace: string = CALICO_SYSTEM): Subject {
  return { kind: 'ServiceAccount', name, namespace };
}

/** A group of users. The API group is spelled out because the list of subjects is atomic in the API. */
export function groupSubject(name: string): Subject {
  return { apiGroup: RBAC_GROUP, kind: 'Group', name };
}

/** One user, with the API group spelled out as above. */
export function userSubject(name: string): Subject {
  return { apiGroup: RBAC_GROUP, kind: 'User', name };
}
