import { requestTarget, type RequestTarget } from '../../observer/request-target.ts';
import type { ApiRequest } from './api.ts';
import { formOf } from './object-text.ts';
import type { Access } from './rbac/rules.ts';
import type { ResourceRequest } from './request.ts';
import type { ResourceRegistry } from './resources.ts';
import { nameSelected } from './selectors.ts';
import { invalid, notServed, pageNotFound } from './status-answer.ts';
import type { ApiAnswer } from './api.ts';

/** What is authorized: a verb on a resource, or on a path. */
export function accessOf({ method, path }: ApiRequest, target: RequestTarget | undefined): Access {
  if (target === undefined) return { verb: method.toLowerCase(), path: path.split('?', 1)[0] ?? path };
  const { resource, namespace, subresource, name, query } = target;
  const verb = verbOf(method, target);
  const named = verb === 'list' || verb === 'watch' ? nameSelected(query.get('fieldSelector') ?? undefined) : undefined;
  return { verb, ...resource, subresource, name: name ?? named, namespace };
}

/** The verb of a request in the words of roles. */
function verbOf(method: ApiRequest['method'], { name, query }: RequestTarget): string {
  if (method === 'GET' && name !== undefined) return 'get';
  if (method === 'GET') return query.get('watch') === 'true' ? 'watch' : 'list';
  if (method === 'DELETE' && name === undefined) return 'deletecollection';
  return { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' }[method];
}

export function targetOf({ path }: ApiRequest): RequestTarget | undefined {
  const target = requestTarget(path);
  // A namespace is the object of its own requests as well: roles are looked up in it.
  if (target?.resource.plural !== 'namespaces' || target.resource.group !== '') return target;
  return target.name === undefined ? target : { ...target, namespace: target.name };
}

/** The request taken apart; an answer where its path leads nowhere. Throws Refusal where only its last part does not. */
export function resourceRequest(
  request: ApiRequest,
  target: RequestTarget,
  registry: ResourceRegistry,
): ResourceRequest | ApiAnswer {
  const { resource: name, version, subresource, query } = target;
  const resource = registry.find(name, version);
  if (resource === undefined) {
    if (name.group === '' || registry.hasBuiltInVersion(name.group, version)) throw notServed();
    return pageNotFound;
  }
  if (subresource !== undefined && !resource.subresources.has(subresource)) throw notServed();
  checkDryRun(query.get('dryRun') ?? '');
  return {
    resource,
    namespace: resource.namespaced ? target.namespace : undefined,
    name: target.name,
    subresource,
    query,
    form: formOf(request.headers['accept']),
    user: request.user,
    contentType: request.headers['content-type'] ?? 'application/json',
    body: request.body,
    manager: query.get('fieldManager') || managerOf(request.headers['user-agent']),
    dryRun: query.get('dryRun') === 'All',
  };
}

function checkDryRun(asked: string): void {
  if (asked === '' || asked === 'All') return;
  const message = `Unsupported value: "${asked}": supported values: "All"`;
  throw invalid('meta.k8s.io', 'Options', '', [{ reason: 'FieldValueNotSupported', message, field: 'dryRun' }]);
}

/** Who does not name a field manager is known by the first word of the user agent. */
function managerOf(userAgent = 'unknown'): string {
  return userAgent.split('/', 1)[0] ?? userAgent;
}
