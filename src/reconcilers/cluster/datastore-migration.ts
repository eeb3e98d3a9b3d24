import type { KubeObject, ResourceType } from '../../k8s/object.ts';

/** What moves Calico's configuration from crd.projectcalico.org/v1 to projectcalico.org/v3; Calico itself does the work. */
export interface DatastoreMigration extends KubeObject {
  status?: { phase?: string };
}

/** The kind, whose CRD is there only where somebody wants to move. */
export const DatastoreMigrations: ResourceType<DatastoreMigration> = {
  group: 'migration.projectcalico.org',
  version: 'v1beta1',
  kind: 'DatastoreMigration',
  plural: 'datastoremigrations',
  namespaced: false,
};

const moved = new Set(['Converged', 'Complete']);

/** Whether Calico has moved, so that projectcalico.org/v3 is what counts though the CRDs of v1 are still there. */
export function hasMoved(migrations: readonly DatastoreMigration[]): boolean {
  return migrations.some(({ status }) => status?.phase !== undefined && moved.has(status.phase));
}
