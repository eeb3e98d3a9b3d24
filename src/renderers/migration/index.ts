import type { Component } from '../component.ts';
import type { MigrationInput } from '../input.ts';
import { CALICO_KUBE_CONTROLLERS } from '../shared/names.ts';
import { CALICO, clusterRole, clusterRoleBinding, READ, rule, serviceAccountSubject } from '../shared/rbac.ts';

/** Name of the ClusterRole and its binding; calico-kube-controllers waits for it. */
const NAME = 'calico-kube-controllers-migration';

/**
 * What calico-kube-controllers needs to move Calico's data from one flavour of CRDs to the other, and only while it does:
 * to delete the old CRDs is the last step. https://docs.tigera.io/calico/latest/operations/crd-migration
 */
export const migration: Component<MigrationInput> = {
  name: 'migration',
  images: [],
  render: ({ isMigrating }) => ({
    present: isMigrating ? [migrationRole, migrationBinding] : [],
    absent: isMigrating
      ? []
      : [migrationBinding, migrationRole].map(({ apiVersion, kind }) => ({ apiVersion, kind, name: NAME })),
  }),
};

const migrationRole = clusterRole(NAME, [
  rule(CALICO, ['*'], [...READ, 'create', 'update', 'patch', 'delete']),
  rule(['apiregistration.k8s.io'], ['apiservices'], [...READ, 'create', 'delete']),
  rule(['apiextensions.k8s.io'], ['customresourcedefinitions'], [...READ, 'delete']),
  rule(['apps'], ['daemonsets', 'deployments'], READ),
]);

const migrationBinding = clusterRoleBinding(NAME, NAME, [serviceAccountSubject(CALICO_KUBE_CONTROLLERS)]);
