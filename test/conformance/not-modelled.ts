/** A field of the real API server that the model leaves out, or fills in another way, on purpose. */
interface Unmodelled {
  /** Names of fields from the root; `*` is any one field or item. */
  readonly path: readonly string[];
  /** All kinds, where none is named. */
  readonly kind?: string;
  readonly why: string;
}

/** All that is not compared. Each entry is something that the operator neither reads nor writes. */
export const unmodelled: readonly Unmodelled[] = [];

/** An object without what is not compared. */
export function withoutUnmodelled(object: { readonly kind?: string }): object {
  return unmodelled
    .filter(({ kind }) => kind === undefined || kind === object.kind)
    .reduce<unknown>((left, { path }) => without(left, path), object) as object;
}

function without(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => (name === '*' ? without(item, rest) : item));
  const entries = Object.entries(value).flatMap(([key, child]): [string, unknown][] => {
    if (name !== '*' && key !== name) return [[key, child]];
    return rest.length === 0 ? [] : [[key, without(child, rest)]];
  });
  return Object.fromEntries(entries);
}
