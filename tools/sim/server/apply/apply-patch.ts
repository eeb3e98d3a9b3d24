import type { JsonObject } from '../../../../src/reconcilers/apply/field-set.ts';
import type { FieldSet, KubeObject } from '../../../../src/k8s/object.ts';
import { compare } from './compare.ts';
import type { Conflict } from './conflicts.ts';
import { AppliedTypeError, fieldsOf } from './fields-of.ts';
import { isBlank, isSameJson } from './json-values.ts';
import { isSameManager, ownersIn, timestampOf, withOwners, type Owner } from './managers.ts';
import { merge } from './merge.ts';
import { prune } from './remove.ts';
import { covers, intersect, pathsOf, subtract, union } from './set-algebra.ts';
import { inTypedForm, trackedPart, withTrackedPart } from './tracked.ts';
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
  const { owners, self, others } = ownersOf(live, options);
  const fields = claimedFields(wanted, applied, { schema, former: self?.fields });
  const before = trackedPart(live);
  const ownership = { former: self?.fields, applied: fields, others: allOf(others) };
  const after = prune(merge(before, wanted, schema), ownership, schema);
  const { changed, removed } = compare(before, after, schema, 'merged');
  const conflicts = options.force ? [] : conflictsWith(others, changed);
  if (conflicts.length > 0) return { conflicts };
  const left = others.flatMap((owner) => without(owner, union(changed, removed)));
  const isSame = live !== undefined && isSameJson(before, after);
  const next = [...left, ...claim(options, fields, isSame ? self?.time : timestampOf(options.now))];
  return { object: outcome(live ?? applied, after as JsonObject, { owners, next, isSame }, schema) };
}

/** Not even the times of the owners change where the server keeps nothing of what was sent, such as empty lists. */
function outcome(base: KubeObject, after: JsonObject, turnover: Turnover, schema: TypeSchema): KubeObject {
  const { owners, next, isSame } = turnover;
  const object = isSame ? base : inTypedForm(withTrackedPart(base, after), schema);
  const isKept = object === base || isSameJson(trackedPart(object), trackedPart(base));
  return isKept && isSameOwners(owners, next) ? base : withOwners(object, next);
}

interface Turnover {
  readonly owners: readonly Owner[];
  readonly next: readonly Owner[];
  /** No value changed, not even in order. */
  readonly isSame: boolean;
}

interface Owners {
  /** As the live object names them. */
  readonly owners: readonly Owner[];
  readonly self: Owner | undefined;
  readonly others: readonly Owner[];
}

/** An object that nobody tracked until now belongs to `before-first-apply`. */
function ownersOf(live: KubeObject | undefined, options: ApplyOptions): Owners {
  const owners = ownersIn(live?.metadata.managedFields);
  if (live !== undefined && owners.length === 0) return { owners, self: undefined, others: untracked(live, options) };
  const self = owners.find((owner) => isSameManager(owner, ownerOf(options, {})));
  return { owners, self, others: owners.filter((owner) => owner !== self) };
}

function untracked(live: KubeObject, { schema, apiVersion, now, reset = [] }: ApplyOptions): Owner[] {
  const part = Object.entries(trackedPart(live)).filter(([name]) => !reset.includes(name));
  const { changed: fields } = compare(trackedPart(undefined), Object.fromEntries(part), schema);
  const base = { manager: 'before-first-apply', operation: 'Update' as const, apiVersion };
  return fields === undefined ? [] : [{ ...base, fields, time: timestampOf(now) }];
}

function claim(options: ApplyOptions, fields: FieldSet | undefined, time: string | undefined): Owner[] {
  return fields === undefined ? [] : [ownerOf(options, fields, time)];
}

function wantedPart(applied: KubeObject, { subresource, reset = [] }: ApplyOptions): JsonObject {
  const part = trackedPart(applied);
  if (subresource === 'status') return 'status' in part ? { status: part['status'] ?? {} } : {};
  return Object.fromEntries(
    Object.entries(part).filter(([name, value]) => !reset.includes(name) && !(name === 'metadata' && isBlank(value))),
  );
}

interface Claims {
  readonly schema: TypeSchema;
  readonly former: FieldSet | undefined;
}

function claimedFields(wanted: JsonObject, applied: KubeObject, { schema, former }: Claims): FieldSet | undefined {
  try {
    return fieldsOf(wanted, schema, former);
  } catch (error) {
    if (!(error instanceof AppliedTypeError)) throw error;
    const { apiVersion, kind, metadata } = applied;
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

/** Whether the same managers own the same, no matter since when. */
function isSameOwners(left: readonly Owner[], right: readonly Owner[]): boolean {
  return left.length === right.length && left.every((owner) => right.some((other) => isSameOwner(owner, other)));
}

function isSameOwner(left: Owner, right: Owner): boolean {
  return isSameManager(left, right) && covers(left.fields, right.fields) && covers(right.fields, left.fields);
}
