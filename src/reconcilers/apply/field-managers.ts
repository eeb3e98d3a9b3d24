import type { FieldSet, KubeObject } from '../../k8s/object.ts';
import { fieldManager, formerFieldManager } from './take-over.ts';

/** Names of those beside us who manage a field, sorted; `path` is that of managedFields, `['f:spec', 'f:disabled']`. */
export function foreignManagers({ metadata }: KubeObject, path: readonly string[]): string[] {
  const names = (metadata.managedFields ?? []).flatMap(({ manager, fieldsV1 }) =>
    manager === undefined || isOurs(manager) || !holds(fieldsV1, path) ? [] : [manager],
  );
  return [...new Set(names)].toSorted();
}

function isOurs(manager: string): boolean {
  return manager === fieldManager || manager === formerFieldManager;
}

function holds(fields: FieldSet | undefined, path: readonly string[]): boolean {
  return path.reduce<FieldSet | undefined>((set, key) => set?.[key], fields) !== undefined;
}
