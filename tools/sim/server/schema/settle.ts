import { isRecord, type JsonRecord } from '../values.ts';
import type { StructuralSchema } from './structural-schema.ts';

/** An object as it will be stored, and the paths of what was dropped because no schema knows it. */
export interface Settled<T> {
  readonly value: T;
  readonly unknown: readonly string[];
}

/** Fields that every object has and its schema does not describe. */
const ownFields: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * Drops unknown fields and puts in defaults, as the API server does with custom resources
 * (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-pruning).
 * Parts that stay are the same values. `nulls` says what becomes of a `null` that its schema does not allow.
 */
export function settle<T extends object>(
  object: T,
  schema: StructuralSchema,
  nulls: 'dropped' | 'kept' = 'dropped',
): Settled<T> {
  const unknown: string[] = [];
  const root = { ...schema, 'x-kubernetes-embedded-resource': true };
  return { value: settled(object, root, '', { unknown, nulls }) as T, unknown };
}

interface Finding {
  readonly unknown: string[];
  readonly nulls: 'dropped' | 'kept';
}

function settled(value: unknown, schema: StructuralSchema, path: string, finding: Finding): unknown {
  if (Array.isArray(value)) return settledList(value, schema, path, finding);
  return isRecord(value) ? settledRecord(value, schema, path, finding) : value;
}

function settledList(
  list: readonly unknown[],
  { items }: StructuralSchema,
  path: string,
  finding: Finding,
): readonly unknown[] {
  if (items === undefined) return list;
  const changed = list.map((item, index) => settled(item, items, `${path}[${index}]`, finding));
  return changed.every((item, index) => item === list[index]) ? list : changed;
}

function settledRecord(record: JsonRecord, schema: StructuralSchema, path: string, finding: Finding): JsonRecord {
  const kept: Record<string, unknown> = {};
  let changed = false;
  for (const [name, value] of Object.entries(record)) {
    const below = path === '' ? name : `${path}.${name}`;
    const next = settledField(value, { schema, name }, below, finding);
    if (next === dropped) changed = true;
    else kept[name] = next;
    changed ||= next !== value;
  }
  const defaulted = addDefaults(kept, schema, path, finding);
  return changed || defaulted ? kept : record;
}

const dropped = Symbol('dropped');

function settledField(
  value: unknown,
  { schema, name }: { readonly schema: StructuralSchema; readonly name: string },
  path: string,
  finding: Finding,
): unknown {
  if (schema['x-kubernetes-embedded-resource'] === true && ownFields.has(name)) return value;
  const field = fieldSchema(schema, name);
  if (field === 'anything') return value;
  if (field === undefined) {
    finding.unknown.push(path);
    return dropped;
  }
  if (value === null && field.nullable !== true) return finding.nulls === 'kept' ? value : dropped;
  return settled(value, field, path, finding);
}

/** The schema of a field; undefined where it may not be. */
function fieldSchema(schema: StructuralSchema, name: string): StructuralSchema | 'anything' | undefined {
  const { properties, additionalProperties } = schema;
  if (properties !== undefined && Object.hasOwn(properties, name)) return properties[name];
  if (typeof additionalProperties === 'object') return additionalProperties;
  const open = additionalProperties === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  return open ? 'anything' : undefined;
}

/** Whether a default was put in. */
function addDefaults(
  record: Record<string, unknown>,
  { properties = {} }: StructuralSchema,
  path: string,
  finding: Finding,
): boolean {
  let added = false;
  for (const [name, field] of Object.entries(properties)) {
    if (field.default === undefined || record[name] !== undefined) continue;
    record[name] = settled(field.default, field, `${path}.${name}`, finding);
    added = true;
  }
  return added;
}
