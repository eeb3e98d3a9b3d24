/** The two forms in which the API server says what it serves. */
import type { Client } from './client.ts';
import { isRecord, stringAt } from './decode.ts';

export interface ServedResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

export interface Discovered {
  readonly resources: readonly ServedResource[];
  /** By group, preferred version first. */
  readonly versions: ReadonlyMap<string, readonly string[]>;
  /** Groups whose API server does not answer. */
  readonly unreachableGroups: ReadonlySet<string>;
}

/** Stable since Kubernetes 1.30; a server without it answers with the plain documents. */
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';

/** Everything in two requests; undefined when the server does not know this form. Rejects as the client does. */
export async function aggregatedDiscovery(client: Client): Promise<Discovered | undefined> {
  const answers = await Promise.all(['/api', '/apis'].map((path) => client.raw(path, { accept: AGGREGATED })));
  if (answers.some((answer) => stringAt(answer, 'kind') !== 'APIGroupDiscoveryList')) return undefined;
  const groups = answers.flatMap((answer) => listAt(answer, 'items'));
  const versions = groups.flatMap((group) =>
    listAt(group, 'versions').map((version) => ({ group: nameOf(group), version })),
  );
  return {
    resources: versions.flatMap(({ group, version }) => resourcesOf(group, version)),
    versions: new Map(
      groups.map((group) => [nameOf(group), listAt(group, 'versions').map((each) => stringAt(each, 'version') ?? '')]),
    ),
    unreachableGroups: new Set(
      versions.flatMap(({ group, version }) => (stringAt(version, 'freshness') === 'Stale' ? [group] : [])),
    ),
  };
}

function nameOf(group: unknown): string {
  return stringAt(isRecord(group) ? group['metadata'] : undefined, 'name') ?? '';
}

function resourcesOf(group: string, version: unknown): ServedResource[] {
  return listAt(version, 'resources').map((resource) => ({
    group,
    version: stringAt(version, 'version') ?? '',
    kind: stringAt(isRecord(resource) ? resource['responseKind'] : undefined, 'kind') ?? '',
    plural: stringAt(resource, 'resource') ?? '',
    namespaced: stringAt(resource, 'scope') === 'Namespaced',
    verbs: listAt(resource, 'verbs').map(String),
  }));
}

/** The older form: one request for each version of each group. A group that does not answer is noted, not fatal. */
export async function legacyDiscovery(client: Client): Promise<Discovered> {
  const core = listAt(await client.raw('/api'), 'versions').map((version) => ({ group: '', version: String(version) }));
  const groups = listAt(await client.raw('/apis'), 'groups');
  const named = groups.flatMap((group) =>
    preferredFirst(group).map((version) => ({ group: stringAt(group, 'name') ?? '', version })),
  );
  const served = [...core, ...named];
  const answers = await Promise.all(served.map((each) => legacyResources(client, each)));
  const byGroup = [...Map.groupBy(served, ({ group }) => group)];
  return {
    resources: answers.flatMap(({ resources }) => resources),
    versions: new Map(byGroup.map(([group, entries]) => [group, entries.map(({ version }) => version)])),
    unreachableGroups: new Set(answers.flatMap(({ group, answered }) => (answered ? [] : [group]))),
  };
}

function preferredFirst(group: unknown): string[] {
  const versions = listAt(group, 'versions').map((version) => stringAt(version, 'version') ?? '');
  const preferred = stringAt(isRecord(group) ? group['preferredVersion'] : undefined, 'version');
  return versions.sort((left, right) => Number(right === preferred) - Number(left === preferred));
}

async function legacyResources(
  client: Client,
  { group, version }: { group: string; version: string },
): Promise<{ group: string; answered: boolean; resources: ServedResource[] }> {
  const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  try {
    const resources = listAt(await client.raw(path), 'resources').filter(
      (each) => !stringAt(each, 'name')?.includes('/'),
    );
    return { group, answered: true, resources: resources.map((each) => legacyResource(group, version, each)) };
  } catch {
    return { group, answered: false, resources: [] };
  }
}

function legacyResource(group: string, version: string, resource: unknown): ServedResource {
  return {
    group,
    version,
    kind: stringAt(resource, 'kind') ?? '',
    plural: stringAt(resource, 'name') ?? '',
    namespaced: isRecord(resource) && resource['namespaced'] === true,
    verbs: listAt(resource, 'verbs').map(String),
  };
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list = isRecord(value) ? value[key] : undefined;
  return Array.isArray(list) ? list : [];
}
