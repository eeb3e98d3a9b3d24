import { describe, expect, it } from '@jest/globals';
import { ClusterRole, ConfigMap, DaemonSet, Node } from '../../../src/k8s/kinds.ts';
import { resourcePath, withQuery } from '../../../src/k8s/resource-path.ts';

describe('resourcePath', () => {
  it.each([
    [ConfigMap, {}, '/api/v1/configmaps'],
    [ConfigMap, { namespace: 'a' }, '/api/v1/namespaces/a/configmaps'],
    [ConfigMap, { namespace: 'a', name: 'b' }, '/api/v1/namespaces/a/configmaps/b'],
    [DaemonSet, { namespace: 'a', name: 'b', subresource: 'status' }, '/apis/apps/v1/namespaces/a/daemonsets/b/status'],
    [Node, { name: 'n' }, '/api/v1/nodes/n'],
    [ClusterRole, { name: 'system:node' }, '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode'],
  ])('names %o %o', (type, target, path) => {
    expect(resourcePath(type, target)).toBe(path);
  });

  it('refuses one namespaced object without a namespace instead of naming another resource', () => {
    expect(() => resourcePath(ConfigMap, { name: 'b' })).toThrow(TypeError);
  });

  it('lets no name break out of its path segment', () => {
    expect(resourcePath(Node, { name: '../secrets?x=1' })).toBe('/api/v1/nodes/..%2Fsecrets%3Fx%3D1');
  });
});

describe('withQuery', () => {
  it('leaves out what is undefined and escapes the rest', () => {
    expect(withQuery('/x', { a: undefined, b: 'k=v,w', c: 5, d: true })).toBe('/x?b=k%3Dv%2Cw&c=5&d=true');
  });

  it('adds nothing when nothing is given', () => {
    expect(withQuery('/x', { a: undefined })).toBe('/x');
  });
});
