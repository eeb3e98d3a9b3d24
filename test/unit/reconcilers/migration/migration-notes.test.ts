import { describe, expect, it } from '@jest/globals';
import { migrationNotes } from '../../../../src/reconcilers/migration/migration-notes.ts';
import { aMigration } from '../../../support/migrations.ts';

describe('migrationNotes', () => {
  it('tell the phase, what it says of itself, and its counters', () => {
    const progress = { total: 40, migrated: 12, typeDetails: [] };
    const status = { phase: 'Migrating', message: 'Copying Tier', progress };
    expect(migrationNotes([aMigration(status)])).toEqual({
      waits: ['DatastoreMigration v1-to-v3 is Migrating: Copying Tier; total 40, migrated 12'],
      warnings: [],
    });
  });

  it('count a migration without a status as pending', () => {
    expect(migrationNotes([aMigration()]).waits).toEqual(['DatastoreMigration v1-to-v3 is Pending']);
  });

  it.each([
    ['Failed', /^CAL-701 .* has failed: why; "kubectl delete/],
    ['WaitingForConflictResolution', /^CAL-702 .* waits until nothing differs: why; make each object/],
  ])('warn in phase %s, with what to do', (phase, warning) => {
    const { waits, warnings } = migrationNotes([aMigration({ phase, message: 'why' })]);
    expect([waits, warnings]).toEqual([[], [expect.stringMatching(warning)]]);
  });

  it('have nothing to say of one that is complete', () => {
    expect(migrationNotes([aMigration({ phase: 'Complete' })])).toEqual({ waits: [], warnings: [] });
  });

  it('tell that one is being given up', () => {
    const going = aMigration({ phase: 'Failed' });
    const deleted = { ...going, metadata: { ...going.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
    expect(migrationNotes([deleted]).waits).toEqual(['DatastoreMigration v1-to-v3 is being deleted (phase Failed)']);
  });
});
