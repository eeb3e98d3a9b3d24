import type { ResourceType } from './object.ts';

export interface PathTarget {
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly subresource?: string | undefined;
}

/**
 * The URL path of a collection or of one object. Without a namespace a namespaced kind names the collection over all
 * namespaces; one object of it needs a namespace (TypeError), and so does nothing cluster-scoped.
 */
export function resourcePath(type: ResourceType, target: PathTarget = {}): string {
  const { name, namespace, subresource } = target;
  if (type.namespaced && name !== undefined && namespace === undefined) {
    throw new TypeError(`${type.kind} ${name} is namespaced: a namespace is needed`);
  }
  const root = type.group === '' ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
  const scope = type.namespaced && namespace !== undefined ? ['namespaces', namespace] : [];
  const parts = [...scope, type.plural, name, subresource].filter((part) => part !== undefined);
  return [root, ...parts.map(encodeURIComponent)].join('/');
}

/** Adds a query string; parameters without a value are left out. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | number | boolean | undefined>>,
): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  if (given.length === 0) return path;
  const parameters = given.map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`);
  return `${path}?${parameters.join('&')}`;
}
