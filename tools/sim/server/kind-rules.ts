/** What the server itself writes into objects of some built-in kinds. */
import type { KubeObject } from '../../../src/k8s/object.ts';
import type { ResourceName } from '../../observer/history.ts';
import { initialStatusOf } from './defaults/built-in-defaults.ts';
import type { ResourceRequest } from './request.ts';
import type { ServiceAddresses } from './service-addresses.ts';
import { equal, listAt, stringAt, valueAt, withField } from './values.ts';

/** Whether a resource is this one. */
export function isKind(resource: ResourceName, plural: string, group: string): boolean {
  return resource.plural === plural && resource.group === group;
}

type Preparation = (object: KubeObject, before: KubeObject | undefined, request: ResourceRequest) => KubeObject;

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

/** Counts changes of the pod template, as clients of the first DaemonSets needed it. */
const countTemplates: Preparation = (object, before) => {
  const template = ['spec', 'template'];
  const former = before?.metadata.annotations?.[TEMPLATE_GENERATION] ?? '0';
  const isSame = before !== undefined && equal(valueAt(object, template), valueAt(before, template));
  const count = isSame ? former : String(Number(former) + 1);
  const annotations = { ...object.metadata.annotations, [TEMPLATE_GENERATION]: count };
  return { ...object, metadata: { ...object.metadata, annotations } };
};

const keepSpec: Preparation = (object, before, { subresource }) =>
  before === undefined || subresource === 'finalize' ? object : withField(object, 'spec', valueAt(before, ['spec']));

const labelNamespace: Preparation = (object, before, request) => {
  const { name, labels } = object.metadata;
  const metadata = { ...object.metadata, labels: { ...labels, 'kubernetes.io/metadata.name': name } };
  return keepSpec({ ...object, metadata }, before, request);
};

const preparations: Readonly<Record<string, Preparation>> = {
  'daemonsets.apps': countTemplates,
  'namespaces.': labelNamespace,
  'certificatesigningrequests.certificates.k8s.io': keepSpec,
};

/** The object as the rules of its kind leave it; what they write counts as written by the client. */
export function preparedKind(request: ResourceRequest, object: KubeObject, before: KubeObject | undefined): KubeObject {
  if (request.resource.custom !== undefined) return object;
  return preparations[keyOf(request.resource)]?.(object, before, request) ?? object;
}

/** A new object with what the server adds in nobody's name: the first status, an address, who asked. */
export function completedKind(request: ResourceRequest, object: KubeObject, addresses: ServiceAddresses): KubeObject {
  const { resource, user } = request;
  if (resource.custom !== undefined) return object;
  const status = initialStatusOf(resource);
  const begun = status === undefined ? object : withField(object, 'status', status);
  switch (keyOf(resource)) {
    case 'services.':
      return addresses.withAddress(begun);
    case 'namespaces.':
      return withField(begun, 'spec', { finalizers: ['kubernetes'] });
    case 'certificatesigningrequests.certificates.k8s.io': {
      const requester = { username: user.name, groups: [...user.groups, 'system:authenticated'] };
      return withField(begun, 'spec', { ...(valueAt(begun, ['spec']) as object | undefined), ...requester });
    }
    case 'customresourcedefinitions.apiextensions.k8s.io':
      return withField(begun, 'status', definitionStatus(begun));
    default:
      return begun;
  }
}

/** A definition begins with nothing accepted; which versions were ever stored is known from the start. */
function definitionStatus(definition: KubeObject): object {
  const versions = listAt(definition, ['spec', 'versions']);
  const stored = versions.filter((version) => valueAt(version, ['storage']) === true);
  const storedVersions = stored.map((version) => stringAt(version, ['name']) ?? '');
  return { conditions: null, acceptedNames: { plural: '', kind: '' }, storedVersions };
}

function keyOf({ plural, group }: ResourceName): string {
  return `${plural}.${group}`;
}
