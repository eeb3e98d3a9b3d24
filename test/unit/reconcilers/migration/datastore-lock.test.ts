import { describe, expect, it } from '@jest/globals';
import type { DatastoreMigration } from '../../../../src/crds/datastore-migration.ts';
import {
  datastoreLock,
  isCalicoData,
  isLocking,
  savedApiService,
} from '../../../../src/reconcilers/migration/datastore-lock.ts';
import { aMigration } from '../../../support/migrations.ts';

const taken = { [savedApiService]: '{}' };

describe('isLocking', () => {
  it.each([
    [undefined, false, true],
    ['Pending', false, true],
    ['Migrating', true, true],
    ['WaitingForConflictResolution', true, true],
    ['Converged', true, true],
    ['Complete', false, false],
    ['Failed', false, true],
  ])('in phase %s: %s, and once the APIService was taken away: %s', (phase, alone, withAnnotation) => {
    const status = phase === undefined ? {} : { phase };
    expect([isLocking(aMigration(status)), isLocking(aMigration(status, taken))]).toEqual([alone, withAnnotation]);
  });
});

function lockOf(list: readonly DatastoreMigration[], isIncomplete = false): string | undefined {
  return datastoreLock({ cluster: { migrations: { list: () => list, isIncomplete } } as never });
}

describe('datastoreLock', () => {
  it('is none where nothing moves', () => {
    expect([lockOf([]), lockOf([aMigration({ phase: 'Complete' })])]).toEqual([undefined, undefined]);
  });

  it('says which migration it is, and how far it is', () => {
    expect(lockOf([aMigration({ phase: 'Migrating' })])).toBe(
      "Calico's data is not written while DatastoreMigration v1-to-v3 is Migrating",
    );
    expect(lockOf([aMigration({}, taken)])).toMatch(/is about to begin$/);
  });

  it('holds until it is known that nothing moves', () => {
    expect(lockOf([], true)).toMatch(/^it is being looked up/);
  });
});

describe('isCalicoData', () => {
  it.each([
    ['projectcalico.org/v3', true],
    ['crd.projectcalico.org/v1', true],
    ['migration.projectcalico.org/v1beta1', false],
    ['operator.tigera.io/v1', false],
    ['v1', false],
  ])('says of %s: %s', (apiVersion, expected) => {
    expect(isCalicoData({ apiVersion })).toBe(expected);
  });
});
