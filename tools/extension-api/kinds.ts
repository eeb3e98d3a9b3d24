import { inProjectCalico, inStorage } from '../../src/crds/calico/calico-kind.ts';
import type { ResourceDefinition } from '../../src/crds/definition.ts';
import { CALICO_KINDS } from '../../src/crds/resources.ts';
import type { ResourceType } from '../../src/k8s/object.ts';
import type { ServedKind } from './convert.ts';

/** What Calico's API server serves, by plural. */
export const servedKinds: ReadonlyMap<string, ServedKind> = new Map(
  CALICO_KINDS.map((kind) => [kind.plural, { served: typeOf(inProjectCalico(kind)), stored: typeOf(inStorage(kind)) }]),
);

function typeOf({ group, version, kind, plural, scope }: ResourceDefinition): ResourceType {
  return { group, version, kind, plural, namespaced: scope === 'Namespaced' };
}

const group = 'projectcalico.org';
const groupVersion = `${group}/v3`;
const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
const version = { groupVersion, version: 'v3' };

/** Documents that say what is served, by path. */
export const discoveryDocuments: ReadonlyMap<string, object> = new Map<string, object>([
  ['/apis', { kind: 'APIGroupList', apiVersion: 'v1', groups: [apiGroup()] }],
  [`/apis/${group}`, { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup() }],
  [`/apis/${groupVersion}`, { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: resources() }],
]);

function apiGroup(): object {
  return { name: group, versions: [version], preferredVersion: version };
}

function resources(): object[] {
  return [...servedKinds.values()].map(({ served: { kind, plural: name, namespaced } }) => {
    return { name, singularName: kind.toLowerCase(), namespaced, kind, verbs };
  });
}
