import type { FieldSet, KubeObject } from '../../../../src/k8s/object.ts';
import { compare } from './compare.ts';
import { isSameManager, ownersSent, timestampOf, withOwners, type Manager, type Owner } from './managers.ts';
import { subtract, union } from './set-algebra.ts';
import { inTypedForm, trackedPart } from './tracked.ts';
import type { TypeSchema } from './type-schema.ts';

export interface UpdateOptions {
  readonly schema: TypeSchema;
  readonly manager: string;
  readonly apiVersion: string;
  readonly subresource?: string;
  readonly now: Date;
}

/**
 * `after` with the managedFields that a create, update or patch leaves: the manager's entry gets the fields that came or
 * changed, all other entries lose them, and an entry without fields goes
 * (https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management). `after` is what will be stored;
 * its own managedFields are those that the client sent. An object that has no managedFields gets none before its first
 * apply.
 */
export function recordUpdate(before: KubeObject | undefined, after: KubeObject, options: UpdateOptions): KubeObject {
  const owners = before === undefined ? [] : ownersSent(after, before);
  const isUntracked = before !== undefined && owners.length === 0;
  const next = isUntracked ? [] : nextOwners(owners, { before, after }, options);
  return inTypedForm(withOwners(after, next), options.schema);
}

/** An object before a write, and after it. */
interface Write {
  readonly before: KubeObject | undefined;
  readonly after: KubeObject;
}

function nextOwners(owners: readonly Owner[], { before, after }: Write, options: UpdateOptions): Owner[] {
  const { changed, removed } = compare(trackedPart(before), trackedPart(after), options.schema);
  const self = managerOf(options);
  const own = owners.find((owner) => isSameManager(owner, self));
  const gone = union(changed, removed);
  const others = owners.filter((owner) => owner !== own).flatMap((owner) => keep(owner, subtract(owner.fields, gone)));
  const kept = own === undefined ? undefined : subtract(own.fields, removed);
  if (changed === undefined) return [...others, ...keep(own, kept)];
  return [...others, { ...self, fields: union(kept, changed) ?? changed, time: timestampOf(options.now) }];
}

function managerOf({ manager, apiVersion, subresource }: UpdateOptions): Manager {
  const base = { manager, operation: 'Update' as const, apiVersion };
  return subresource === undefined ? base : { ...base, subresource };
}

function keep(owner: Owner | undefined, fields: FieldSet | undefined): Owner[] {
  return owner === undefined || fields === undefined ? [] : [{ ...owner, fields }];
}
