import type { FieldSet, KubeObject, ManagedFieldsEntry } from '../../../../src/k8s/object.ts';

/** Who writes: one entry of `managedFields` is one of these. */
export interface Manager {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  /** Of the request; an applier is the same in all versions, an updater is not. */
  readonly apiVersion: string;
  readonly subresource?: string;
}

/** A manager and what it owns. */
export interface Owner extends Manager {
  /** Absent where the manager's first apply changed no value. */
  readonly time?: string;
  readonly fields: FieldSet;
}

/** The owners that an object names. */
export function ownersIn(entries: readonly ManagedFieldsEntry[] | undefined): Owner[] {
  return (entries ?? []).flatMap((entry) => ownerIn(entry) ?? []);
}

function ownerIn(entry: ManagedFieldsEntry): Owner | undefined {
  const { manager = '', operation, apiVersion = '', time, fieldsV1: fields = {}, subresource = '' } = entry;
  if (operation !== 'Apply' && operation !== 'Update') return undefined;
  const base = { manager, operation, apiVersion, fields };
  const timed = time === undefined ? base : { ...base, time };
  return subresource === '' ? timed : { ...timed, subresource };
}

/**
 * The owners to go on from when a client sends an object back: those it sends; the live ones where it sends none, or what
 * makes no sense; none where it asks to forget them by one empty entry
 * (https://kubernetes.io/docs/reference/using-api/server-side-apply/#clearing-managedfields).
 */
export function ownersSent(sent: KubeObject, live: KubeObject): Owner[] {
  const entries = sent.metadata.managedFields ?? [];
  const [first] = entries;
  if (entries.length === 1 && first !== undefined && Object.keys(first).length === 0) return [];
  const owners = ownersIn(entries);
  const isSense = entries.length > 0 && owners.length === entries.length;
  return isSense ? owners : ownersIn(live.metadata.managedFields);
}

export function isSameManager(left: Manager, right: Manager): boolean {
  return (
    left.manager === right.manager &&
    left.operation === right.operation &&
    left.subresource === right.subresource &&
    (left.operation === 'Apply' || left.apiVersion === right.apiVersion)
  );
}

/** `object` with these owners, in the server's order: appliers first, then by time and name. */
export function withOwners(object: KubeObject, owners: readonly Owner[]): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  if (owners.length === 0) return { ...object, metadata };
  return { ...object, metadata: { ...metadata, managedFields: owners.toSorted(compareOwners).map(entryOf) } };
}

function entryOf({ manager, operation, apiVersion, time, fields, subresource }: Owner): ManagedFieldsEntry {
  return {
    manager,
    operation,
    apiVersion,
    ...(time === undefined ? {} : { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: fields,
    ...(subresource === undefined ? {} : { subresource }),
  };
}

function compareOwners(left: Owner, right: Owner): number {
  return (
    compareText(left.operation, right.operation) ||
    compareText(left.time ?? '', right.time ?? '') ||
    compareText(left.manager, right.manager) ||
    compareText(left.apiVersion, right.apiVersion) ||
    compareText(left.subresource ?? '', right.subresource ?? '')
  );
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** A time as managedFields has it: RFC 3339 in UTC, whole seconds. */
export function timestampOf(now: Date): string {
  return `${now.toISOString().slice(0, 19)}Z`;
}
