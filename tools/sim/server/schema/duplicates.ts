import type { Cause } from '../status-answer.ts';
import { isRecord } from '../values.ts';
import type { Judged, StructuralSchema } from './structural-schema.ts';

/** Items that occur twice in a list that is a set, or keys in one that is a map. */
export function duplicates({ path }: Judged, list: readonly unknown[], schema: StructuralSchema): Cause[] {
  const keyOf = identity(schema);
  if (keyOf === undefined) return [];
  const seen = new Set<string>();
  return list.flatMap((item, index) => {
    const key = keyOf(item);
    const repeated = seen.has(key);
    seen.add(key);
    if (!repeated) return [];
    return [{ reason: 'FieldValueDuplicate', message: `Duplicate value: ${key}`, field: `${path}[${index}]` }];
  });
}

function identity(schema: StructuralSchema): ((item: unknown) => string) | undefined {
  const relation = schema['x-kubernetes-list-type'];
  if (relation === 'set') return (item) => JSON.stringify(item);
  const names = schema['x-kubernetes-list-map-keys'];
  if (relation !== 'map' || names === undefined) return undefined;
  return (item) => JSON.stringify(isRecord(item) ? Object.fromEntries(names.map((name) => [name, item[name]])) : item);
}
