import { describe, expect, it } from '@jest/globals';
import type { CrdManifest } from '../../../../src/crds/definition.ts';
import type { KubeObject } from '../../../../src/k8s/object.ts';
import { isLaterRelease, stamped, stampOf } from '../../../../src/reconcilers/crds/stamp.ts';

const entry = { name: 'tiers.projectcalico.org', set: 'v3', digest: 'abc' } as const;
const manifest = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: entry.name, annotations: { mine: 'yes' } },
  spec: { group: 'projectcalico.org', names: {}, scope: 'Cluster', versions: [] },
} as const satisfies CrdManifest;

function liveAs(manager: string): KubeObject {
  const { apiVersion, kind, metadata } = stamped(manifest, entry, 'v1.2.3');
  const fieldsV1 = { 'f:spec': { 'f:versions': {} } };
  return { apiVersion, kind, metadata: { ...metadata, managedFields: [{ manager, operation: 'Apply', fieldsV1 }] } };
}

describe('the stamp of a definition', () => {
  it('stands in its annotations, beside others', () => {
    expect(stamped(manifest, entry, 'v1.2.3').metadata.annotations).toEqual({
      mine: 'yes',
      'operator.tigera.io/crd-digest': 'abc',
      'operator.tigera.io/crd-release': 'v1.2.3',
    });
  });

  it('counts while the schemas are ours', () => {
    expect(stampOf(liveAs('calico-operator'))).toEqual({ digest: 'abc', release: 'v1.2.3' });
  });

  it('counts no more when somebody else has written the schemas', () => {
    expect(stampOf(liveAs('kubectl'))).toBeUndefined();
  });
});

describe('a release', () => {
  it.each([
    ['v1.2.3', 'v1.2.2'],
    ['v1.10.0', 'v1.9.9'],
    ['2.0.0', 'v1.99.99-rc.1'],
  ])('%s is later than %s', (release, than) => {
    expect(isLaterRelease(release, than)).toBe(true);
    expect(isLaterRelease(than, release)).toBe(false);
  });

  it('is not later than itself', () => {
    expect(isLaterRelease('v1.2.3', 'v1.2.3')).toBe(false);
  });
});
