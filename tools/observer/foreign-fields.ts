import type { FieldSet, KubeObject } from '../../src/k8s/object.ts';
import { findItem, type Json } from '../../src/reconcilers/apply/field-set.ts';
import type { Facts } from './facts.ts';

/**
 * Fields of an object that only others manage, with their values: `spec.logSeverityScreen` or
 * `metadata.labels.team`. Lists are told whole by their items' keys. Status is left out: it is nobody's wish.
 */
export function foreignFields(object: KubeObject, facts: Facts): ReadonlyMap<string, Json> {
  const own = new Set([facts.fieldManager, ...facts.formerManagers]);
  const entries = (object.metadata.managedFields ?? []).filter(({ subresource }) => subresource === undefined);
  const ours = entries
    .filter(({ manager = '' }) => own.has(manager))
    .flatMap(({ fieldsV1 }) => leavesOf(fieldsV1, object));
  const theirs = entries
    .filter(({ manager = '' }) => !own.has(manager))
    .flatMap(({ fieldsV1 }) => leavesOf(fieldsV1, object));
  const fields = new Map(theirs);
  for (const [path] of [...ours, ...counters]) fields.delete(path);
  return fields;
}

/** The value of a field that `foreignFields` named, in another state of the object. */
export function fieldOf(object: KubeObject, path: string): Json | undefined {
  return keysOf(path).reduce<Json | undefined>(below, object as unknown as Json);
}

/** Counted by the API server with each change of a template, and put down to whoever made it. */
const counters = [[`f:metadata\nf:annotations\nf:deprecated.daemonset.template.generation`]] as const;

type Leaf = readonly [path: string, value: Json];

function leavesOf(fields: FieldSet | undefined, object: KubeObject): Leaf[] {
  return fields === undefined ? [] : walk(fields, object as unknown as Json, []);
}

function walk(fields: FieldSet, value: Json, path: readonly string[]): Leaf[] {
  const keys = Object.keys(fields).filter((key) => key !== '.');
  if (keys.length === 0) return [[path.join(separator), value]];
  return keys.flatMap((key) => {
    const inner = below(value, key);
    return inner === undefined ? [] : walk(fields[key] ?? {}, inner, [...path, key]);
  });
}

/** Neither names of fields nor JSON contain it. */
const separator = '\n';

function keysOf(path: string): string[] {
  return path.split(separator);
}

function below(value: Json | undefined, key: string): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (key.startsWith('f:')) return (value as { readonly [name: string]: Json })[key.slice(2)];
  return Array.isArray(value) ? findItem(value as readonly Json[], key) : undefined;
}

/** `spec.ports[{"port":1}]`: a path for people. */
export function readablePath(path: string): string {
  return keysOf(path)
    .map((key) => (key.startsWith('f:') ? `.${key.slice(2)}` : `[${key.slice(2)}]`))
    .join('')
    .replace(/^\./, '');
}
