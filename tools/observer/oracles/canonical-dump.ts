import type { KubeObject, ManagedFieldsEntry } from '../../../src/k8s/object.ts';
import { describeCertificates } from './describe-certificates.ts';

/** Plain JSON. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Objects by `Kind.group namespace/name`, in a form that two runs of one story share. */
export type Dump = ReadonlyMap<string, Json>;

/** Kinds that tell of the way, not of the end. */
const passing = new Set(['Event', 'Lease', 'Pod', 'ControllerRevision', 'ReplicaSet', 'EndpointSlice', 'Endpoints']);
const fieldManager = 'calico-operator';

/**
 * What the operator has left behind: every object that it owns fields of, without what differs from run to run. Times,
 * versions and generations go; uids become the names of their objects; keys become their presence, certificates their
 * names, issuer and days. Labels, annotations, owners, finalizers and who manages which field stay.
 */
export function canonicalDump(objects: readonly KubeObject[]): Dump {
  const names = new Map(objects.map((object) => [object.metadata.uid ?? '', subject(object)]));
  const owned = objects.filter((object) => !passing.has(object.kind) && isOwned(object));
  const entries = owned.map((object) => [subject(object), canonical(object, names)] as const);
  return new Map(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function isOwned({ metadata }: KubeObject): boolean {
  return (metadata.managedFields ?? []).some(({ manager }) => manager === fieldManager);
}

function subject({ kind, apiVersion, metadata }: KubeObject): string {
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0] ?? ''}` : '';
  return `${kind}${group} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
}

function canonical(object: KubeObject, names: ReadonlyMap<string, string>): Json {
  const { metadata, ...content } = object;
  const {
    uid: _uid,
    resourceVersion: _version,
    creationTimestamp: _created,
    generation: _generation,
    ...meta
  } = metadata;
  const managedFields = (metadata.managedFields ?? []).filter(isOurs).toSorted(bySubresource).map(withoutTime);
  const text = JSON.stringify({ ...content, metadata: { ...meta, managedFields } }, masked);
  return JSON.parse(withNames(text, names).replaceAll(addressKey, String.raw`k:{\"ip\":\"<address>\"}`)) as Json;
}

/** What other managers own depends on how often they wrote. */
function isOurs({ manager }: ManagedFieldsEntry): boolean {
  return manager === fieldManager;
}

/** The API server orders them by time, which a clock that jumps turns round. */
function bySubresource(one: ManagedFieldsEntry, other: ManagedFieldsEntry): number {
  return (one.subresource ?? '').localeCompare(other.subresource ?? '');
}

function withoutTime({ time: _time, ...entry }: ManagedFieldsEntry): ManagedFieldsEntry {
  return entry;
}

const instants = new Set(['lastTransitionTime', 'lastUpdateTime', 'lastHeartbeatTime', 'deletionTimestamp']);
const counters = new Set(['observedGeneration', 'deprecated.daemonset.template.generation']);
const addresses = new Set(['clusterIP', 'clusterIPs', 'ip']);

/** An item of a list in a set of fields, by its address. */
const addressKey = /k:\{\\"ip\\":\\"[^"\\]+\\"\}/g;

/** Fields with PEM in base64. */
const encodedPem = new Set(['tls.crt', 'tls.key', 'caBundle']);

/** A replacer of JSON.stringify. */
function masked(key: string, value: unknown): unknown {
  if (instants.has(key) || counters.has(key) || key === containerKey) return undefined;
  if (addresses.has(key)) return '<address>';
  if (key === 'finalizers' && Array.isArray(value)) return (value as string[]).toSorted();
  return typeof value === 'string' ? maskedText(key, value) : value;
}

/** In a set of fields: who made a list, a map or an item of it first owns its being there, which means nothing. */
const containerKey = '.';

function maskedText(key: string, value: string): string {
  if (key.includes('hash.operator.tigera.io') || key.startsWith('started-with.calico-operator/')) return '<hash>';
  if (key === 'certificates.operator.tigera.io/expiry') return '<day>';
  if (encodedPem.has(key)) return describeCertificates(Buffer.from(value, 'base64').toString());
  return value.includes('-----BEGIN') ? describeCertificates(value) : value;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

function withNames(text: string, names: ReadonlyMap<string, string>): string {
  return text.replaceAll(uuid, (uid) => `<uid of ${names.get(uid) ?? 'something that is gone'}>`);
}

/** How two dumps differ, one line for each field; empty when they are equal. */
export function diffDumps(golden: Dump, actual: Dump): string[] {
  const missing = [...golden.keys()].filter((name) => !actual.has(name)).map((name) => `${name} is missing`);
  const extra = [...actual.keys()].filter((name) => !golden.has(name)).map((name) => `${name} is left over`);
  const differing = [...golden].flatMap(([name, object]) => {
    const other = actual.get(name);
    return other === undefined ? [] : diffFields(object, other).map((line) => `${name}: ${line}`);
  });
  return [...missing, ...extra, ...differing];
}

function diffFields(golden: Json, actual: Json | undefined, path = ''): string[] {
  if (golden === actual) return [];
  if (isContainer(golden) && isContainer(actual) && Array.isArray(golden) === Array.isArray(actual)) {
    const keys = new Set([...Object.keys(golden), ...Object.keys(actual)]);
    return [...keys].flatMap((key) => diffFields(at(golden, key), at(actual, key), `${path}.${key}`));
  }
  return [`${path}: ${shown(golden)} became ${shown(actual)}`];
}

function isContainer(value: Json | undefined): value is readonly Json[] | { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null;
}

/** Absent fields are undefined, which equals nothing. */
function at(container: object, key: string): Json {
  return (container as Record<string, Json>)[key] as Json;
}

function shown(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
