import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { FieldSet, KubeObject } from '../../../../src/k8s/object.ts';
import { appliedPart, isApplied } from '../../../../src/reconcilers/apply/is-applied.ts';
import type { Json, JsonObject } from '../../../../src/reconcilers/apply/field-set.ts';
import { appliedFields } from '../../../support/applied-fields.ts';
import { daemonSetFields, desiredDaemonSet, liveDaemonSet, withContent } from '../../../support/cluster-objects.ts';
import { anObject, changedAt, leavesOf, thing, type Path } from '../../../support/object-arbitraries.ts';

/** Paths below what takes part in an apply. */
const appliedLeaves = (object: KubeObject): Path[] => leavesOf(appliedPart(object));
const other = (old: Json): Json => `${JSON.stringify(old)}!`;

/** An applied object, and one of its leaves. */
const anObjectWithLeaf = anObject.chain((object) =>
  fc.constantFrom(...appliedLeaves(object)).map((leaf) => ({ object, leaf })),
);

/** Whether this is applied where `live` stands and `fields` of the spec are ours. */
function holds(desired: JsonObject, live: JsonObject, fields: FieldSet): boolean {
  return isApplied(thing(desired), thing(live), { 'f:spec': fields });
}

describe('isApplied', () => {
  it('holds for what the server stored of an apply', () => {
    fc.assert(fc.property(anObject, (object) => isApplied(object, structuredClone(object), appliedFields(object))));
  });

  it('holds whatever others add to the live object', () => {
    const grown = anObject.map((object) => ({ object, live: { ...object, added: { by: 'others' }, status: {} } }));
    fc.assert(fc.property(grown, ({ object, live }) => isApplied(object, live, appliedFields(object))));
  });

  it('fails when one leaf of the live object differs', () => {
    fc.assert(
      fc.property(anObjectWithLeaf, ({ object, leaf }) => {
        expect(isApplied(object, changedAt(object, leaf, other), appliedFields(object))).toBe(false);
      }),
    );
  });

  it('fails when one leaf of the desired object differs', () => {
    fc.assert(
      fc.property(anObjectWithLeaf, ({ object, leaf }) => {
        expect(isApplied(changedAt(object, leaf, other), object, appliedFields(object))).toBe(false);
      }),
    );
  });

  it('fails when we own a field that is not desired any more', () => {
    fc.assert(
      fc.property(anObject, fc.constantFrom('f:spec', 'f:metadata', 'f:added'), (object, place) => {
        const owned = appliedFields(object);
        const extra = { ...owned, [place]: { ...owned[place], 'f:extra': {} } };
        expect(isApplied(object, withContent(object, { added: { extra: 1 } }), extra)).toBe(false);
      }),
    );
  });

  it('fails when what is not desired any more is called as something that every object inherits', () => {
    expect(holds({}, { constructor: 'x' }, { 'f:constructor': {} })).toBe(false);
  });

  it('fails for a live object of which we own nothing', () => {
    fc.assert(fc.property(anObject, (object) => !isApplied(object, object, {})));
  });
});

describe('isApplied, for lists', () => {
  const items = { list: [{ name: 'a', value: 1 }] };
  const item = { '.': {}, 'f:name': {}, 'f:value': {} };

  it('lets others add items to a list that has keys', () => {
    const live = { list: [{ name: 'theirs' }, { name: 'a', value: 1, defaulted: true }] };
    expect(holds(items, live, { 'f:list': { 'k:{"name":"a"}': item } })).toBe(true);
  });

  it('sees an item of ours that is not desired any more', () => {
    const fields = { 'f:list': { 'k:{"name":"a"}': item, 'k:{"name":"b"}': {} } };
    expect(holds(items, { list: [...items.list, { name: 'b' }] }, fields)).toBe(false);
  });

  it('sees an item that somebody took away', () => {
    expect(holds(items, { list: [] }, { 'f:list': { 'k:{"name":"a"}': item } })).toBe(false);
    expect(holds(items, {}, { 'f:list': { 'k:{"name":"a"}': item } })).toBe(false);
  });

  it.each([[['a', 'b', 'c']], [['b', 'a']], [['a']], [undefined]])('compares an atomic list whole: %j', (live) => {
    expect(holds({ list: ['a', 'b'] }, live === undefined ? {} : { list: live }, { 'f:list': {} })).toBe(false);
  });
});

describe('isApplied, for values that the API server writes differently', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['quantities', { a: '1024Mi' }, { a: '1Gi' }],
    ['an empty container that it drops', { a: {} }, {}],
    ['an empty list that it drops', { a: [] }, {}],
    ['an empty container inside of an atomic list', { a: [{ b: 'c', d: {} }] }, { a: [{ b: 'c' }] }],
  ])('knows %s', (_, desired, live) => {
    expect(holds(desired, live, { 'f:a': {} })).toBe(true);
  });

  it.each<[JsonObject, JsonObject]>([
    [{ a: '1Gi' }, { a: '1G' }],
    [{ a: {} }, { a: 'text' }],
    [{ a: { b: 1 } }, { a: 'text' }],
    [{ a: { b: 1 } }, { a: { b: 1, c: 2 } }],
    [{ a: true }, { a: 'true' }],
  ])('takes %j for different from %j', (desired, live) => {
    expect(holds(desired, live, { 'f:a': {} })).toBe(false);
  });
});

describe('isApplied, for a DaemonSet of a cluster', () => {
  it('holds although the server filled in defaults', () => {
    expect(isApplied(desiredDaemonSet(), liveDaemonSet(), daemonSetFields)).toBe(true);
  });

  it.each<[string, Path]>([
    ['an environment variable', ['spec', 'template', 'spec', 'containers', 0, 'env', 0, 'value']],
    ['a port', ['spec', 'template', 'spec', 'containers', 0, 'ports', 0, 'containerPort']],
    ['an argument', ['spec', 'template', 'spec', 'containers', 0, 'command', 1]],
    ['a finalizer', ['metadata', 'finalizers', 0]],
    ['the owner', ['metadata', 'ownerReferences', 0, 'uid']],
    ['a toleration', ['spec', 'template', 'spec', 'tolerations', 0, 'operator']],
    ['the selector', ['spec', 'selector', 'matchLabels', 'k8s-app']],
  ])('fails when somebody changes %s', (_, path) => {
    expect(isApplied(desiredDaemonSet(), changedAt(liveDaemonSet(), path, other), daemonSetFields)).toBe(false);
  });
});

describe('appliedPart', () => {
  it('leaves out what the server decides', () => {
    const { metadata, ...content } = desiredDaemonSet() as KubeObject & { spec: Json };
    const { labels, finalizers, ownerReferences } = metadata;
    expect(appliedPart(desiredDaemonSet())).toEqual({
      spec: content.spec,
      metadata: { labels, finalizers, ownerReferences },
    });
    expect(appliedPart(withContent(thing({ a: 1 }), { status: { b: 2 } }))).toEqual({ spec: { a: 1 } });
  });
});
