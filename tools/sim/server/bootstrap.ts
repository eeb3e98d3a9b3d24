import type { KubeObject } from '../../../src/k8s/object.ts';
import type { ResourceName } from '../../observer/history.ts';
import { established } from './custom-kinds.ts';
import { withBuiltInDefaults } from './defaults/built-in-defaults.ts';
import { inOrder } from './incoming.ts';
import { RBAC } from './rbac/authorizer.ts';
import { bootstrapBindings, bootstrapRoles } from './rbac/bootstrap-roles.ts';
import { customResourceDefinitions, namespaces } from './resources.ts';
import { timestamp, type WriteContext } from './write-context.ts';

/** An object that is there before the first request. */
export interface BootstrapObject {
  readonly resource: ResourceName;
  readonly object: KubeObject;
}

const namespaceNames = ['default', 'kube-node-lease', 'kube-public', 'kube-system'] as const;

const apiService = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
  spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }] },
  status: { loadBalancer: {} },
};

function namespace(name: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
}

/** What a new cluster holds, and the given CustomResourceDefinitions as established long ago. */
export function bootstrapObjects(context: WriteContext, definitions: readonly KubeObject[]): BootstrapObject[] {
  const now = timestamp(context.clock.wall());
  const identified = (resource: ResourceName, object: object, generation?: number): BootstrapObject => {
    const given = object as KubeObject;
    const identity = { uid: context.newUid(), ...(generation !== undefined && { generation }), creationTimestamp: now };
    return { resource, object: inOrder({ ...given, metadata: { ...given.metadata, ...identity } }) };
  };
  const services = { group: '', plural: 'services' };
  const service = context.addresses.withAddress(withBuiltInDefaults(services, apiService));
  return [
    ...namespaceNames.map((name) => identified(namespaces, namespace(name))),
    identified(services, service),
    ...bootstrapRoles.map((role) => identified({ group: RBAC, plural: 'clusterroles' }, role)),
    ...bootstrapBindings.map((binding) => identified({ group: RBAC, plural: 'clusterrolebindings' }, binding)),
    ...definitions.map((crd) => identified(customResourceDefinitions, established(defaultedDefinition(crd), now), 1)),
  ];
}

const defaulted = new WeakMap<KubeObject, KubeObject>();

/** The same result each time: what is worked out from its schema is then found again. */
function defaultedDefinition(definition: KubeObject): KubeObject {
  const known = defaulted.get(definition) ?? withBuiltInDefaults(customResourceDefinitions, definition);
  defaulted.set(definition, known);
  return known;
}
