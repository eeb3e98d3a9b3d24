import { describe, expect, it } from '@jest/globals';
import { recordUpdate, schemaOf } from '../../../../../../tools/sim/server/apply/index.ts';
import { apiVersion, applied, now, ownership, widget, widgetSchema, type Widget } from './widgets.ts';

function updated(before: Widget | undefined, after: Widget, manager = 'writer'): Widget {
  return recordUpdate(before, after, { schema: widgetSchema, manager, apiVersion, now });
}

describe('recordUpdate', () => {
  it('gives a created object to its creator, containers included', () => {
    expect(ownership(updated(undefined, widget({ labels: { a: '1' }, free: { b: [1] } })))).toEqual({
      'writer Update': { 'f:spec': { '.': {}, 'f:free': { '.': {}, 'f:b': {} }, 'f:labels': { '.': {}, 'f:a': {} } } },
    });
  });

  it('moves changed fields from other managers to the writer', () => {
    const live = applied(undefined, widget({ size: 1, list: ['a'] }), 'me');
    expect(ownership(updated(live, { ...live, spec: { size: 2, list: ['a'] } }))).toEqual({
      'me Apply': { 'f:spec': { 'f:list': {} } },
      'writer Update': { 'f:spec': { 'f:size': {} } },
    });
  });

  it('drops an entry that owns nothing any more', () => {
    const live = applied(undefined, widget({ size: 1 }), 'me');
    expect(Object.keys(ownership(updated(live, { ...live, spec: { size: 2 } })))).toEqual(['writer Update']);
  });

  it('keeps the time of a writer that only takes away', () => {
    const live = updated(undefined, widget({ size: 1, list: ['a'] }));
    const later = { schema: widgetSchema, manager: 'writer', apiVersion, now: new Date('2031-01-01T00:00:00Z') };
    const [entry] =
      recordUpdate(live, { ...live, ...widget({ size: 1 }, live.metadata) }, later).metadata.managedFields ?? [];
    expect([entry?.time, entry?.fieldsV1]).toEqual(['2030-01-02T03:04:05Z', { 'f:spec': { '.': {}, 'f:size': {} } }]);
  });

  it('forgets all owners when asked to by one empty entry', () => {
    const live = updated(undefined, widget({ size: 1 }));
    const sent = { ...live, metadata: { ...live.metadata, managedFields: [{}] } };
    expect(updated(live, sent).metadata.managedFields).toBeUndefined();
  });

  it('goes on from the live owners where none, or nonsense, was sent', () => {
    const live = updated(undefined, widget({ size: 1 }));
    const nonsense = { ...live, metadata: { name: 'w', managedFields: [{ manager: 'x' }] } };
    expect(ownership(updated(live, nonsense))).toEqual(ownership(live));
    expect(ownership(updated(live, widget({ size: 1 })))).toEqual(ownership(live));
  });

  it('does not begin to track an object that has no owners', () => {
    expect(updated(widget({ size: 1 }), widget({ size: 2 })).metadata.managedFields).toBeUndefined();
  });

  it('counts the fields that a built-in type shows without being set', () => {
    const options = { schema: schemaOf('', 'v1', 'Service'), manager: 'writer', apiVersion: 'v1', now };
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's', labels: {} },
      spec: { ports: [{ port: 80 }] },
    };
    expect(ownership(recordUpdate(undefined, service, options))).toEqual({
      'writer Update': {
        'f:spec': {
          'f:ports': { '.': {}, 'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:port': {} } },
        },
      },
    });
  });
});
