/** The roles that every cluster has from the start, as far as somebody leans on them. */
import { RBAC } from './authorizer.ts';

const discovery = ['/api', '/api/*', '/apis', '/apis/*', '/healthz', '/livez', '/openapi', '/openapi/*', '/readyz'];

function clusterRole(name: string, rules: readonly object[]): object {
  return { apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata: { name }, rules };
}

function boundToGroup(role: string, group: string): object {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: role },
    subjects: [{ kind: 'Group', apiGroup: RBAC, name: group }],
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
  };
}

const reviews = [
  {
    apiGroups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
    verbs: ['create'],
  },
];

export const bootstrapRoles: readonly object[] = [
  clusterRole('cluster-admin', [
    { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
    { nonResourceURLs: ['*'], verbs: ['*'] },
  ]),
  clusterRole('system:discovery', [{ nonResourceURLs: [...discovery, '/version', '/version/'], verbs: ['get'] }]),
  clusterRole('system:basic-user', reviews),
];

export const bootstrapBindings: readonly object[] = [
  boundToGroup('cluster-admin', 'system:masters'),
  boundToGroup('system:discovery', 'system:authenticated'),
  boundToGroup('system:basic-user', 'system:authenticated'),
];
