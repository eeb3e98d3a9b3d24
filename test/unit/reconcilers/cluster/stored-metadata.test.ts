import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../../../src/k8s/object.ts';
import { isStored, restoreMetadata, storedMetadata } from '../../../../src/reconcilers/cluster/stored-metadata.ts';

function pool(annotations: Record<string, string>): KubeObject {
  const metadata = { name: 'a', uid: 'u', labels: { direct: 'x' }, annotations };
  return { apiVersion: 'crd.projectcalico.org/v1', kind: 'IPPool', metadata };
}

describe('restoreMetadata', () => {
  it('shows the labels and annotations that Calico goes by', () => {
    const text = JSON.stringify({ labels: { ours: 'y' }, annotations: { note: 'z' }, uid: 'other' });
    const { metadata } = restoreMetadata(pool({ [storedMetadata]: text, direct: 'x' }));
    expect(metadata).toEqual({
      name: 'a',
      uid: 'u',
      labels: { ours: 'y' },
      annotations: { note: 'z', [storedMetadata]: text },
    });
  });

  it.each([
    ['none', {}],
    ['one that is no JSON', { [storedMetadata]: '{' }],
    ['a list', { [storedMetadata]: '[1]' }],
  ])('leaves an object as it is that has %s', (_what, annotations) => {
    expect(restoreMetadata(pool(annotations))).toEqual(pool(annotations));
  });
});

describe('isStored', () => {
  it('is what lies behind the API server of Calico', () => {
    const groups = ['crd.projectcalico.org', 'projectcalico.org', ''];
    expect(groups.map((group) => isStored({ group }))).toEqual([true, false, false]);
  });
});
