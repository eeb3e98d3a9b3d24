import { describe, expect, it } from '@jest/globals';
import { ConfigMap, DaemonSet } from '../../../src/k8s/kinds.ts';
import { apiVersionOf, describeRef, incarnationOf, keyOf, refOf } from '../../../src/k8s/object.ts';
import { aConfigMap } from '../../support/kube-objects.ts';

describe('object identities', () => {
  it('key namespaced objects by namespace and name, others by name', () => {
    expect([keyOf({ name: 'a', namespace: 'b' }), keyOf({ name: 'a' })]).toEqual(['b/a', 'a']);
  });

  it('write the core group without a slash', () => {
    expect([apiVersionOf(ConfigMap), apiVersionOf(DaemonSet)]).toEqual(['v1', 'apps/v1']);
  });

  it('describe a reference by kind and key', () => {
    expect(describeRef(refOf(aConfigMap('a', '1')))).toBe('ConfigMap default/a');
  });

  it('name the incarnation that a delete may hit', () => {
    const expected = { name: 'a', namespace: 'default', uid: 'uid-of-a', resourceVersion: '7' };
    expect(incarnationOf(aConfigMap('a', '7'))).toEqual(expected);
  });

  it('refuse to name an incarnation of what was never read', () => {
    const rendered = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
    expect(() => incarnationOf(rendered)).toThrow(/was not read/);
  });
});
