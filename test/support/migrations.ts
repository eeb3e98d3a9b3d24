import type { DatastoreMigration } from '../../src/crds/datastore-migration.ts';
import type { KubeObject } from '../../src/k8s/object.ts';

/** A DatastoreMigration in this phase. */
export function aMigration(
  status: DatastoreMigration['status'] = {},
  annotations: Readonly<Record<string, string>> = {},
): DatastoreMigration {
  return {
    apiVersion: 'migration.projectcalico.org/v1beta1',
    kind: 'DatastoreMigration',
    metadata: { name: 'v1-to-v3', annotations },
    status,
  };
}

const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } as const;

/** The CRD of DatastoreMigration, as far as the operator knows it. */
export const migrationCrd = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'datastoremigrations.migration.projectcalico.org' },
  spec: {
    group: 'migration.projectcalico.org',
    names: {
      kind: 'DatastoreMigration',
      listKind: 'DatastoreMigrationList',
      plural: 'datastoremigrations',
      singular: 'datastoremigration',
    },
    scope: 'Cluster',
    versions: [
      {
        name: 'v1beta1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', properties: { spec: open, status: open } } },
      },
    ],
  },
} as const satisfies KubeObject & { readonly spec: object };
