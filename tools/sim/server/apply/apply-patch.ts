import type { JsonObject } from '../../../../src/reconcilers/apply/field-set.ts';
import type { FieldSet, KubeObject } from '../../../../src/k8s/object.ts';
import { compare, type Difference } from './compare.ts';
import type { Conflict } from './conflicts.ts';
import { AppliedTypeError, fieldsOf } from './fields-of.ts';
import { isSameJson } from './json-values.ts';
import { isSameManager, ownersIn, timestampOf, withOwners, type Owner } from './managers.ts';
import { merge } from './merge.ts';
import { prune } from './remove.ts';
import { intersect, pathsOf, subtract, union } from './set-algebra.ts';
import { trackedPart, withTrackedPart } from './tracked.ts';
import type { TypeSchema } from './type-schema.ts';

export interface ApplyOptions {
  readonly schema: TypeSchema;
  readonly manager: string;
  /** Takes fields from other managers instead of failing. */
  readonly force: boolean;
  readonly apiVersion: string;
  /** With `status`, nothing but the status of what was applied counts. */
  readonly subresource?: string;
  /** Without a subresource: the fields of the object that only a subresource may write, for example `status`. */
  readonly reset?: readonly string[];
  readonly now: Date;
}

/** The live object itself, where nothing changed; or whose fields the apply would have had to take. */
export type ApplyOutcome = { readonly object: KubeObject } | { readonly conflicts: readonly Conflict[] };

/**
 * Server-side apply: merges, drops what the manager applied before and does not apply any more, and notes who owns what
 * (https://kubernetes.io/docs/reference/using-api/server-side-apply/). Throws AppliedTypeError, with the API server's
 * message, where the applied object does not fit its type.
 */
export function applyPatch(live: KubeObject | undefined, applied: KubeObject, options: ApplyOptions): ApplyOutcome {
  const { schema } = options;
  const wanted = wantedPart(applied, options);
  const fields = claimedFields(wanted, applied, schema);
  const owners = ownersIn(live?.metadata.managedFields);
  const self = owners.find((owner) => isSameManager(owner, ownerOf(options, {})));
  const others = owners.filter((owner) => owner !== self);
  const before = trackedPart(live);
  const ownership = { former: self?.fields, applied: fields, others: allOf(others) };
  const after = prune(merge(before, wanted, schema), ownership, schema);
  const difference = compare(before, after, schema);
  const conflicts = options.force ? [] : conflictsWith(others, difference.changed);
  if (conflicts.length > 0) return { conflicts };
  if (live !== undefined && isNothing(difference))
    return { object: claim(live, owners, [...others, ...entry(self?.time)]) };
  const left = others.flatMap((owner) => without(owner, union(difference.changed, difference.removed)));
  return {
    object: withOwners(withTrackedPart(live ?? applied, after as JsonObject), [
      ...left,
      ...entry(timestampOf(options.now)),
    ]),
  };

  function entry(time: string | undefined): Owner[] {
    return fields === undefined ? [] : [ownerOf(options, fields, time)];
  }
}

/** No value changed; the order of a keyed list's items does not count. */
function isNothing({ changed, removed }: Difference): boolean {
  return changed === undefined && removed === undefined;
}

function claim(live: KubeObject, owners: readonly Owner[], next: readonly Owner[]): KubeObject {
  return isSameOwners(owners, next) ? live : withOwners(live, next);
}

function wantedPart(applied: KubeObject, { subresource, reset = [] }: ApplyOptions): JsonObject {
  const part = trackedPart(applied);
  if (subresource === 'status') return { metadata: {}, ...('status' in part ? { status: part['status'] ?? {} } : {}) };
  return Object.fromEntries(Object.entries(part).filter(([name]) => !reset.includes(name)));
}

function claimedFields(
  wanted: JsonObject,
  { apiVersion, kind, metadata }: KubeObject,
  schema: TypeSchema,
): FieldSet | undefined {
  try {
    const fields = fieldsOf(wanted, schema);
    return fields === undefined ? undefined : subtract(fields, { 'f:metadata': {} });
  } catch (error) {
    if (!(error instanceof AppliedTypeError)) throw error;
    const version = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`;
    const what = `${metadata.namespace ?? ''}/${metadata.name}; ${version}, Kind=${kind}`;
    throw new AppliedTypeError(error.path, `failed to create typed patch object (${what}): ${error.message}`);
  }
}

function ownerOf({ manager, apiVersion, subresource }: ApplyOptions, fields: FieldSet, time?: string): Owner {
  const base = { manager, operation: 'Apply' as const, apiVersion, fields };
  const timed = time === undefined ? base : { ...base, time };
  return subresource === undefined ? timed : { ...timed, subresource };
}

function allOf(owners: readonly Owner[]): FieldSet | undefined {
  return owners.reduce<FieldSet | undefined>((all, { fields }) => union(all, fields), undefined);
}

function conflictsWith(others: readonly Owner[], changed: FieldSet | undefined): Conflict[] {
  if (changed === undefined) return [];
  const conflicts = others.flatMap((owner) => conflictWith(owner, intersect(owner.fields, changed)));
  return conflicts.toSorted((left, right) => (left.manager < right.manager ? -1 : 1));
}

function conflictWith(owner: Owner, taken: FieldSet | undefined): Conflict[] {
  const { fields: _, time: __, ...manager } = owner;
  return taken === undefined ? [] : [{ ...manager, fields: pathsOf(taken) }];
}

function without(owner: Owner, gone: FieldSet | undefined): Owner[] {
  const fields = subtract(owner.fields, gone);
  return fields === undefined ? [] : [fields === owner.fields ? owner : { ...owner, fields }];
}

function isSameOwners(left: readonly Owner[], right: readonly Owner[]): boolean {
  return left.length === right.length && left.every((owner) => right.some((other) => isSameOwner(owner, other)));
}

function isSameOwner(left: Owner, right: Owner): boolean {
  return isSameManager(left, right) && left.time === right.time && isSameJson(left.fields, right.fields);
}
