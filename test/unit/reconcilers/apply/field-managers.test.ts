import { describe, expect, it } from '@jest/globals';
import { foreignManagers } from '../../../../src/reconcilers/apply/field-managers.ts';
import { thing } from '../../../support/object-arbitraries.ts';

const fieldsV1 = { 'f:spec': { 'f:disabled': {} } };

function managedBy(...managers: readonly string[]): string[] {
  const live = thing({});
  const managedFields = managers.map((manager) => ({ manager, fieldsV1 }));
  return foreignManagers({ ...live, metadata: { ...live.metadata, managedFields } }, ['f:spec', 'f:disabled']);
}

describe('foreignManagers', () => {
  it('are those beside us and the former operator, each once', () => {
    expect(managedBy('kubectl-edit', 'calico-operator', 'operator', 'argo', 'argo')).toEqual(['argo', 'kubectl-edit']);
  });

  it('are none of fields that nobody manages', () => {
    expect(foreignManagers(thing({}), ['f:spec'])).toEqual([]);
    expect(managedBy()).toEqual([]);
  });
});
