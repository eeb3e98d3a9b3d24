/** Looking into and comparing raw JSON. */

export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is at a path of field names, or undefined. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (!isRecord(found)) return undefined;
    found = found[key];
  }
  return found;
}

/** The text at a path: strings, and booleans as the server's field selectors write them. */
export function stringAt(value: unknown, path: readonly string[]): string | undefined {
  const found = valueAt(value, path);
  if (typeof found === 'boolean') return String(found);
  return typeof found === 'string' ? found : undefined;
}

export function listAt(value: unknown, path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found : [];
}

/** The record with a field set, or without it where the value is undefined. */
export function withField<T extends object>(record: T, key: string, value: unknown): T {
  const { [key]: _, ...rest } = record as JsonRecord;
  return (value === undefined ? rest : { ...record, [key]: value }) as T;
}

/** Deep equality of JSON; a field that is undefined counts as absent. */
export function equal(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) && left.length === right.length && left.every((item, index) => equal(item, right[index]))
    );
  }
  return isRecord(left) && isRecord(right) && equalRecords(left, right);
}

function equalRecords(left: JsonRecord, right: JsonRecord): boolean {
  const keys = Object.keys(left);
  return (
    keys.every((key) => equal(left[key], right[key])) &&
    Object.keys(right).every((key) => right[key] === undefined || key in left)
  );
}
