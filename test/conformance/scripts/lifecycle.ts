import {
  apply,
  create,
  get,
  jsonPatch,
  mergePatch,
  remove,
  script,
  update,
  type Manifest,
  type Script,
} from '../script.ts';
import { configMap, configMaps } from './config-maps.ts';
import { widget, widgets } from './widgets.ts';

/** Namespaces, deletion, and what cannot change. */

function namespace(name: string): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

const namespaces = [
  script(
    'A namespace is created and labelled',
    create('/api/v1/namespaces', namespace('{ns}-x')),
    mergePatch('/api/v1/namespaces/{ns}-x', { metadata: { labels: { a: '1' } } }),
    get('/api/v1/namespaces/{ns}-x'),
  ),
  script(
    'A namespace is applied',
    apply('/api/v1/namespaces/{ns}-x', 'one', namespace('{ns}-x')),
    apply('/api/v1/namespaces/{ns}-x', 'one', namespace('{ns}-x')),
    apply('/api/v1/namespaces/{ns}-x', 'one', {
      ...namespace('{ns}-x'),
      metadata: { name: '{ns}-x', labels: { a: '1' } },
    }),
  ),
  script(
    'A namespace keeps its name as a label',
    create('/api/v1/namespaces', namespace('{ns}-x')),
    mergePatch('/api/v1/namespaces/{ns}-x', { metadata: { labels: { 'kubernetes.io/metadata.name': 'other' } } }),
    mergePatch('/api/v1/namespaces/{ns}-x', { metadata: { labels: null } }),
  ),
  script(
    'A namespace that ends takes nothing new',
    create('/api/v1/namespaces', namespace('{ns}-x')),
    create('/api/v1/namespaces/{ns}-x/configmaps', configMap('a')),
    remove('/api/v1/namespaces/{ns}-x'),
    remove('/api/v1/namespaces/{ns}-x'),
    get('/api/v1/namespaces/{ns}-x'),
    create('/api/v1/namespaces/{ns}-x/configmaps', configMap('b')),
    apply('/api/v1/namespaces/{ns}-x/configmaps/b', 'one', configMap('b')),
    mergePatch('/api/v1/namespaces/{ns}-x/configmaps/a', { data: { a: '1' } }),
    remove('/api/v1/namespaces/{ns}-x/configmaps/a'),
  ),
  script(
    'A namespace goes when its own finalizer is done',
    create('/api/v1/namespaces', namespace('{ns}-x')),
    remove('/api/v1/namespaces/{ns}-x'),
    update('/api/v1/namespaces/{ns}-x/finalize', { ...namespace('{ns}-x'), spec: { finalizers: [] } }),
    get('/api/v1/namespaces/{ns}-x'),
  ),
  script(
    'Nothing is created in a namespace that is not there',
    create('/api/v1/namespaces/none/configmaps', configMap('a')),
    apply('/api/v1/namespaces/none/configmaps/a', 'one', configMap('a')),
    get('/api/v1/namespaces/none/configmaps/a'),
  ),
  script(
    'An object names another namespace than its path',
    create(configMaps, configMap('a', { namespace: 'default' })),
    apply(`${configMaps}/a`, 'one', configMap('a', { namespace: 'default' })),
  ),
  script('An object names its own namespace', create(configMaps, configMap('a', { namespace: '{ns}' }))),
];

const guarded = { finalizers: ['example.com/guard'] };
const propagations = ['Background', 'Foreground', 'Orphan'];

const deletions = [
  ...propagations.map((propagationPolicy) =>
    script(
      `Deleting with propagation ${propagationPolicy}`,
      create(configMaps, configMap('a')),
      remove(`${configMaps}/a`, { propagationPolicy }),
      get(`${configMaps}/a`),
      remove(`${configMaps}/a`, { propagationPolicy: 'Background' }),
    ),
  ),
  ...propagations.map((propagationPolicy) =>
    script(
      `Deleting a custom resource with propagation ${propagationPolicy}`,
      create(widgets, widget({})),
      remove(`${widgets}/w`, { propagationPolicy }),
      get(`${widgets}/w`),
    ),
  ),
  script(
    'Propagation in the query',
    create(configMaps, configMap('a')),
    remove(`${configMaps}/a?propagationPolicy=Foreground`),
    get(`${configMaps}/a`),
  ),
  script(
    'Propagation that is none',
    create(configMaps, configMap('a')),
    remove(`${configMaps}/a`, { propagationPolicy: 'Sideways' }),
  ),
  script(
    'Orphaning and propagation contradict each other',
    create(configMaps, configMap('a')),
    remove(`${configMaps}/a`, { propagationPolicy: 'Background', orphanDependents: true }),
  ),
  script(
    'Grace that is negative',
    create(configMaps, configMap('a')),
    remove(`${configMaps}/a`, { gracePeriodSeconds: -1 }),
    get(`${configMaps}/a`),
  ),
  script(
    'A stale delete of a guarded object',
    create(configMaps, configMap('a', guarded)),
    mergePatch(`${configMaps}/a`, { data: { a: '1' } }),
    remove(`${configMaps}/a`, { preconditions: { resourceVersion: '{rv:0}' } }),
    remove(`${configMaps}/a`, { preconditions: { resourceVersion: '{rv:1}' } }),
    remove(`${configMaps}/a`, { preconditions: { resourceVersion: '{rv:1}' } }),
  ),
  script(
    'A guarded object is released by an apply',
    apply(`${configMaps}/a`, 'one', configMap('a', guarded)),
    remove(`${configMaps}/a`),
    apply(`${configMaps}/a`, 'one', configMap('a')),
    get(`${configMaps}/a`),
  ),
  script(
    'A guarded object is released by a JSON patch',
    create(configMaps, configMap('a', guarded)),
    remove(`${configMaps}/a`),
    jsonPatch(`${configMaps}/a`, [
      { op: 'test', path: '/metadata/finalizers/0', value: 'example.com/guard' },
      { op: 'remove', path: '/metadata/finalizers/0' },
    ]),
    get(`${configMaps}/a`),
  ),
  script(
    'An object that is being deleted cannot be made anew',
    create(configMaps, configMap('a', guarded)),
    remove(`${configMaps}/a`),
    create(configMaps, configMap('a')),
    apply(`${configMaps}/a`, 'one', configMap('a', {}, { data: { a: '1' } })),
  ),
  script(
    'A deletion time cannot be sent',
    create(configMaps, configMap('a', { deletionTimestamp: '2030-01-01T00:00:00Z' })),
    mergePatch(`${configMaps}/a`, { metadata: { deletionTimestamp: '2030-01-01T00:00:00Z' } }),
  ),
  script(
    'A bad finalizer is refused',
    create(configMaps, configMap('a', { finalizers: ['bad name'] })),
    create(configMaps, configMap('b', { finalizers: ['unqualified'] })),
  ),
];

const immutable = [
  script(
    'A Secret keeps its type',
    create('/api/v1/namespaces/{ns}/secrets', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      type: 'Opaque',
    }),
    mergePatch('/api/v1/namespaces/{ns}/secrets/s', { type: 'example.com/other' }),
  ),
  script(
    'Text of a Secret becomes data',
    create('/api/v1/namespaces/{ns}/secrets', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      stringData: { a: 'x' },
      data: { b: 'Mg==' },
    }),
    apply(
      '/api/v1/namespaces/{ns}/secrets/s',
      'one',
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { a: 'y' } },
      true,
    ),
  ),
  script(
    'A Secret with bad base64',
    create('/api/v1/namespaces/{ns}/secrets', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      data: { a: '%' },
    }),
  ),
  script(
    'A TLS Secret needs both its keys',
    create('/api/v1/namespaces/{ns}/secrets', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': '' },
    }),
  ),
  script(
    'An immutable ConfigMap stays as it is',
    create(configMaps, configMap('a', {}, { data: { a: '1' }, immutable: true })),
    mergePatch(`${configMaps}/a`, { data: { a: '2' } }),
    mergePatch(`${configMaps}/a`, { immutable: false }),
    mergePatch(`${configMaps}/a`, { metadata: { labels: { a: '1' } } }),
  ),
  ...['daemonsets', 'deployments'].map((plural) =>
    script(
      `The selector of ${plural} cannot change`,
      create(`/apis/apps/v1/namespaces/{ns}/${plural}`, workload(plural)),
      mergePatch(`/apis/apps/v1/namespaces/{ns}/${plural}/w`, {
        spec: { selector: { matchLabels: { app: 'other' } }, template: { metadata: { labels: { app: 'other' } } } },
      }),
      mergePatch(`/apis/apps/v1/namespaces/{ns}/${plural}/w`, {
        spec: { template: { metadata: { labels: { app: 'other' } } } },
      }),
    ),
  ),
  script(
    'A name cannot change',
    create(configMaps, configMap('a')),
    mergePatch(`${configMaps}/a`, { metadata: { name: 'b' } }),
    update(`${configMaps}/a`, configMap('b')),
    mergePatch(`${configMaps}/a`, { metadata: { namespace: 'default' } }),
  ),
  script(
    'An address of a Service cannot change',
    create('/api/v1/namespaces/{ns}/services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's' },
      spec: { clusterIP: 'None', ports: [{ port: 80 }], selector: { a: 'b' } },
    }),
    mergePatch('/api/v1/namespaces/{ns}/services/s', {
      spec: { clusterIP: '10.96.77.77', clusterIPs: ['10.96.77.77'] },
    }),
  ),
];

function workload(plural: string): Manifest {
  const kind = plural === 'daemonsets' ? 'DaemonSet' : 'Deployment';
  const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'i:1' }] } };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'w' },
    spec: { selector: { matchLabels: { app: 'a' } }, template },
  };
}

export const lifecycle: readonly Script[] = [...namespaces, ...deletions, ...immutable];
