import type { KubeObject, ObjectMeta } from '../../../src/k8s/object.ts';
import type { Facts } from '../facts.ts';
import { maskedContent, type Renamed } from './mask.ts';

/** Objects without what chance and the server put into them, by `Kind namespace/name`, sorted. */
export type Dump = Readonly<Record<string, unknown>>;

type DumpFacts = Pick<Facts, 'fieldManager' | 'formerManagers'>;

/** Kinds that come and go without meaning anything. */
const passing = new Set([
  'Event',
  'Lease',
  'Pod',
  'Node',
  'EndpointSlice',
  'Endpoints',
  'ControllerRevision',
  'ReplicaSet',
]);
/** Kinds whose status the operator writes; all other status is the cluster's. */
const ownStatus = new Set(['TigeraStatus', 'Installation']);

/**
 * All that the operator wrote, as it is: two runs that led to the same end have equal dumps. Certificates are told by
 * their names, issuers and lives, keys by their being there, hashes by which of them are equal.
 */
export function dumpOf(objects: readonly KubeObject[], facts: DumpFacts): Dump {
  const own = objects.filter((object) => !passing.has(object.kind) && isOwn(object, facts));
  const sorted = own.toSorted((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1));
  const renamed: Renamed = new Map();
  return Object.fromEntries(sorted.map((object) => [nameOf(object), essence(object, facts, renamed)]));
}

/** Whether two dumps are of the same end, and where not: one readable line each. */
export function differences(golden: Dump, found: Dump, mask: Mask = noMask): string[] {
  const lines = differingFields(golden, found).filter(({ object, path }) => !mask.has(maskKey(object, path)));
  return lines.map(sentence);
}

/** Fields that differ between runs without faults, and so mean nothing. */
export type Mask = ReadonlySet<string>;

const noMask: Mask = new Set();

/** Two dumps of the same run without faults teach what chance decides. */
export function learnMask(one: Dump, other: Dump): Mask {
  return new Set(differingFields(one, other).map(({ object, path }) => maskKey(object, path)));
}

function maskKey(object: string, path: string): string {
  return `${object}${path}`;
}

function isOwn({ metadata, kind }: KubeObject, { fieldManager, formerManagers }: DumpFacts): boolean {
  const managers = (metadata.managedFields ?? []).map(({ manager = '' }) => manager);
  return ownStatus.has(kind) || managers.some((each) => each === fieldManager || formerManagers.includes(each));
}

function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
}

function essence(object: KubeObject, facts: DumpFacts, renamed: Renamed): unknown {
  const { metadata, ...rest } = object as KubeObject & { status?: unknown };
  const { status, ...content } = rest;
  const told = ownStatus.has(object.kind) ? { ...content, status } : content;
  return maskedContent({ ...told, metadata: lastingMetadata(metadata, facts) }, object.kind, renamed);
}

function lastingMetadata(metadata: ObjectMeta, { fieldManager }: DumpFacts): unknown {
  const { labels, annotations, finalizers, ownerReferences, deletionTimestamp, managedFields = [] } = metadata;
  return {
    labels,
    annotations,
    finalizers,
    owners: ownerReferences?.map(({ uid: _uid, ...owner }) => owner),
    isEnding: deletionTimestamp !== undefined,
    // Which fields are ours decides what the next apply removes.
    managed: managedFields
      .filter(({ manager }) => manager === fieldManager)
      .map(({ operation, subresource, fieldsV1 }) => ({ operation, subresource, fieldsV1 })),
  };
}

interface Difference {
  readonly object: string;
  readonly path: string;
  readonly was: unknown;
  readonly is: unknown;
}

function differingFields(golden: Dump, found: Dump): Difference[] {
  const names = [...new Set([...Object.keys(golden), ...Object.keys(found)])].toSorted();
  return names.flatMap((object) => compare({ object, path: '', was: golden[object], is: found[object] }));
}

/** Goes down as long as both sides are maps, or lists of equal length. */
function compare(difference: Difference): Difference[] {
  const { object, path, was, is } = difference;
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  if (!isContainer(was) || !isContainer(is) || Array.isArray(was) !== Array.isArray(is)) return [difference];
  if (Array.isArray(was) && Array.isArray(is) && was.length !== is.length) return [difference];
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return keys.flatMap((key) =>
    compare({ object, path: `${path} ${key}`, was: Reflect.get(was, key), is: Reflect.get(is, key) }),
  );
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function sentence({ object, path, was, is }: Difference): string {
  if (path !== '') return `${object}${path}: ${show(was)} became ${show(is)}`;
  return was === undefined ? `${object} should not be there` : `${object} is missing`;
}

const longest = 200;

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
