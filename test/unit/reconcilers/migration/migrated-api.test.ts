import { describe, expect, it } from '@jest/globals';
import { migratedApi } from '../../../../src/reconcilers/migration/migrated-api.ts';
import { aMigration } from '../../../support/migrations.ts';

describe('migratedApi', () => {
  it.each([
    ['Pending', undefined],
    ['Migrating', undefined],
    ['WaitingForConflictResolution', undefined],
    ['Failed', undefined],
    ['Converged', 'projectcalico.org/v3'],
    ['Complete', 'projectcalico.org/v3'],
  ])('is for phase %s: %s', (phase, api) => {
    expect(migratedApi([aMigration({ phase })])).toBe(api);
  });

  it('is nothing without a migration', () => {
    expect(migratedApi([])).toBeUndefined();
  });
});
