import { beforeEach, describe, expect, it } from '@jest/globals';
import { incarnationOf } from '../../../src/k8s/object.ts';
import { Store, type StoreEvent } from '../../../src/k8s/store.ts';
import { aConfigMap, type TestConfigMap } from '../../support/kube-objects.ts';

type Kept = Pick<TestConfigMap, 'data'>;

let events: StoreEvent<Kept>[];
let errors: string[];
let store: Store<TestConfigMap, Kept>;

/** Keeps the data only, so that versions alone are no change. */
function project({ data }: TestConfigMap): Kept {
  if ('poison' in data) throw new Error('unreadable');
  return { data };
}

function bottomless(): TestConfigMap['data'] {
  return JSON.parse(`{"at":${'['.repeat(50_000)}${']'.repeat(50_000)}}`) as TestConfigMap['data'];
}

function broken(): string[] {
  throw new Error('broken');
}

function log(): string[] {
  return events.map(({ type, key }) => `${type} ${key}`);
}

beforeEach(() => {
  events = [];
  errors = [];
  store = new Store({
    project,
    indexers: { byState: ({ data }) => (data['at'] === undefined ? [] : [data['at']]) },
    emit: (event) => events.push(event),
    onError: (_error, key) => errors.push(key),
  });
});

function replace(
  resourceVersion: string,
  objects: readonly TestConfigMap[],
  time: 'forward' | 'rewound' = 'forward',
): void {
  const replacement = store.replacement();
  for (const object of objects) replacement.put(object);
  replacement.commit(resourceVersion, time);
}

describe('events of the watch', () => {
  it('tell what was, what is, and the final state of what is gone', () => {
    store.apply({ type: 'ADDED', object: aConfigMap('a', '1') });
    store.apply({ type: 'MODIFIED', object: aConfigMap('a', '2') });
    store.apply({ type: 'DELETED', object: aConfigMap('a', '3') });
    expect(events).toEqual([
      { type: 'add', key: 'default/a', object: { data: { at: '1' } }, initial: true },
      { type: 'update', key: 'default/a', old: { data: { at: '1' } }, object: { data: { at: '2' } } },
      { type: 'delete', key: 'default/a', object: { data: { at: '3' } } },
    ]);
  });

  it('pass in silence when the projection is the same', () => {
    store.apply({ type: 'ADDED', object: { ...aConfigMap('a', '1'), data: { x: 'y' } } });
    store.apply({ type: 'MODIFIED', object: { ...aConfigMap('a', '2'), data: { x: 'y' } } });
    expect(log()).toEqual(['add default/a']);
  });

  it('nested too deep to be compared count as changes', () => {
    store.apply({ type: 'ADDED', object: { ...aConfigMap('a', '1'), data: bottomless() } });
    store.apply({ type: 'MODIFIED', object: { ...aConfigMap('a', '2'), data: bottomless() } });
    expect(log()).toEqual(['add default/a', 'update default/a']);
  });

  it('are ignored when they come twice or out of order', () => {
    for (const version of ['5', '5', '4']) store.apply({ type: 'MODIFIED', object: aConfigMap('a', version) });
    expect(store.get('default/a')).toEqual({ data: { at: '5' } });
    expect(log()).toEqual(['add default/a']);
  });

  it('show an object that was deleted and created again as another one, although the name is the same', () => {
    store.apply({ type: 'ADDED', object: aConfigMap('a', '1', { uid: 'first' }) });
    store.apply({ type: 'MODIFIED', object: aConfigMap('a', '9', { uid: 'second' }) });
    expect(log()).toEqual(['add default/a', 'delete default/a', 'add default/a']);
  });

  it('delete nothing when they tell of an earlier incarnation', () => {
    store.apply({ type: 'ADDED', object: aConfigMap('a', '9', { uid: 'second' }) });
    store.apply({ type: 'DELETED', object: aConfigMap('a', '5', { uid: 'first' }) });
    expect(store.size).toBe(1);
  });

  it('leave out an object whose projection throws, and go on', () => {
    store.apply({ type: 'ADDED', object: { ...aConfigMap('a', '1'), data: { poison: 'x' } } });
    store.apply({ type: 'ADDED', object: aConfigMap('b', '2') });
    expect([errors, store.size]).toEqual([['default/a'], 1]);
  });
});

describe('own writes', () => {
  it('are visible at once, and once only', () => {
    store.upsert(aConfigMap('a', '5'));
    store.apply({ type: 'ADDED', object: aConfigMap('a', '5') });
    expect(log()).toEqual(['add default/a']);
  });

  it('are not undone by events that are older', () => {
    store.apply({ type: 'ADDED', object: aConfigMap('a', '1') });
    store.upsert(aConfigMap('a', '5'));
    store.apply({ type: 'MODIFIED', object: aConfigMap('a', '3') });
    expect(store.get('default/a')).toEqual({ data: { at: '5' } });
  });

  it('are not undone by an answer that comes late', () => {
    store.apply({ type: 'ADDED', object: aConfigMap('a', '7') });
    store.upsert(aConfigMap('a', '5'));
    expect(store.get('default/a')).toEqual({ data: { at: '7' } });
  });

  it('are compared by number, not by text', () => {
    store.upsert(aConfigMap('a', '9'));
    store.upsert(aConfigMap('a', '10'));
    expect(store.get('default/a')).toEqual({ data: { at: '10' } });
  });

  it('survive a list that was taken before them', () => {
    store.upsert(aConfigMap('a', '50'));
    replace('40', [aConfigMap('b', '30')]);
    expect(new Set(store.list())).toEqual(new Set([{ data: { at: '30' } }, { data: { at: '50' } }]));
  });

  it('do not come back when events on the way still show the deleted object', () => {
    store.apply({ type: 'ADDED', object: aConfigMap('a', '1') });
    store.remove(incarnationOf(aConfigMap('a', '1')));
    store.apply({ type: 'MODIFIED', object: aConfigMap('a', '2') });
    replace('3', [aConfigMap('a', '2')]);
    store.apply({ type: 'DELETED', object: aConfigMap('a', '4') });
    expect(log()).toEqual(['add default/a', 'delete default/a']);
  });

  it('do not hide the next incarnation of what was deleted', () => {
    store.apply({ type: 'ADDED', object: aConfigMap('a', '1') });
    store.remove(incarnationOf(aConfigMap('a', '1')));
    store.apply({ type: 'ADDED', object: aConfigMap('a', '5', { uid: 'next' }) });
    expect(store.size).toBe(1);
  });

  it('do not come back through a list that was taken before they were created', () => {
    store.remove(incarnationOf(aConfigMap('a', '50')));
    replace('40', []);
    store.apply({ type: 'ADDED', object: aConfigMap('a', '50') });
    expect(log()).toEqual([]);
  });

  it('do not bring back what was gone before their answer came', () => {
    store.apply({ type: 'ADDED', object: aConfigMap('a', '5') });
    store.apply({ type: 'DELETED', object: aConfigMap('a', '7') });
    store.upsert(aConfigMap('a', '6'));
    expect([log(), store.size]).toEqual([['add default/a', 'delete default/a'], 0]);
  });

  it('do not bring back what a list after them lacks', () => {
    replace('40', []);
    store.upsert(aConfigMap('a', '39'));
    expect(store.size).toBe(0);
    store.upsert(aConfigMap('a', '41'));
    expect(store.size).toBe(1);
  });

  it('take with them the incarnation that had the name before', () => {
    store.apply({ type: 'ADDED', object: aConfigMap('a', '1', { uid: 'first' }) });
    store.remove(incarnationOf(aConfigMap('a', '5', { uid: 'second' })));
    expect(log()).toEqual(['add default/a', 'delete default/a']);
  });

  it('remove nothing that is not the incarnation deleted', () => {
    store.apply({ type: 'ADDED', object: aConfigMap('a', '5', { uid: 'next' }) });
    store.remove(incarnationOf(aConfigMap('a', '1')));
    expect(store.size).toBe(1);
  });
});

describe('a new list', () => {
  it('tells the differences only', () => {
    replace('10', [aConfigMap('kept', '1'), aConfigMap('changed', '2'), aConfigMap('gone', '3')]);
    events.length = 0;
    replace('20', [aConfigMap('kept', '1'), aConfigMap('changed', '12'), aConfigMap('new', '13')]);
    expect(log().sort()).toEqual(['add default/new', 'delete default/gone', 'update default/changed']);
  });

  it('is initial the first time only', () => {
    replace('10', [aConfigMap('a', '1')]);
    replace('20', [aConfigMap('a', '1'), aConfigMap('b', '15')]);
    expect(events).toMatchObject([{ initial: true }, { initial: false }]);
  });

  it('takes effect in one step: listeners see the whole new state', () => {
    const seen: number[] = [];
    store = new Store({ project, emit: () => seen.push(store.size), onError: () => undefined });
    replace('10', [aConfigMap('a', '1'), aConfigMap('b', '2'), aConfigMap('c', '3')]);
    expect(seen).toEqual([3, 3, 3]);
  });

  it('shows a recreated object as deleted and added', () => {
    replace('10', [aConfigMap('a', '1', { uid: 'first' })]);
    replace('20', [aConfigMap('a', '15', { uid: 'second' })]);
    expect(log()).toEqual(['add default/a', 'delete default/a', 'add default/a']);
  });

  it('overrules everything remembered when the server was put back in time', () => {
    store.upsert(aConfigMap('a', '50'));
    store.upsert(aConfigMap('deleted', '51'));
    store.remove(incarnationOf(aConfigMap('deleted', '51')));
    replace('20', [aConfigMap('a', '15'), aConfigMap('deleted', '16')], 'rewound');
    expect(store.list()).toEqual([{ data: { at: '15' } }, { data: { at: '16' } }]);
  });

  it('forgets what was collected and dropped again', () => {
    const replacement = store.replacement();
    replacement.put(aConfigMap('a', '1'));
    replacement.drop(aConfigMap('a', '2'));
    replacement.commit('3', 'forward');
    expect(store.size).toBe(0);
  });
});

describe('indexes', () => {
  it('follow every change', () => {
    replace('10', [aConfigMap('a', '1'), aConfigMap('b', '2')]);
    store.apply({ type: 'MODIFIED', object: { ...aConfigMap('a', '11'), data: { at: '2' } } });
    expect(store.byIndex('byState', '1')).toEqual([]);
    expect(store.byIndex('byState', '2')).toHaveLength(2);
    store.apply({ type: 'DELETED', object: aConfigMap('b', '12') });
    expect(store.byIndex('byState', '2')).toHaveLength(1);
  });

  it('that throw hide the object from themselves alone', () => {
    const onError = (_error: unknown, key: string): void => void errors.push(key);
    store = new Store({ project, indexers: { broken }, emit: () => undefined, onError });
    store.upsert(aConfigMap('a', '1'));
    expect([store.size, errors, store.byIndex('broken', 'x')]).toEqual([1, ['default/a'], []]);
  });

  it('must be declared before they are asked', () => {
    expect(() => store.byIndex('unknown', 'x')).toThrow(RangeError);
  });
});
