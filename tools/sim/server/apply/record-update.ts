import type { FieldSet, KubeObject } from '../../../../src/k8s/object.ts';
import { compare } from './compare.ts';
import { isSameManager, ownersSent, timestampOf, withOwners, type Manager, type Owner } from './managers.ts';
import { subtract, union } from './set-algebra.ts';
import { trackedPart } from './tracked.ts';
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
 * its own managedFields are those that the client sent.
 */
export function recordUpdate(before: KubeObject | undefined, after: KubeObject, options: UpdateOptions): KubeObject {
  const { schema, now } = options;
  const { changed, removed } = compare(trackedPart(before), trackedPart(after), schema);
  const self = managerOf(options);
  const owners = ownersSent(after, before);
  const own = owners.find((owner) => isSameManager(owner, self));
  const gone = union(changed, removed);
  const others = owners.filter((owner) => owner !== own).flatMap((owner) => keep(owner, subtract(owner.fields, gone)));
  const kept = own === undefined ? undefined : subtract(own.fields, removed);
  if (changed === undefined) return withOwners(after, [...others, ...(own === undefined ? [] : keep(own, kept))]);
  const fields = union(kept, changed) ?? changed;
  return withOwners(after, [...others, { ...self, fields, time: timestampOf(now) }]);
}

function managerOf({ manager, apiVersion, subresource }: UpdateOptions): Manager {
  const base = { manager, operation: 'Update' as const, apiVersion };
  return subresource === undefined ? base : { ...base, subresource };
}

function keep(owner: Owner, fields: FieldSet | undefined): Owner[] {
  return fields === undefined ? [] : [{ ...owner, fields }];
}
