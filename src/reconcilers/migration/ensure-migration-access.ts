import { Degraded } from '../../crds/status/degraded.ts';
import type { Installation } from '../../crds/installation/spec.ts';
import { renderMigration } from '../../renderers/catalog.ts';
import { applyRendered } from '../apply/apply-rendered.ts';
import type { ReconcileContext } from '../context.ts';
import { ownerOf } from '../installation/load.ts';

/**
 * Gives calico-kube-controllers the permissions to move Calico's data while a DatastoreMigration is there, and takes them
 * away after it. They are wide, so the operator can grant them only where it was given them (docs/datastore-migration.md);
 * where it was not, the warning CAL-703 says so, and nothing else stops.
 */
export async function ensureMigrationAccess(ctx: ReconcileContext, installation: Installation): Promise<string[]> {
  const { migrations } = ctx.cluster;
  const { operator, calicoApi } = ctx.settings;
  if (migrations.isIncomplete) return [];
  const isMigrating = migrations.list().length > 0;
  try {
    await applyRendered(ctx, renderMigration({ owner: ownerOf(installation), operator, calicoApi, isMigrating }));
    return [];
  } catch (error) {
    if (!(error instanceof Degraded)) throw error;
    return [
      `CAL-703 The DatastoreMigration waits for permissions that the operator could not give; kubectl apply -f config/rbac/datastore-migration, or set rbac.datastoreMigration of the chart: ${error.message}`,
    ];
  }
}
