import type { DatastoreMigration } from '../../crds/datastore-migration.ts';
import type { CalicoApiGroup } from '../../renderers/input.ts';

/**
 * Where a migration has brought Calico's data; undefined while it has not. From then on it decides, also where both
 * flavours of CRDs are served. Pure.
 */
export function migratedApi(migrations: readonly DatastoreMigration[]): CalicoApiGroup | undefined {
  const phases = migrations.map(({ status }) => status?.phase);
  return phases.some((phase) => phase === 'Converged' || phase === 'Complete') ? 'projectcalico.org/v3' : undefined;
}
