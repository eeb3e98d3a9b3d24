import type { ApiAnswer } from './api.ts';
import { apiVersionOf, type Resource } from './resources.ts';
import { jsonAnswer } from './status-answer.ts';

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const healthPaths = new Set(['/healthz', '/livez', '/readyz']);
const storedVerbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

const version = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: 'v1.36.3',
  gitTreeState: 'clean',
  compiler: 'gc',
  platform: 'linux/amd64',
};

/**
 * The documents that are no resources: version, health, and what is served. Undefined for any other path. Groups in
 * `hidden` are there, but nobody knows what they serve.
 */
export function document(
  path: string,
  accept: string | undefined,
  served: readonly Resource[],
  hidden: ReadonlySet<string> = new Set(),
): ApiAnswer | undefined {
  if (path === '/version') return jsonAnswer(200, JSON.stringify(version));
  if (healthPaths.has(path)) {
    return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'ok' };
  }
  const aggregated = accept?.includes('as=APIGroupDiscoveryList') === true;
  if (path === '/api' || path === '/apis') {
    const some = served.filter(({ group }) => (group === '') === (path === '/api'));
    return aggregated ? aggregatedAnswer(some, hidden) : jsonAnswer(200, JSON.stringify(legacyIndex(path, some)));
  }
  const found = legacyDocument(path, served);
  return found === undefined ? undefined : jsonAnswer(200, JSON.stringify(found));
}

function aggregatedAnswer(served: readonly Resource[], hidden: ReadonlySet<string>): ApiAnswer {
  const items = [...Map.groupBy(served, ({ group }) => group)].map(([group, resources]) => ({
    metadata: group === '' ? {} : { name: group },
    versions: [...Map.groupBy(resources, (resource) => resource.version)].map(([version, some]) => ({
      version,
      resources: hidden.has(group) ? [] : some.map(aggregatedResource),
      freshness: hidden.has(group) ? 'Stale' : 'Current',
    })),
  }));
  const body = { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
  return { status: 200, headers: { 'content-type': AGGREGATED }, body: JSON.stringify(body) };
}

function aggregatedResource(resource: Resource): object {
  const { group, version, kind, plural, singular, namespaced } = resource;
  const responseKind = { group, version, kind };
  const subresources = [...resource.subresources].map((subresource) => ({
    subresource,
    responseKind,
    verbs: ['get', 'patch', 'update'],
  }));
  return {
    resource: plural,
    responseKind,
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs: verbsOf(resource),
    ...(subresources.length > 0 && { subresources }),
  };
}

function verbsOf({ review }: Resource): readonly string[] {
  return review ? ['create'] : storedVerbs;
}

function legacyIndex(path: string, served: readonly Resource[]): object {
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  const groups = [...Map.groupBy(served, ({ group }) => group)].map(([name, some]) => groupOf(name, some));
  return { kind: 'APIGroupList', apiVersion: 'v1', groups };
}

function groupOf(name: string, served: readonly Resource[]): object {
  const versions = [...new Set(served.map(({ version }) => version))].map((version) => ({
    groupVersion: apiVersionOf({ group: name, version }),
    version,
  }));
  return { name, versions, preferredVersion: versions[0] };
}

/** `/api/v1`, `/apis/apps` and `/apis/apps/v1`. */
function legacyDocument(path: string, served: readonly Resource[]): object | undefined {
  const [, root, ...parts] = path.split('/');
  if (root !== 'api' && root !== 'apis') return undefined;
  const [group = '', version] = root === 'api' ? ['', parts[0]] : parts;
  const some = served.filter((resource) => resource.group === group);
  if (some.length === 0) return undefined;
  if (version === undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group, some) };
  const resources = some.filter((resource) => resource.version === version);
  if (resources.length === 0) return undefined;
  const groupVersion = apiVersionOf({ group, version });
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: resources.flatMap(legacyResources) };
}

function legacyResources(resource: Resource): object[] {
  const { kind, plural, singular, namespaced } = resource;
  const own = { name: plural, singularName: singular, namespaced, kind, verbs: verbsOf(resource) };
  const below = [...resource.subresources].map((subresource) => ({
    name: `${plural}/${subresource}`,
    singularName: '',
    namespaced,
    kind,
    verbs: ['get', 'patch', 'update'],
  }));
  return [own, ...below];
}
