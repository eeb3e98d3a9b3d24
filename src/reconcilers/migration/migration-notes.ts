import type { DatastoreMigration } from '../../crds/datastore-migration.ts';
import type { PassResult } from '../report.ts';

type Notes = Required<Pick<PassResult, 'waits' | 'warnings'>>;

/** How migrations of Calico's data stand: what goes on by itself, and what waits for people (CAL-701, CAL-702). Pure. */
export function migrationNotes(migrations: readonly DatastoreMigration[]): Notes {
  const notes = migrations.map(noteOf);
  return { waits: notes.flatMap(({ waits }) => waits), warnings: notes.flatMap(({ warnings }) => warnings) };
}

function noteOf({ metadata: { name, deletionTimestamp }, status = {} }: DatastoreMigration): Notes {
  const { phase = 'Pending' } = status;
  const details = [status.message ?? '', counters(status.progress)].filter((text) => text !== '').join('; ');
  const about = details === '' ? '' : `: ${details}`;
  const what = `DatastoreMigration ${name}`;
  if (deletionTimestamp !== undefined)
    return { waits: [`${what} is being deleted (phase ${phase})${about}`], warnings: [] };
  if (phase === 'Complete') return { waits: [], warnings: [] };
  if (phase === 'Failed') {
    const remedy = `"kubectl delete datastoremigrations ${name}" puts back what was before`;
    return { waits: [], warnings: [`CAL-701 ${what} has failed${about}; ${remedy}`] };
  }
  if (phase === 'WaitingForConflictResolution') {
    const remedy = `make each object of projectcalico.org/v3 that differs as the old one is, or delete it; "kubectl describe datastoremigrations ${name}" names them`;
    return { waits: [], warnings: [`CAL-702 ${what} waits until nothing differs${about}; ${remedy}`] };
  }
  return { waits: [`${what} is ${phase}${about}`], warnings: [] };
}

/** What counts, in the order in which it is reported. */
function counters(progress: Readonly<Record<string, unknown>> = {}): string {
  const counted = Object.entries(progress).filter(([, value]) => typeof value === 'number');
  return counted.map(([name, value]) => `${name} ${String(value)}`).join(', ');
}
