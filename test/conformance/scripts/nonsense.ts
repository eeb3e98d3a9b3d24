import { apply, create, get, jsonPatch, mergePatch, request, script, update, type Script } from '../script.ts';
import { configMap, configMaps } from './config-maps.ts';
import { widget, widgets } from './widgets.ts';

/** Requests that make no sense, each in its own way. */

export const nonsense: readonly Script[] = [
  script(
    'A path that is not served',
    get('/nowhere'),
    get('/apis/example.com/v1/nothings'),
    get('/apis/none.example.com/v1/things/a'),
    get('/api/v2/pods'),
  ),
  script('A body that is no JSON', create(configMaps, 'not json'), update(`${configMaps}/a`, '{')),
  script(
    'A body of another kind',
    create(configMaps, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } }),
    create(configMaps, { apiVersion: 'v2', kind: 'ConfigMap', metadata: { name: 'a' } }),
  ),
  script(
    'A body without a kind',
    create(configMaps, { metadata: { name: 'a' } }),
    create(widgets, { metadata: { name: 'a' }, spec: { size: 1 } }),
  ),
  script('An object without a name', create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} })),
  script(
    'A bad name',
    create(configMaps, configMap('Bad_Name')),
    create(widgets, { ...widget({}), metadata: { name: 'Bad_Name' } }),
  ),
  script(
    'A bad label',
    create(configMaps, configMap('a', { labels: { 'bad key!': '1' } })),
    create(configMaps, configMap('a', { labels: { a: 'bad value!' } })),
    create(widgets, { ...widget({}), metadata: { name: 'a', labels: { a: 'bad value!' } } }),
  ),
  script('A bad annotation', create(configMaps, configMap('a', { annotations: { 'bad key!': '1' } }))),
  script('A resource version on create', create(configMaps, configMap('a', { resourceVersion: '1' }))),
  script('A patch of no known type', { ...mergePatch(`${configMaps}/a`, {}), type: 'application/unknown' }),
  script(
    'A JSON patch that is no list',
    create(configMaps, configMap('a')),
    jsonPatch(`${configMaps}/a`, { op: 'add' }),
    jsonPatch(`${configMaps}/a`, [{ op: 'jump', path: '/data' }]),
  ),
  script('A merge patch that is no object', create(configMaps, configMap('a')), mergePatch(`${configMaps}/a`, [])),
  script(
    'A patch that changes the kind',
    create(configMaps, configMap('a')),
    mergePatch(`${configMaps}/a`, { kind: 'Secret' }),
    mergePatch(`${configMaps}/a`, { apiVersion: 'v2' }),
  ),
  script('A write to a collection', request('PUT', configMaps, configMap('a')), request('PATCH', configMaps, {})),
  script('A create at a name', create(`${configMaps}/a`, configMap('a'))),
  script('A dry run of another word', create(`${configMaps}?dryRun=Some`, configMap('a'))),
  script(
    'A custom resource is replaced without a version',
    create(widgets, widget({})),
    update(`${widgets}/w`, widget({ size: 2 })),
    update(`${widgets}/w`, { ...widget({ size: 2 }), metadata: { name: 'w', resourceVersion: 'x' } }),
  ),
  script(
    'A ConfigMap is replaced without a version',
    create(configMaps, configMap('a')),
    update(`${configMaps}/a`, configMap('a', {}, { data: { a: '1' } })),
    update(`${configMaps}/a`, configMap('a', {}, { data: { a: '1' } })),
  ),
  script(
    'A JSON patch guards by version',
    create(configMaps, configMap('a')),
    jsonPatch(`${configMaps}/a`, [{ op: 'test', path: '/metadata/resourceVersion', value: '1' }]),
    mergePatch(`${configMaps}/a`, { metadata: { resourceVersion: '1' }, data: { a: '1' } }),
    mergePatch(`${configMaps}/a`, { metadata: { resourceVersion: '{rv:0}' }, data: { a: '1' } }),
  ),
  script(
    'An unknown field of a ConfigMap',
    create(`${configMaps}?fieldValidation=Strict`, configMap('a', {}, { other: 1 })),
    create(`${configMaps}?fieldValidation=Warn`, configMap('a', {}, { other: 1 })),
    apply(`${configMaps}/a`, 'one', configMap('a', {}, { other: 1 })),
  ),
  script(
    'A wrong type in a ConfigMap',
    create(configMaps, configMap('a', {}, { data: { a: 1 } })),
    create(configMaps, configMap('a', {}, { data: [] })),
    apply(`${configMaps}/a`, 'one', configMap('a', {}, { data: { a: 1 } })),
  ),
  script('A key that is no file name', create(configMaps, configMap('a', {}, { data: { 'a b': '1' } }))),
  script(
    'A name that is generated',
    create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'a-', name: 'a-1' } }),
  ),
];
