import {
  create,
  get,
  mergePatch,
  remove,
  script,
  watch,
  type Manifest,
  type RequestStep,
  type Script,
} from '../script.ts';
import { widgets } from './widgets.ts';

/** Lists, selectors, pages, watches and metadata-only forms. */

const configMaps = '/api/v1/namespaces/{ns}/configmaps';

function configMap(name: string, labels: Readonly<Record<string, string>> = {}): Manifest {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels }, data: { a: '1' } };
}

const three: readonly RequestStep[] = [
  create(configMaps, configMap('b', { app: 'one', tier: 'front' })),
  create(configMaps, configMap('a', { app: 'two' })),
  create(configMaps, configMap('c', { app: 'one' })),
];

const selectors: Readonly<Record<string, string>> = {
  'an equal label': 'labelSelector=app%3Done',
  'an equal label in two signs': 'labelSelector=app%3D%3Done',
  'a label that differs': 'labelSelector=app!%3Done',
  'a label in a set': 'labelSelector=app%20in%20(one,two)',
  'a label not in a set': 'labelSelector=app%20notin%20(one)',
  'a label that is there': 'labelSelector=tier',
  'a label that is not there': 'labelSelector=!tier',
  'two requirements': 'labelSelector=app%3Done,tier%3Dfront',
  'a bad label selector': 'labelSelector=%3D%3D',
  'a name': 'fieldSelector=metadata.name%3Db',
  'another name': 'fieldSelector=metadata.name!%3Db',
  'a field that cannot be selected': 'fieldSelector=data.a%3D1',
  nothing: 'labelSelector=app%3Dnone',
};

const selected = Object.entries(selectors).map(([what, query]) =>
  script(`Lists are selected by ${what}`, ...three, get(`${configMaps}?${query}`)),
);

const pages = [
  script(
    'Lists come in pages',
    ...three,
    get(`${configMaps}?limit=2`),
    get(`${configMaps}?limit=2&continue={continue:3}`),
    create(configMaps, configMap('d')),
    get(`${configMaps}?limit=1&continue={continue:3}`),
  ),
  script('A bad continue token is refused', ...three, get(`${configMaps}?limit=1&continue=nonsense`)),
  script(
    'A page and a resource version contradict each other',
    ...three,
    get(`${configMaps}?limit=1`),
    get(`${configMaps}?limit=1&resourceVersion={rv:1}&continue={continue:3}`),
  ),
  script(
    'A page with a selector says nothing of the rest',
    ...three,
    get(`${configMaps}?limit=1&labelSelector=app%3Done`),
  ),
  script('A limit that is no number', get(`${configMaps}?limit=many`)),
  script(
    'Lists know their resource version',
    ...three,
    // An exact list makes the API server's cache as new as it is; the next one may be answered from it.
    get(configMaps),
    get(`${configMaps}?resourceVersion=0`),
    get(`${configMaps}?resourceVersion={rv:2}&resourceVersionMatch=NotOlderThan`),
  ),
  script('A match without a resource version', get(`${configMaps}?resourceVersionMatch=Exact`)),
  script(
    'A resource version that is no number',
    get(`${configMaps}?resourceVersion=x`),
    get(`${configMaps}/a?resourceVersion=x`),
  ),
  script('A list of an empty namespace', get(configMaps), get(widgets)),
  script('A list in a namespace that is not there', get('/api/v1/namespaces/none/configmaps')),
  script(
    'A list over all namespaces',
    create(widgets, {
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'w', labels: { only: '{ns}' } },
      spec: { size: 1 },
    }),
    get('/apis/example.com/v1/widgets?labelSelector=only%3D{ns}'),
  ),
];

const rest: readonly RequestStep[] = [
  create(configMaps, configMap('d', { app: 'one' })),
  mergePatch(`${configMaps}/b`, { data: { a: '2' } }),
  mergePatch(`${configMaps}/c`, { metadata: { labels: { app: 'two' } } }),
  mergePatch(`${configMaps}/a`, { metadata: { labels: { app: 'one' } } }),
  remove(`${configMaps}/d`),
  remove(`${configMaps}/c`),
];

const watches = [
  script('A watch from now', ...three, watch(`${configMaps}?watch=true&resourceVersion={rv:2}`), ...rest),
  script('A watch without a resource version begins with what is there', ...three, watch(`${configMaps}?watch=true`)),
  script('A watch from 0 begins with what is there', ...three, watch(`${configMaps}?watch=true&resourceVersion=0`)),
  script('A watch goes on after an event', ...three, ...rest, watch(`${configMaps}?watch=true&resourceVersion={rv:0}`)),
  script(
    'A watch goes on from a delete',
    ...three,
    remove(`${configMaps}/a`),
    watch(`${configMaps}?watch=true&resourceVersion={rv:1}`),
    ...rest.slice(0, 2),
  ),
  script(
    'A watch with a label selector sees objects come and go',
    ...three,
    watch(`${configMaps}?watch=true&resourceVersion={rv:2}&labelSelector=app%3Done`),
    ...rest,
  ),
  script(
    'A watch with a field selector',
    ...three,
    watch(`${configMaps}?watch=true&resourceVersion={rv:2}&fieldSelector=metadata.name%3Db`),
    ...rest,
  ),
  script(
    'A watch of all namespaces',
    watch('/apis/example.com/v1/widgets?watch=true&labelSelector=only%3D{ns}'),
    create(widgets, {
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'w', labels: { only: '{ns}' } },
      spec: { size: 1 },
    }),
  ),
  script(
    'A watch that is too old',
    create(configMaps, configMap('a')),
    { does: 'compact' },
    watch(`${widgets}?watch=true&resourceVersion=1`),
  ),
  script('A watch from the future', ...three, watch(`${configMaps}?watch=true&resourceVersion=99999999`)),
  script('A watch from nonsense', watch(`${configMaps}?watch=true&resourceVersion=x`)),
  script(
    'A streamed list ends its initial events',
    ...three,
    watch(`${configMaps}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`),
    ...rest,
  ),
  script(
    'A streamed list of nothing',
    watch(`${configMaps}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`),
  ),
  script(
    'A streamed list with a selector',
    ...three,
    watch(
      `${configMaps}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&labelSelector=app%3Done`,
    ),
    ...rest,
  ),
  script('A streamed list needs a match', watch(`${configMaps}?watch=true&sendInitialEvents=true`)),
  script(
    'A streamed list may not be a plain list',
    get(`${configMaps}?sendInitialEvents=true&resourceVersionMatch=NotOlderThan`),
  ),
  script(
    'A watch sees a finalizer hold an object',
    watch(`${configMaps}?watch=true`),
    create(configMaps, { ...configMap('a'), metadata: { name: 'a', finalizers: ['a/b'] } }),
    remove(`${configMaps}/a`),
    mergePatch(`${configMaps}/a`, { metadata: { finalizers: null } }),
  ),
];

const metadataOnly = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';
const metadataLists = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

const forms = [
  script('An object as its metadata', ...three, { ...get(`${configMaps}/a`), accept: metadataOnly }),
  script('A list as its metadata', ...three, { ...get(`${configMaps}?limit=2`), accept: metadataLists }),
  script(
    'A watch as metadata',
    ...three,
    { ...watch(`${configMaps}?watch=true&resourceVersion={rv:2}`), accept: metadataOnly },
    ...rest,
  ),
  script('A streamed list as metadata', ...three, {
    ...watch(
      `${configMaps}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
    ),
    accept: metadataOnly,
  }),
  script(
    'A custom resource as its metadata',
    create(widgets, { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' }, spec: { size: 1 } }),
    { ...get(`${widgets}/w`), accept: metadataOnly },
  ),
];

export const reading: readonly Script[] = [...selected, ...pages, ...watches, ...forms];
