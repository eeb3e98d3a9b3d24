import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { FieldSet, KubeObject, ManagedFieldsEntry } from '../../../../src/k8s/object.ts';
import { isEmpty, unionOf } from '../../../../src/reconcilers/apply/field-set.ts';
import {
  fieldManager,
  formerFieldManager,
  ownedFields,
  takeOver,
  type Extent,
} from '../../../../src/reconcilers/apply/take-over.ts';
import { appliedFields } from '../../../support/applied-fields.ts';
import {
  daemonSetFields,
  desiredDaemonSet,
  liveDaemonSet,
  ourDaemonSetEntry,
  statusEntry,
} from '../../../support/cluster-objects.ts';
import { anObject, thing } from '../../../support/object-arbitraries.ts';

function updatedBy(manager: string, fieldsV1: FieldSet, rest: Partial<ManagedFieldsEntry> = {}): ManagedFieldsEntry {
  return { manager, operation: 'Update', apiVersion: 'apps/v1', fieldsType: 'FieldsV1', fieldsV1, ...rest };
}

function managed(object: KubeObject, managedFields: ManagedFieldsEntry[]): KubeObject {
  return { ...object, metadata: { ...object.metadata, managedFields } };
}

/** Entries after the take-over of an object with one field `f:spec`/`f:a` of ours. */
function claim(foreign: ManagedFieldsEntry, extent: Extent = 'whole'): ManagedFieldsEntry[] | undefined {
  return takeOver(thing({ a: 1 }), managed(thing({ a: 1 }), [foreign]), extent);
}

const foreignTo = (entries: readonly ManagedFieldsEntry[]): ManagedFieldsEntry[] =>
  entries.filter(({ manager }) => manager !== fieldManager);

const oursOf = (entries: readonly ManagedFieldsEntry[] = []): FieldSet | undefined =>
  entries.find(({ manager }) => manager === fieldManager)?.fieldsV1;

describe('takeOver', () => {
  it('moves all fields of the former operator, and leaves it nothing', () => {
    const entries = claim(updatedBy(formerFieldManager, { 'f:spec': { 'f:a': {}, 'f:b': {} } }));
    expect(entries).toEqual([
      {
        manager: fieldManager,
        operation: 'Apply',
        apiVersion: 'example.com/v1',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:spec': { 'f:a': {}, 'f:b': {} } },
      },
    ]);
  });

  it('leaves status with whoever writes it', () => {
    const status = { 'f:status': { 'f:phase': {} } };
    const entries = claim(updatedBy(formerFieldManager, { ...status, 'f:spec': { 'f:a': {} } }));
    expect(foreignTo(entries ?? [])).toMatchObject([{ manager: formerFieldManager, fieldsV1: status }]);
  });

  it('takes what others added to an object that is wholly ours', () => {
    const entries = claim(updatedBy('kubectl-edit', { 'f:spec': { 'f:a': {}, 'f:b': { 'f:c': {} } } }));
    expect(oursOf(entries)).toEqual({ 'f:spec': { 'f:b': { 'f:c': {} } } });
    expect(foreignTo(entries ?? [])).toMatchObject([{ fieldsV1: { 'f:spec': { 'f:a': {} } } }]);
  });

  it('leaves what others added to an object that users configure', () => {
    expect(claim(updatedBy('kubectl-edit', { 'f:spec': { 'f:b': {} } }), 'fields')).toBeUndefined();
  });

  it('takes what others added within bounds, and leaves them the rest', () => {
    const added = updatedBy('kubectl-edit', { 'f:spec': { 'f:b': {}, 'f:c': {} } });
    const entries = claim(added, { within: { 'f:spec': { 'f:b': {} } } }) ?? [];
    expect(oursOf(entries)).toEqual({ 'f:spec': { 'f:b': {} } });
    expect(foreignTo(entries)).toEqual([{ ...added, fieldsV1: { 'f:spec': { 'f:c': {} } } }]);
  });

  it.each<[string, ManagedFieldsEntry]>([
    ['labels and annotations', updatedBy('kubectl', { 'f:metadata': { 'f:labels': { 'f:team': {} } } })],
    ['a status subresource', updatedBy(formerFieldManager, { 'f:spec': { 'f:b': {} } }, { subresource: 'status' })],
    ['the scale subresource', updatedBy('hpa', { 'f:spec': { 'f:replicas': {} } }, { subresource: 'scale' })],
    ['fields that are desired as they are', updatedBy('kubectl', { 'f:spec': { '.': {}, 'f:a': {} } })],
    ['pull secrets that a platform adds', updatedBy('openshift', { 'f:imagePullSecrets': {}, 'f:secrets': {} })],
    ['an entry without fields', { manager: formerFieldManager }],
  ])('leaves %s with others', (_, foreign) => {
    expect(claim(foreign)).toBeUndefined();
  });

  it('is ours by apply only: what we updated counts as foreign', () => {
    const entries = claim(updatedBy(fieldManager, { 'f:spec': { 'f:b': {} } }));
    expect(entries).toMatchObject([
      { manager: fieldManager, operation: 'Apply', fieldsV1: { 'f:spec': { 'f:b': {} } } },
    ]);
  });

  it('has nothing to do for an object without managedFields', () => {
    expect(takeOver(thing({}), thing({}), 'whole')).toBeUndefined();
  });
});

const pod = (fields: FieldSet): FieldSet => ({ 'f:spec': { 'f:template': fields } });
const containers = (fields: FieldSet): FieldSet =>
  pod({ 'f:spec': { 'f:containers': { 'k:{"name":"calico-node"}': { '.': {}, ...fields } } } });

function taken(fields: FieldSet): FieldSet | undefined {
  const live = liveDaemonSet([ourDaemonSetEntry, updatedBy('kubectl-edit', fields), statusEntry]);
  return oursOf(takeOver(desiredDaemonSet(), live, 'whole'));
}

describe('takeOver of a DaemonSet', () => {
  it('has nothing to do where only the status is of others', () => {
    expect(takeOver(desiredDaemonSet(), liveDaemonSet([ourDaemonSetEntry, statusEntry]), 'whole')).toBeUndefined();
  });

  it('turns what the former operator wrote by updates into what we apply', () => {
    const former = updatedBy(formerFieldManager, daemonSetFields);
    const entries = takeOver(desiredDaemonSet(), liveDaemonSet([former, statusEntry]), 'whole') ?? [];
    expect(oursOf(entries)).toEqual(daemonSetFields);
    expect(foreignTo(entries)).toEqual([statusEntry]);
  });

  it('takes an environment variable that somebody added', () => {
    const added = containers({ 'f:env': { 'k:{"name":"DEBUG"}': { '.': {}, 'f:name': {}, 'f:value': {} } } });
    expect(taken(added)).toEqual(unionOf(daemonSetFields, added));
  });

  it('leaves the annotation of a restart', () => {
    const restart = { 'f:metadata': { 'f:annotations': { '.': {}, 'f:kubectl.kubernetes.io/restartedAt': {} } } };
    expect(taken(pod(restart))).toBeUndefined();
  });

  it('leaves a value that somebody wrote over: the next apply takes it by force', () => {
    expect(taken(containers({ 'f:image': {} }))).toBeUndefined();
  });
});

const entriesOf = ({
  desired,
  others,
  manager,
}: {
  desired: KubeObject;
  others: KubeObject;
  manager: string;
}): ManagedFieldsEntry[] => {
  const live = managed(others, [updatedBy(manager, appliedFields(others))]);
  return takeOver(desired, live, 'whole') ?? live.metadata.managedFields ?? [];
};

describe('takeOver, for any object', () => {
  const foreigners = fc.constantFrom(formerFieldManager, 'kubectl');
  const scene = fc.record({ desired: anObject, others: anObject, manager: foreigners });
  it('leaves others no content that is not desired, so that an apply removes it', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const left = foreignTo(entriesOf(given)).map((entry) => managed(given.others, [entry]));
        for (const live of left) expect(takeOver(given.desired, live, 'whole')).toBeUndefined();
      }),
    );
  });

  it('neither loses nor invents a field', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const fields = entriesOf(given).map(({ fieldsV1 = {} }) => fieldsV1);
        expect(withoutDots(fields.reduce(unionOf, {}))).toEqual(withoutDots(appliedFields(given.others)));
      }),
    );
  });

  it('leaves the former operator nothing', () => {
    fc.assert(
      fc.property(scene, (given) => {
        expect(foreignTo(entriesOf({ ...given, manager: formerFieldManager }))).toEqual([]);
      }),
    );
  });
});

/** The markers of containers come and go with their last field. */
function withoutDots(set: FieldSet): FieldSet {
  return Object.fromEntries(
    Object.entries(set).flatMap(([key, below]) => (key === '.' ? [] : [[key, withoutDots(below)]])),
  );
}

describe('ownedFields', () => {
  it('are those that we applied', () => {
    expect(ownedFields(liveDaemonSet([statusEntry, ourDaemonSetEntry]))).toEqual(daemonSetFields);
    expect(isEmpty(ownedFields(liveDaemonSet([statusEntry])) ?? {})).toBe(true);
  });
});
