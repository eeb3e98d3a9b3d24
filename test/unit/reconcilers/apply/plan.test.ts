import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { KubeObject, ObjectMeta } from '../../../../src/k8s/object.ts';
import { ignoreAnnotation, planApply } from '../../../../src/reconcilers/apply/plan.ts';
import { fieldManager, formerFieldManager } from '../../../../src/reconcilers/apply/take-over.ts';
import { appliedFields } from '../../../support/applied-fields.ts';
import { desiredDaemonSet, liveDaemonSet, statusEntry, ourDaemonSetEntry } from '../../../support/cluster-objects.ts';
import { anObject } from '../../../support/object-arbitraries.ts';

const desired = desiredDaemonSet();

/** The action for the DaemonSet when the live one is so. */
function planFor(metadata: Partial<ObjectMeta>): ReturnType<typeof planApply> {
  const live = liveDaemonSet();
  return planApply({ desired, live: { ...live, metadata: { ...live.metadata, ...metadata } }, extent: 'whole' });
}

describe('planApply', () => {
  it('applies what is not there', () => {
    expect(planApply({ desired, live: undefined, extent: 'whole' })).toEqual({ do: 'apply' });
  });

  it('does nothing where all is as it should be', () => {
    expect(planFor({ managedFields: [ourDaemonSetEntry, statusEntry] })).toEqual({ do: 'skip', because: 'equal' });
  });

  it('applies where we own nothing yet, although all values are right', () => {
    expect(planFor({ managedFields: [statusEntry] })).toEqual({ do: 'apply' });
  });

  it('claims the fields of the former operator first', () => {
    const former = { ...ourDaemonSetEntry, manager: formerFieldManager, operation: 'Update' as const };
    expect(planFor({ managedFields: [former] })).toMatchObject({
      do: 'apply',
      firstClaim: [{ manager: fieldManager }],
    });
  });

  it('leaves an object alone that a user took out of our hands', () => {
    expect(planFor({ annotations: { [ignoreAnnotation]: 'true' }, labels: {} })).toEqual({
      do: 'skip',
      because: 'ignored',
    });
    expect(planFor({ annotations: { [ignoreAnnotation]: 'false' }, labels: {} })).toEqual({ do: 'apply' });
  });

  it.each<[string[] | undefined, object]>([
    [['tigera.io/cni-protector', 'foregroundDeletion'], { do: 'release', finalizers: ['foregroundDeletion'] }],
    [['foregroundDeletion'], { do: 'skip', because: 'terminating' }],
    [[], { do: 'skip', because: 'terminating' }],
  ])('lets an object go that is being deleted with the finalizers %j', (finalizers = [], action) => {
    expect(planFor({ deletionTimestamp: '2026-01-01T00:00:00Z', finalizers })).toEqual(action);
  });
});

const make = (kind: string, content: object): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'x' },
  ...content,
});
const role = (name: string): object => ({ roleRef: { apiGroup: 'rbac', kind: 'ClusterRole', name } });

describe('planApply, for what the API refuses to change', () => {
  it.each<[string, object, object, string | undefined]>([
    ['Secret', { type: 'kubernetes.io/tls' }, { type: 'Opaque' }, 'type is Opaque, not kubernetes.io/tls'],
    ['Secret', {}, { type: 'Opaque' }, undefined],
    ['Service', { spec: { clusterIP: 'None' } }, { spec: { clusterIP: '10.0.0.1' } }, 'it is not headless'],
    ['Service', { spec: { clusterIP: 'None' } }, { spec: { clusterIP: 'None' } }, undefined],
    ['Service', {}, { spec: { clusterIP: '10.0.0.1' } }, undefined],
    ['RoleBinding', role('a'), role('b'), 'roleRef is ClusterRole b, not ClusterRole a'],
    ['ClusterRoleBinding', role('a'), {}, 'roleRef is unset, not ClusterRole a'],
    ['ClusterRoleBinding', role('a'), role('a'), undefined],
  ])('decides for a %s of %j where it is %j', (kind, wanted, found, because) => {
    const action = planApply({ desired: make(kind, wanted), live: make(kind, found), extent: 'whole' });
    expect(action).toEqual(because === undefined ? { do: 'apply' } : { do: 'recreate', because });
  });
});

/** What the server has after the action: with force, other managers lose the fields that we apply. */
const applied = (object: KubeObject): KubeObject => {
  const entry = { manager: fieldManager, operation: 'Apply' as const, fieldsV1: appliedFields(object) };
  return { ...object, metadata: { ...object.metadata, managedFields: [entry] } };
};

describe('planApply, for any object', () => {
  it('has nothing left to do after it was done', () => {
    fc.assert(
      fc.property(anObject, anObject, (before, object) => {
        const first = planApply({ desired: object, live: applied(before), extent: 'whole' });
        const live = first.do === 'skip' ? applied(before) : applied(object);
        expect(planApply({ desired: object, live, extent: 'whole' })).toEqual({ do: 'skip', because: 'equal' });
      }),
    );
  });

  it('decides the same again, and leaves what it looked at as it was', () => {
    fc.assert(
      fc.property(anObject, anObject, (object, before) => {
        const wish = { desired: object, live: applied(before), extent: 'whole' as const };
        const copy = structuredClone(wish);
        expect(planApply(wish)).toEqual(planApply(copy));
        expect(wish).toEqual(copy);
      }),
    );
  });
});
