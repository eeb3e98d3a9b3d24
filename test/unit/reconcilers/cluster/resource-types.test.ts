import { describe, expect, it } from '@jest/globals';
import { resourceTypeOf } from '../../../../src/reconcilers/cluster/resource-types.ts';

describe('resourceTypeOf', () => {
  it.each([
    ['v1', 'ConfigMap', 'configmaps'],
    ['apps/v1', 'DaemonSet', 'daemonsets'],
    ['operator.tigera.io/v1', 'Installation', 'installations'],
    ['projectcalico.org/v3', 'IPPool', 'ippools'],
    ['crd.projectcalico.org/v1', 'IPPool', 'ippools'],
  ])('knows %s %s', (apiVersion, kind, plural) => {
    expect(resourceTypeOf({ apiVersion, kind })).toMatchObject({ kind, plural });
  });

  it('tells kinds of equal names by their version', () => {
    const [v3, v1] = ['projectcalico.org/v3', 'crd.projectcalico.org/v1'].map((apiVersion) =>
      resourceTypeOf({ apiVersion, kind: 'IPPool' }),
    );
    expect([v3?.group, v1?.group]).toEqual(['projectcalico.org', 'crd.projectcalico.org']);
  });

  it('refuses a kind that nobody listed', () => {
    expect(() => resourceTypeOf({ apiVersion: 'v2', kind: 'ConfigMap' })).toThrow(
      'No resource is known for v2 ConfigMap',
    );
  });
});
