import { describe, expect, it } from '@jest/globals';
import type { ObjectMeta } from '../../../../../src/k8s/object.ts';
import { identityCauses, metadataCauses } from '../../../../../tools/sim/server/metadata-rules.ts';

function fieldsOf(metadata: Partial<ObjectMeta>): (string | undefined)[] {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', ...metadata } };
  return metadataCauses(object).map(({ field }) => field);
}

describe('metadataCauses', () => {
  it('has nothing against what Kubernetes itself writes', () => {
    const labels = { 'app.kubernetes.io/name': 'calico-node', tier: '' };
    const annotations = { 'kubectl.kubernetes.io/Last-applied': '{"any": "text"}' };
    expect(fieldsOf({ labels, annotations, finalizers: ['foregroundDeletion', 'tigera.io/cleanup'] })).toEqual([]);
  });

  it.each<[string, Partial<ObjectMeta>]>([
    ['metadata.labels', { labels: { 'bad key': 'a' } }],
    ['metadata.labels', { labels: { a: 'bad value' } }],
    ['metadata.labels', { labels: { 'a/b/c': 'x' } }],
    ['metadata.annotations', { annotations: { 'Bad.Domain_/x y': '1' } }],
    ['metadata.finalizers[0]', { finalizers: ['unqualified'] }],
  ])('objects to %s: %j', (field, metadata) => {
    expect(fieldsOf(metadata)).toEqual([field]);
  });
});

describe('identityCauses', () => {
  it('objects to another uid and to a time of deletion', () => {
    const causes = identityCauses({ uid: 'b', deletionTimestamp: 't' }, { name: 'c', uid: 'a' });
    expect(causes.map(({ field }) => field)).toEqual(['metadata.uid', 'metadata.deletionTimestamp']);
  });

  it('takes what is known, or nothing', () => {
    expect(identityCauses({ uid: 'a' }, { name: 'c', uid: 'a', deletionTimestamp: 't' })).toEqual([]);
  });
});
