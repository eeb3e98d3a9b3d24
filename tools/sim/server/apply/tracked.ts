import type { Json, JsonObject } from '../../../../src/reconcilers/apply/field-set.ts';
import { typedForm, type Misfits } from './typed-form.ts';
import type { TypeSchema } from './type-schema.ts';
import type { KubeObject } from '../../../../src/k8s/object.ts';

/** Fields of `metadata` that belong to the server, so that no manager owns them. */
const serverFields: ReadonlySet<string> = new Set([
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'selfLink',
  'managedFields',
]);

/** The part of an object whose fields have owners: all but its name, its kind and what the server says of it. */
export function trackedPart(object: KubeObject | undefined): JsonObject {
  if (object === undefined) return { metadata: {} };
  const part: Record<string, Json> = {};
  for (const [name, value] of Object.entries(object)) {
    if (name !== 'apiVersion' && name !== 'kind' && name !== 'metadata') part[name] = value as Json;
  }
  part['metadata'] = trackedMetadata(object);
  return part;
}

function trackedMetadata({ metadata }: KubeObject): JsonObject {
  const tracked: Record<string, Json> = {};
  for (const [name, value] of Object.entries(metadata)) {
    if (!serverFields.has(name) && value !== undefined) tracked[name] = value as Json;
  }
  return tracked;
}

/** `object` with another tracked part. */
export function withTrackedPart(object: KubeObject, part: JsonObject): KubeObject {
  const { apiVersion, kind } = object;
  const { metadata: tracked, ...rest } = part;
  const metadata: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(object.metadata)) if (serverFields.has(name)) metadata[name] = value;
  return {
    apiVersion,
    kind,
    metadata: { ...metadata, ...(tracked as object | null) },
    ...rest,
  } as unknown as KubeObject;
}

/** An object as the server's type keeps it; see `typedForm`. The same object where there is nothing to leave out. */
export function inTypedForm(object: KubeObject, schema: TypeSchema): KubeObject {
  const part = trackedPart(object);
  const typed = typedForm(part, schema) as JsonObject;
  return typed === part ? object : withTrackedPart(object, typed);
}

/** A body as the server's type of a built-in kind reads it. */
export interface SettledObject extends Misfits {
  readonly object: KubeObject;
}

/**
 * An object of a built-in kind as the server's type reads it: without unknown fields and empty values, and told what was
 * unknown or of another type. Nothing is thrown.
 */
export function settleTyped(object: KubeObject, schema: TypeSchema): SettledObject {
  const misfits: Misfits = { unknown: [], mistyped: [] };
  const settled = typedForm(object as unknown as JsonObject, schema, misfits) as unknown as KubeObject;
  return { object: settled, ...misfits };
}
