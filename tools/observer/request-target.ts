import type { ResourceName } from './history.ts';

/** What a URL of the Kubernetes API is about. */
export interface RequestTarget {
  readonly resource: ResourceName;
  readonly version: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
  readonly query: URLSearchParams;
}

/**
 * Reads a path with its query, as `/api/v1/namespaces/ns/secrets/name` or `/apis/apps/v1/deployments?watch=true`.
 * Undefined for documents that are no resources, such as `/version` and discovery.
 */
export function requestTarget(pathAndQuery: string): RequestTarget | undefined {
  const [path = '', query = ''] = pathAndQuery.split('?', 2);
  const parts = path.split('/').slice(1).map(decodeURIComponent);
  const [group, version, rest] =
    parts[0] === 'api' ? ['', parts[1], parts.slice(2)] : [parts[1], parts[2], parts.slice(3)];
  if ((parts[0] !== 'api' && parts[0] !== 'apis') || group === undefined || version === undefined) return undefined;
  const found = below(rest);
  if (found === undefined) return undefined;
  const { plural, ...where } = found;
  return { resource: { group, plural }, version, ...where, query: new URLSearchParams(query) };
}

type Where = Pick<RequestTarget, 'namespace' | 'name' | 'subresource'> & { readonly plural: string };

/** `namespaces/ns/plural/…` is about the plural, `namespaces/ns` and `namespaces/ns/status` about the namespace. */
function below(parts: readonly string[]): Where | undefined {
  const [first, second, third] = parts;
  const namespaced = first === 'namespaces' && third !== undefined && !namespaceSubresources.has(third);
  const [plural, name, subresource] = namespaced ? parts.slice(2) : parts;
  if (plural === undefined || plural === '') return undefined;
  return {
    plural,
    ...(namespaced && second !== undefined && { namespace: second }),
    ...(name !== undefined && { name }),
    ...(subresource !== undefined && { subresource }),
  };
}

const namespaceSubresources = new Set(['status', 'finalize']);
