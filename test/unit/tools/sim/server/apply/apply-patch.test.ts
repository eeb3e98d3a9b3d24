import { describe, expect, it } from '@jest/globals';
import { AppliedTypeError, conflictMessage } from '../../../../../../tools/sim/server/apply/index.ts';
import { applied, ownership, tryApply, widget } from './widgets.ts';

describe('applyPatch', () => {
  it('claims exactly what was applied, in the order and form of the server', () => {
    const object = applied(undefined, widget({ set: ['b', 'a'], parts: [{ name: 'n', value: 'v' }] }), 'me');
    expect(JSON.stringify(object.metadata.managedFields)).toBe(
      '[{"manager":"me","operation":"Apply","apiVersion":"example.com/v1","time":"2030-01-02T03:04:05Z",' +
        '"fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:parts":{"k:{\\"name\\":\\"n\\"}":{".":{},"f:name":{},' +
        '"f:value":{}}},"f:set":{"v:\\"a\\"":{},"v:\\"b\\"":{}}}}}]',
    );
  });

  it('owns labels, annotations, finalizers and owner references, but not the name', () => {
    const owner = { apiVersion: 'v1', kind: 'X', name: 'x', uid: 'u' };
    const metadata = { labels: { a: '1' }, finalizers: ['x/y'], ownerReferences: [owner], uid: 'z' };
    expect(ownership(applied(undefined, widget(undefined, metadata), 'me'))).toEqual({
      'me Apply': {
        'f:metadata': {
          'f:finalizers': { 'v:"x/y"': {} },
          'f:labels': { 'f:a': {} },
          'f:ownerReferences': { 'k:{"uid":"u"}': {} },
        },
      },
    });
  });

  it('returns the live object itself where nothing changes', () => {
    const live = applied(undefined, widget({ size: 1 }), 'me');
    expect(applied(live, widget({ size: 1 }), 'me', { now: new Date(0) })).toBe(live);
  });

  it('notes a second owner of the same values without a time', () => {
    const live = applied(undefined, widget({ size: 1 }), 'me');
    const times = applied(live, widget({ size: 1 }), 'you').metadata.managedFields?.map(({ time }) => time);
    expect(times).toEqual([undefined, '2030-01-02T03:04:05Z']);
  });

  it('removes what its manager applies no longer', () => {
    const live = applied(undefined, widget({ size: 1, labels: { a: '1', b: '2' }, set: ['x', 'y'] }), 'me');
    expect(applied(live, widget({ labels: { b: '2' }, set: ['y'] }), 'me').spec).toEqual({
      labels: { b: '2' },
      set: ['y'],
    });
  });

  it('keeps what another manager owns as well', () => {
    const shared = applied(applied(undefined, widget({ set: ['x', 'y'] }), 'me'), widget({ set: ['x'] }), 'you');
    expect(applied(shared, widget({ set: [] }), 'me').spec).toEqual({ set: ['x'] });
  });

  it('removes an item with all that nobody owns in it', () => {
    const live = applied(undefined, widget({ size: 1, parts: [{ name: 'a' }, { name: 'b' }] }), 'me');
    const defaulted = { ...live, spec: { ...live.spec, parts: [{ name: 'a', value: 'default' }, { name: 'b' }] } };
    expect(applied(defaulted, widget({ size: 1, parts: [{ name: 'b' }] }), 'me').spec?.['parts']).toEqual([
      { name: 'b' },
    ]);
  });

  it('leaves a field that is emptied but still applied as null, as the server does', () => {
    const live = applied(undefined, widget({ labels: { a: '1' } }), 'me');
    expect(applied(live, widget({ labels: {} }), 'me').spec).toEqual({ labels: null });
  });

  it('says who owns the fields that it would have to take', () => {
    const live = applied(undefined, widget({ size: 1, whole: { x: '1' }, parts: [{ name: 'a', value: '1' }] }), 'me');
    const outcome = tryApply(live, widget({ size: 1, whole: { x: '2' }, parts: [{ name: 'a', value: '2' }] }), 'you');
    expect('conflicts' in outcome && conflictMessage(outcome.conflicts)).toBe(
      'Apply failed with 2 conflicts: conflicts with "me":\n- .spec.whole\n- .spec.parts[name="a"].value',
    );
  });

  it('takes fields by force', () => {
    const live = applied(undefined, widget({ size: 1, list: ['a'] }), 'me');
    expect(ownership(applied(live, widget({ size: 2 }), 'you', { force: true }))).toEqual({
      'me Apply': { 'f:spec': { 'f:list': {} } },
      'you Apply': { 'f:spec': { 'f:size': {} } },
    });
  });

  it('keeps applied items in their order, and live ones behind the item that they followed', () => {
    const live = applied(undefined, widget({ set: ['a', 'mine', 'b'] }), 'me');
    expect(applied(live, widget({ set: ['a', 'new', 'b'] }), 'you').spec).toEqual({ set: ['a', 'mine', 'new', 'b'] });
  });

  it('counts the status alone in an apply of the status', () => {
    const live = applied(undefined, widget({ size: 1 }), 'me');
    const wanted = { ...widget({ size: 5 }, { labels: { a: '1' } }), status: { phase: 'Up' } };
    const object = applied(live, wanted, 'me', { subresource: 'status' });
    expect([object.spec, object.status, object.metadata.labels]).toEqual([{ size: 1 }, { phase: 'Up' }, undefined]);
  });

  it('gives an untracked object to before-first-apply', () => {
    const object = applied(widget({ size: 1 }), widget({ list: ['a'] }), 'me');
    expect(Object.keys(ownership(object))).toEqual(['me Apply', 'before-first-apply Update']);
  });

  it.each([
    ['.spec.other: field not declared in schema', { other: 1 }],
    ['.spec.size: expected number, got string', { size: 'big' }],
    ['.spec.parts: duplicate entries for key {"name":"a"}', { parts: [{ name: 'a' }, { name: 'a' }] }],
    ['.spec.set: expected list, got map', { set: {} }],
  ])('refuses what does not fit: %s', (problem, spec) => {
    const message = `failed to create typed patch object (/w; example.com/v1, Kind=Widget): ${problem}`;
    expect(() => tryApply(undefined, widget(spec), 'me')).toThrow(AppliedTypeError);
    expect(() => tryApply(undefined, widget(spec), 'me')).toThrow(message);
  });
});
