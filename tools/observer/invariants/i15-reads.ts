import { kindOf } from '../cluster-state.ts';
import type { RequestMade } from '../history.ts';
import { invariant } from './invariant.ts';

const scoped = new Set(['secrets', 'configmaps', 'pods']);

/** What is inside a cache is not in a history; what it asks for is. */
export const readsGoForward = invariant(
  'I15',
  'No watch goes back in versions, nothing is read at version 0, and Secrets, ConfigMaps and Pods are never read cluster-wide',
  function* (history, facts) {
    const versions = new Map<string, bigint>();
    for (const request of history.requests) {
      if (request.user !== facts.operatorUser || !['get', 'list', 'watch'].includes(request.verb)) continue;
      for (const what of wrongsOf(request, versions)) yield { at: request.at, what };
    }
  },
);

function wrongsOf(request: RequestMade, versions: Map<string, bigint>): string[] {
  const { verb, path, resource, namespace } = request;
  const [collection = '', query] = path.split('?', 2);
  const parameters = new URLSearchParams(query);
  const version = parameters.get('resourceVersion');
  const isWide = verb !== 'get' && namespace === undefined && scoped.has(kindOf(resource));
  return [
    ...(version === '0' ? [`${verb} ${collection} asks for any version`] : []),
    ...(isWide && !parameters.has('fieldSelector') ? [`${verb} ${collection} reads all namespaces`] : []),
    ...backwards(request, { parameters, versions }),
  ];
}

interface Memory {
  readonly parameters: URLSearchParams;
  readonly versions: Map<string, bigint>;
}

/** A new list may show anything; a watch that goes on from a version must not go on from before the last one. */
function backwards({ verb, path, process }: RequestMade, { parameters, versions }: Memory): string[] {
  if (verb === 'get') return [];
  const collection = path.split('?', 1)[0] ?? '';
  const stream = [process, collection, parameters.get('labelSelector'), parameters.get('fieldSelector')].join(' ');
  const version = parameters.get('resourceVersion') ?? '';
  if (verb === 'list' || parameters.has('sendInitialEvents') || !/^\d+$/.test(version)) {
    versions.delete(stream);
    return [];
  }
  const last = versions.get(stream) ?? 0n;
  versions.set(stream, BigInt(version));
  return BigInt(version) < last ? [`watch ${collection} went back from version ${last} to ${version}`] : [];
}
