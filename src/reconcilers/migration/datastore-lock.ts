import type { DatastoreMigration } from '../../crds/datastore-migration.ts';
import type { Cluster } from '../cluster/cluster.ts';

/** What tells whether Calico's data may be written. */
export interface LockFacts {
  readonly cluster: Pick<Cluster, 'migrations'>;
}

/** On a DatastoreMigration: the APIService that calico-kube-controllers took away, to be restored if it is given up. */
export const savedApiService = 'migration.projectcalico.org/saved-apiservice';

const lockedPhases: ReadonlySet<string> = new Set(['Migrating', 'WaitingForConflictResolution', 'Converged']);

/**
 * Whether Calico's data is being moved, so that nobody else may write it: a write to the old place would be lost, one to
 * the new place would be a conflict. From the moment the APIService is taken away, before the phase says anything, until
 * everything runs on the new data; after a failure, until the migration is deleted and has put things back. Pure.
 */
export function isLocking({ metadata, status }: DatastoreMigration): boolean {
  const phase = status?.phase ?? '';
  if (phase === 'Complete') return false;
  return lockedPhases.has(phase) || metadata.annotations?.[savedApiService] !== undefined;
}

/** Why Calico's data is not to be written now; undefined where it may be. */
export function datastoreLock({ cluster: { migrations } }: LockFacts): string | undefined {
  if (migrations.isIncomplete) return "it is being looked up whether a DatastoreMigration moves Calico's data";
  const locking = migrations.list().find(isLocking);
  if (locking === undefined) return undefined;
  const { metadata, status } = locking;
  return `Calico's data is not written while DatastoreMigration ${metadata.name} is ${status?.phase ?? 'about to begin'}`;
}

/** Whether an object is Calico's data: settings, pools, tiers and policies, in either group. Pure. */
export function isCalicoData({ apiVersion }: { readonly apiVersion: string }): boolean {
  const [group = ''] = apiVersion.split('/');
  return group === 'projectcalico.org' || group === 'crd.projectcalico.org';
}
