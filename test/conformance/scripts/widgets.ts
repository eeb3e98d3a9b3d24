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

/** Custom resources: each merge strategy of an apply, the status endpoint, validation, defaults and pruning. */

export const widgets = '/apis/example.com/v1/namespaces/{ns}/widgets';
const it = `${widgets}/w`;
const status = `${it}/status`;

export function widget(spec?: object, more: object = {}): Manifest {
  const base = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' }, ...more };
  return spec === undefined ? base : { ...base, spec: { size: 1, ...spec } };
}

function withStatus(content: object): Manifest {
  return { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' }, status: content };
}

/** Values of one field: what manager one applies first, what it applies then, and what manager two applies. */
const values: Readonly<Record<string, readonly [first: object, then: object, other: object]>> = {
  'a scalar': [{ code: 'a' }, { code: 'b' }, { code: 'c' }],
  'a scalar that goes': [{ code: 'a', size: 2 }, { size: 2 }, { code: 'a' }],
  'a map': [{ labels: { a: '1', b: '1' } }, { labels: { b: '2' } }, { labels: { a: '1', c: '1' } }],
  'a map of maps': [
    { groups: { p: { x: '1', y: '1' }, q: { x: '1' } } },
    { groups: { p: { x: '1' } } },
    { groups: { p: { y: '1' }, r: {} } },
  ],
  'an atomic map': [{ whole: { x: '1' } }, { whole: { y: '1' } }, { whole: { x: '1', y: '1' } }],
  'a struct with a default': [{ nested: { x: '1', y: '1' } }, { nested: { x: '1' } }, { nested: { y: '1', depth: 4 } }],
  'a struct that goes': [{ nested: { x: '1' } }, {}, { nested: { y: '1' } }],
  'a field without a schema': [{ free: { a: { b: 1 }, c: [1] } }, { free: { a: { d: 1 } } }, { free: { a: 1 } }],
  'an atomic list': [{ list: ['a', 'b'] }, { list: ['b'] }, { list: ['a', 'c'] }],
  'a set': [{ set: ['a', 'b'] }, { set: ['b', 'c'] }, { set: ['c', 'd', 'a'] }],
  'a set in another order': [{ set: ['a', 'b', 'c'] }, { set: ['c', 'a', 'b'] }, { set: ['b', 'x', 'a'] }],
  'a keyed list': [
    { parts: [{ name: 'a', value: '1' }, { name: 'b' }] },
    { parts: [{ name: 'b', value: '2' }] },
    { parts: [{ name: 'c' }, { name: 'a', more: '1' }, { name: 'b', value: '3' }] },
  ],
  'a keyed list in another order': [
    { parts: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] },
    { parts: [{ name: 'c' }, { name: 'b' }, { name: 'a' }] },
    { parts: [{ name: 'b' }, { name: 'x' }, { name: 'c' }] },
  ],
  'a list with two keys': [
    { ports: [{ port: 1 }, { port: 1, protocol: 'UDP' }] },
    { ports: [{ port: 1, protocol: 'UDP', name: 'u' }, { port: 10 }] },
    { ports: [{ port: 1, protocol: 'TCP', name: 't' }, { port: 2 }] },
  ],
  'an int or a string': [{ amount: 1 }, { amount: '1' }, { amount: '10%' }],
  'a null': [{ maybe: null }, { maybe: 'a' }, { maybe: null }],
  'an empty map': [{ labels: {} }, { labels: { a: '1' } }, { labels: {} }],
  'an empty list': [
    { list: [], set: [], parts: [] },
    { list: ['a'], set: ['a'] },
    { list: [], set: [] },
  ],
  'a map that is emptied': [{ labels: { a: '1' } }, { labels: {} }, { labels: { b: '1' } }],
  'a default that was given': [{ color: 'red' }, { color: 'green' }, { color: 'red' }],
};

const applied = Object.entries(values).flatMap(([what, [first, then, other]]) => [
  script(
    `Widget: one manager applies ${what}`,
    apply(it, 'one', widget(first)),
    apply(it, 'one', widget(then)),
    apply(it, 'one', widget(then)),
    apply(it, 'one', widget({})),
    get(it),
  ),
  script(
    `Widget: two managers apply ${what}`,
    apply(it, 'one', widget(first)),
    apply(it, 'two', widget(other)),
    apply(it, 'two', widget(other), true),
    apply(it, 'one', widget(then)),
    apply(it, 'one', widget(then), true),
    apply(it, 'two', widget({})),
    get(it),
  ),
  script(
    `Widget: an update and an apply meet in ${what}`,
    create(widgets, widget(first)),
    apply(it, 'two', widget(other)),
    apply(it, 'two', widget(other), true),
    update(it, { ...widget(then), metadata: { name: 'w', resourceVersion: '{rv:2}' } }),
    mergePatch(it, { spec: first }),
    apply(it, 'two', widget({}), true),
  ),
]);

const refused: Readonly<Record<string, object>> = {
  'a number above its maximum': { size: 10 },
  'a number below its minimum': { size: -1 },
  'a text instead of a number': { size: 'big' },
  'a fraction instead of an integer': { size: 1.5 },
  'a value that is not in the list': { color: 'blue' },
  'a text against its pattern': { code: 'A1' },
  'a text that is too long': { code: 'abcdef' },
  'a bad address': { address: '300.1.1.1' },
  'too many items': { list: ['a', 'b', 'c', 'd'] },
  'the same item twice in a set': { set: ['a', 'a'] },
  'the same key twice in a list': { parts: [{ name: 'a' }, { name: 'a' }] },
  'an item without its key': { parts: [{ value: '1' }] },
  'a null that is not allowed': { nested: { x: null } },
  'a boolean for an int or string': { amount: true },
  'a list for a map': { labels: ['a'] },
};

const validation = Object.entries(refused).map(([what, spec]) =>
  script(
    `Widget: ${what} is refused`,
    create(widgets, widget(spec)),
    apply(it, 'one', widget(spec)),
    create(widgets, widget({})),
    mergePatch(it, { spec }),
    get(it),
  ),
);

const pruning = [
  script(
    'Widget: unknown fields are pruned',
    create(widgets, widget({ other: 1, nested: { z: 1 } }, { extra: { a: 1 } })),
  ),
  script('Widget: unknown fields of free-form parts stay', create(widgets, widget({ free: { a: { b: [null, 1] } } }))),
  script('Widget: an apply of an unknown field fails', apply(it, 'one', widget({ other: 1 }))),
  script(
    'Widget: unknown fields are refused where the client asks for it',
    create(`${widgets}?fieldValidation=Strict`, widget({ other: 1 })),
    create(`${widgets}?fieldValidation=Warn`, widget({ other: 1 })),
    create(`${widgets}?fieldValidation=Ignore`, { ...widget({ other: 1 }), metadata: { name: 'v' } }),
  ),
  script(
    'Widget: defaults are put in on create, update and apply',
    create(widgets, widget({ nested: {} })),
    mergePatch(it, { spec: { color: null, nested: null } }),
    apply(it, 'one', widget({ nested: { x: '1' } })),
  ),
  script('Widget: a required field is missing', create(widgets, { ...widget(), spec: {} }), create(widgets, widget())),
];

const statuses = [
  script(
    'Widget: the status endpoint writes the status alone',
    create(widgets, widget({}, { status: { phase: 'Up' } })),
    mergePatch(status, { status: { phase: 'Up' }, spec: { size: 5 }, metadata: { labels: { a: '1' } } }),
    mergePatch(it, { status: { phase: 'Down' } }),
    update(status, {
      ...widget({ size: 7 }),
      metadata: { name: 'w', resourceVersion: '{rv:1}' },
      status: { phase: 'Down' },
    }),
    update(status, { ...widget(), metadata: { name: 'w', resourceVersion: '{rv:1}' }, status: {} }),
    get(status),
  ),
  script(
    'Widget: status is applied by two managers',
    apply(it, 'one', widget({})),
    apply(status, 'one', withStatus({ phase: 'Up', conditions: [{ type: 'A', status: 'True' }] })),
    apply(status, 'two', withStatus({ conditions: [{ type: 'B', status: 'True' }] })),
    apply(status, 'two', withStatus({ phase: 'Down', conditions: [{ type: 'A', status: 'False' }] })),
    apply(status, 'two', withStatus({ phase: 'Down', conditions: [{ type: 'A', status: 'False' }] }), true),
    apply(it, 'one', widget({ size: 2 })),
    apply(status, 'one', withStatus({})),
    apply(status, 'two', withStatus({})),
  ),
  script(
    'Widget: an apply to the object leaves the status out',
    apply(it, 'one', { ...widget({}), status: { phase: 'Up' } }),
    apply(status, 'one', { ...widget({ size: 3 }), status: { phase: 'Up' } }),
    apply(it, 'one', { ...widget({}), status: { phase: 'Down' } }),
    get(it),
  ),
  script(
    'Widget: the status of nothing',
    apply(status, 'one', withStatus({ phase: 'Up' })),
    get(status),
    mergePatch(status, {}),
  ),
  script(
    'Widget: a bad status is refused',
    create(widgets, widget({})),
    mergePatch(status, { status: { phase: 1 } }),
    apply(status, 'one', withStatus({ other: 1 })),
  ),
  script(
    'Gadget: without a status endpoint the status is a field like others',
    create('/apis/example.com/v1/gadgets', gadget({ status: { phase: 'Up' } })),
    mergePatch('/apis/example.com/v1/gadgets/g-{ns}', { status: { phase: 'Down' } }),
    apply('/apis/example.com/v1/gadgets/g-{ns}', 'one', gadget({ status: { phase: 'Up' } })),
    get('/apis/example.com/v1/gadgets/g-{ns}/status'),
  ),
];

function gadget(more: object): Manifest {
  return { apiVersion: 'example.com/v1', kind: 'Gadget', metadata: { name: 'g-{ns}' }, spec: { size: 1 }, ...more };
}

const owners = [
  script(
    'Widget: managedFields are cleared by one empty entry',
    apply(it, 'one', widget({ code: 'a' })),
    mergePatch(it, { metadata: { managedFields: [{}] } }),
    mergePatch(it, { spec: { code: 'b' } }),
    apply(it, 'one', widget({ code: 'c' })),
    apply(it, 'one', widget({ code: 'c' }), true),
  ),
  script(
    'Widget: managedFields are not cleared by none',
    apply(it, 'one', widget({ code: 'a' })),
    mergePatch(it, { metadata: { managedFields: [] } }),
    mergePatch(it, { metadata: { managedFields: null } }),
  ),
  script(
    'Widget: managedFields change hands by a JSON patch',
    create(widgets, widget({ code: 'a' })),
    jsonPatch(it, [
      { op: 'test', path: '/metadata/resourceVersion', value: '{rv:0}' },
      { op: 'replace', path: '/metadata/managedFields/0/operation', value: 'Apply' },
      { op: 'replace', path: '/metadata/managedFields/0/manager', value: 'one' },
    ]),
    apply(it, 'one', widget({})),
  ),
  script(
    'Widget: an apply may not carry managedFields',
    apply(it, 'one', { ...widget({}), metadata: { name: 'w', managedFields: [{ manager: 'x' }] } }),
  ),
  script('Widget: an apply needs a manager', { ...apply(it, '', widget({})), path: it }),
  script('Widget: an apply with another name', apply(it, 'one', { ...widget({}), metadata: { name: 'v' } })),
  script('Widget: an apply of another kind', apply(it, 'one', { ...widget({}), kind: 'Gadget' })),
  script('Widget: an apply without a name', apply(it, 'one', { ...widget({}), metadata: {} })),
  script(
    'Widget: an apply with a resource version',
    apply(it, 'one', widget({})),
    apply(it, 'one', { ...widget({ size: 2 }), metadata: { name: 'w', resourceVersion: '1' } }),
    apply(it, 'one', { ...widget({ size: 2 }), metadata: { name: 'w', resourceVersion: '{rv:0}' } }),
    apply(it, 'one', { ...widget({ size: 3 }), metadata: { name: 'w', uid: 'another' } }),
  ),
  script(
    'Widget: an apply to what is not there under a resource version',
    apply(it, 'one', { ...widget({}), metadata: { name: 'w', resourceVersion: '5' } }),
    apply(it, 'one', { ...widget({}), metadata: { name: 'w', uid: '5' } }),
  ),
  script(
    'Widget: finalizers and owner references merge by item',
    apply(it, 'one', {
      ...widget({}),
      metadata: { name: 'w', finalizers: ['a/1', 'a/2'], ownerReferences: [owner('1'), owner('2')] },
    }),
    apply(it, 'two', { ...widget({}), metadata: { name: 'w', finalizers: ['a/3'], ownerReferences: [owner('3')] } }),
    apply(it, 'one', { ...widget({}), metadata: { name: 'w', finalizers: ['a/2'], ownerReferences: [owner('2')] } }),
    apply(it, 'two', { ...widget({}), metadata: { name: 'w', ownerReferences: [{ ...owner('2'), name: 'other' }] } }),
  ),
  script(
    'Widget: generation counts the spec and nothing else',
    create(widgets, widget({})),
    mergePatch(it, { metadata: { labels: { a: '1' }, finalizers: ['a/b'] } }),
    mergePatch(it, { spec: { size: 2 } }),
    mergePatch(status, { status: { phase: 'Up' } }),
    mergePatch(it, { spec: { size: 2 } }),
    remove(it),
    mergePatch(it, { metadata: { generation: 40, creationTimestamp: '2000-01-01T00:00:00Z' } }),
    mergePatch(it, { metadata: { finalizers: [] } }),
    get(it),
  ),
];

function owner(uid: string): object {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: `owner-${uid}`,
    uid: `00000000-0000-0000-0000-00000000000${uid}`,
  };
}

export const customResources: readonly Script[] = [...applied, ...validation, ...pruning, ...statuses, ...owners];
