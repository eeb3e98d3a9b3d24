export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Name of a manifest. */
export function nameOf(manifest: Json): string {
  const metadata = isObject(manifest) ? manifest['metadata'] : undefined;
  const name = isObject(metadata) ? metadata['name'] : undefined;
  return typeof name === 'string' ? name : '(no name)';
}

/** Lists whose order says nothing. */
const unordered = new Set(['required', 'enum', 'shortNames']);

const byText = (one: Json, other: Json): number => JSON.stringify(one).localeCompare(JSON.stringify(other));

/**
 * A manifest without what carries no meaning: texts, annotations, order, empty values. A field may itself be named
 * `description`: texts are dropped from schemas, not from `properties`.
 */
export function normalized(value: Json, key: string): Json {
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => normalized(item, ''));
    return unordered.has(key) ? items.sort(byText) : items;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(withoutAllOf(value))
    .filter(([name]) => key === 'properties' || (name !== 'description' && name !== 'annotations'))
    .filter(([name, child]) => !(name === 'subresources' && isObject(child) && Object.keys(child).length === 0))
    .map(([name, child]): [string, Json] => [name, normalized(child, name)])
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries);
}

/** `allOf` of enums is the enum of what all of them allow. */
function withoutAllOf(node: { readonly [key: string]: Json }): { readonly [key: string]: Json } {
  const { allOf, ...rest } = node;
  if (!Array.isArray(allOf)) return node;
  const enums = allOf.map((branch: Json) => (isObject(branch) ? branch['enum'] : undefined));
  if (!enums.every((values): values is readonly Json[] => Array.isArray(values))) return node;
  const [first = [], ...others] = enums;
  return { ...rest, enum: first.filter((value) => others.every((values) => values.includes(value))) };
}

/** A line for each difference between two normalized manifests. */
export function differences(ours: Json | undefined, theirs: Json | undefined, where: string): string[] {
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return [];
  if (!isObject(ours) || !isObject(theirs)) {
    if (Array.isArray(ours) && Array.isArray(theirs) && ours.length === theirs.length) {
      return ours.flatMap((item: Json, index) => differences(item, theirs[index] as Json, `${where}[${index}]`));
    }
    return [`${where}: ${JSON.stringify(ours)} instead of ${JSON.stringify(theirs)}`];
  }
  const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
  return keys.flatMap((key) => differences(ours[key], theirs[key], `${where}.${key}`));
}
