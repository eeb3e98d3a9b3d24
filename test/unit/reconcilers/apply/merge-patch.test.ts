import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../../../src/k8s/object.ts';
import { mergePatchOf } from '../../../../src/reconcilers/apply/merge-patch.ts';
import { withContent } from '../../../support/cluster-objects.ts';

const owner = { apiVersion: 'v1', kind: 'Owner', name: 'ours', uid: 'uid-o' };

function policy(spec: object, metadata: Partial<KubeObject['metadata']> = {}): KubeObject {
  const object = { apiVersion: 'projectcalico.org/v3', kind: 'NetworkPolicy' };
  return withContent({ ...object, metadata: { name: 'a', ...metadata } }, { spec });
}

const live = (spec: object, metadata: Partial<KubeObject['metadata']> = {}): KubeObject =>
  policy(spec, { resourceVersion: '7', ...metadata });

describe('mergePatchOf', () => {
  it('is nothing where all that is desired is there, whatever the server has written for nothing', () => {
    const desired = policy({ order: 1, ingress: [{ action: 'Allow' }] }, { labels: { a: 'b' } });
    const found = { order: 1, defaultAction: 'Deny', ingress: [{ action: 'Allow', source: {} }], egress: [] };
    expect(mergePatchOf(desired, live(found, { labels: { a: 'b', theirs: 'c' } }), 'whole')).toBeUndefined();
  });

  it('sets what differs, takes away what is not desired, and names the state that was seen', () => {
    const desired = policy({ order: 1, selector: 'all()' });
    const patch = mergePatchOf(desired, live({ order: 2, selector: 'all()', performanceHints: ['x'] }), 'whole');
    expect(patch).toEqual({ metadata: { resourceVersion: '7' }, spec: { order: 1, performanceHints: null } });
  });

  it('leaves alone what is for users to set', () => {
    const extent = { within: { 'f:spec': { 'f:natOutgoing': {} } } };
    const patch = mergePatchOf(policy({}), live({ natOutgoing: true, namespaceSelector: 'x' }), extent);
    expect(patch).toMatchObject({ spec: { natOutgoing: null } });
    expect(mergePatchOf(policy({}), live({ natOutgoing: true }), 'fields')).toBeUndefined();
  });

  it('adds an owner and keeps those of others, and replaces one that has come again', () => {
    const theirs = { ...owner, uid: 'uid-t' };
    const desired = policy({}, { ownerReferences: [{ ...owner, controller: true }] });
    const patch = mergePatchOf(desired, live({}, { ownerReferences: [theirs, owner] }), 'whole');
    expect(patch).toEqual({
      metadata: { resourceVersion: '7', ownerReferences: [theirs, { ...owner, controller: true }] },
    });
  });
});
