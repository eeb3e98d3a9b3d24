import type { Method, Verb } from '../../src/k8s/transport.ts';
import type { RequestMade } from './history.ts';
import { requestTarget } from './request-target.ts';

/** A request as it is on the wire. */
export interface WireRequest {
  readonly method: Method;
  /** Path and query. */
  readonly path: string;
  readonly contentType?: string | undefined;
  readonly body?: string | undefined;
}

export type RequestAbout = Pick<RequestMade, 'verb' | 'resource' | 'subresource' | 'namespace' | 'name'>;

/**
 * What a request is about. Creations name their object in the body. Documents that are no resources (discovery,
 * `/version`) count as read, with their path in place of the plural.
 */
export function requestAbout(request: WireRequest): RequestAbout {
  const target = requestTarget(request.path);
  if (target === undefined)
    return { verb: 'get', resource: { group: '', plural: request.path.split('?', 1)[0] ?? '' } };
  const { resource, namespace, subresource, name = nameIn(request) } = target;
  return {
    verb: verbOf(request, target.name === undefined),
    resource,
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
    ...(subresource !== undefined && { subresource }),
  };
}

/** `tiers` in `calico-operator/1.2.3 (tiers)`; the whole of user agents that name no caller. */
export function callerOf(userAgent: string): string {
  return /\(([^()]*)\)$/.exec(userAgent)?.[1] ?? userAgent;
}

const verbs = { POST: 'create', PUT: 'update', DELETE: 'delete' } as const;

function verbOf({ method, path, contentType }: WireRequest, isCollection: boolean): Verb {
  if (method === 'GET') return readVerb(path, isCollection);
  if (method === 'PATCH') return isApply(path, contentType) ? 'apply' : 'patch';
  return verbs[method];
}

function readVerb(path: string, isCollection: boolean): Verb {
  if (/[?&]watch=(?:true|1)\b/.test(path)) return 'watch';
  return isCollection ? 'list' : 'get';
}

/** Audit logs tell no content type, but only an apply may say `force`. */
function isApply(path: string, contentType: string | undefined): boolean {
  if (contentType !== undefined) return contentType.startsWith('application/apply-patch');
  return /[?&]force=/.test(path);
}

function nameIn({ method, body }: WireRequest): string | undefined {
  if (method !== 'POST' || body === undefined) return undefined;
  try {
    return (JSON.parse(body) as { metadata?: { name?: string } }).metadata?.name;
  } catch {
    return undefined;
  }
}
