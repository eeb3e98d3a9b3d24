import { beforeEach, describe, expect, it } from '@jest/globals';
import { SimulatedCluster, type Reply } from '../../../../../support/simulated-cluster.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const bob = { name: 'system:serviceaccount:default:bob', groups: [] };
const subjects = [{ kind: 'ServiceAccount', name: 'bob', namespace: 'default' }];

let cluster: SimulatedCluster;

/** Gives bob these rules in the whole cluster. */
function grant(...rules: readonly object[]): void {
  cluster.post(`${rbac}/clusterroles`, { metadata: { name: 'r' }, rules });
  cluster.post(`${rbac}/clusterrolebindings`, {
    metadata: { name: 'r' },
    roleRef: { kind: 'ClusterRole', name: 'r' },
    subjects,
  });
}

function asBob(path: string): Reply {
  return cluster.get(path, { user: bob });
}

/** Asks as bob whether he may list a resource. */
function review(resource: string): Reply {
  const spec = { resourceAttributes: { verb: 'list', resource, namespace: 'default' } };
  return cluster.post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { spec }, { user: bob });
}

beforeEach(() => {
  cluster = new SimulatedCluster();
});

describe('authorization', () => {
  it('says who may not do what, and where', () => {
    expect(asBob('/api/v1/namespaces/default/configmaps/a')).toMatchObject({
      code: 403,
      body: {
        reason: 'Forbidden',
        message:
          'configmaps "a" is forbidden: User "system:serviceaccount:default:bob" cannot get resource "configmaps" in API group "" in the namespace "default"',
      },
    });
  });

  it.each([
    ['a verb on a resource', { apiGroups: [''], resources: ['nodes'], verbs: ['list'] }, '/api/v1/nodes', 200],
    ['another verb', { apiGroups: [''], resources: ['nodes'], verbs: ['get'] }, '/api/v1/nodes', 403],
    ['another group', { apiGroups: ['apps'], resources: ['nodes'], verbs: ['*'] }, '/api/v1/nodes', 403],
    ['everything', { apiGroups: ['*'], resources: ['*'], verbs: ['*'] }, '/api/v1/nodes', 200],
    [
      'a named object',
      { apiGroups: [''], resources: ['namespaces'], resourceNames: ['default'], verbs: ['get'] },
      '/api/v1/namespaces/default',
      200,
    ],
    [
      'another name',
      { apiGroups: [''], resources: ['namespaces'], resourceNames: ['x'], verbs: ['get'] },
      '/api/v1/namespaces/default',
      403,
    ],
    [
      'a list of one name',
      { apiGroups: [''], resources: ['nodes'], resourceNames: ['n'], verbs: ['list'] },
      '/api/v1/nodes?fieldSelector=metadata.name%3Dn',
      200,
    ],
    ['a path', { nonResourceURLs: ['/foo/*'], verbs: ['get'] }, '/foo/bar', 404],
    [
      'a resource without its subresource',
      { apiGroups: [''], resources: ['nodes'], verbs: ['get'] },
      '/api/v1/nodes/n/status',
      403,
    ],
    ['a subresource', { apiGroups: [''], resources: ['*/status'], verbs: ['get'] }, '/api/v1/nodes/n/status', 404],
  ])('decides about %s', (_what, rule, path, code) => {
    grant(rule);
    expect(asBob(path).code).toBe(code);
  });

  it('lets a binding in a namespace count there only', () => {
    cluster.post(`${rbac}/namespaces/default/roles`, {
      metadata: { name: 'r' },
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }],
    });
    const roleRef = { kind: 'Role', name: 'r' };
    cluster.post(`${rbac}/namespaces/default/rolebindings`, { metadata: { name: 'r' }, roleRef, subjects });
    expect(asBob('/api/v1/namespaces/default/secrets').code).toBe(200);
    expect(asBob('/api/v1/namespaces/kube-system/secrets').code).toBe(403);
  });

  it('takes back what is taken back', () => {
    grant({ apiGroups: [''], resources: ['nodes'], verbs: ['list'] });
    expect(asBob('/api/v1/nodes').code).toBe(200);
    cluster.delete(`${rbac}/clusterrolebindings/r`);
    expect(asBob('/api/v1/nodes').code).toBe(403);
  });

  it('lets everybody who is known find out what is served', () => {
    expect(asBob('/apis').code).toBe(200);
  });

  it('asks for the right to create as well when an apply creates', () => {
    grant({ apiGroups: [''], resources: ['configmaps'], resourceNames: ['a'], verbs: ['patch'] });
    const path = '/api/v1/namespaces/default/configmaps/a?fieldManager=f';
    const reply = cluster.apply(path, { metadata: { name: 'a' } }, { user: bob });
    expect(reply).toMatchObject({ code: 403, body: { message: expect.stringContaining('cannot create resource') } });
  });

  it('answers a review from the same place', () => {
    grant({ apiGroups: [''], resources: ['secrets'], verbs: ['list'] });
    expect(review('secrets').body.status).toMatchObject({ allowed: true });
    expect(review('pods').body.status).toEqual({ allowed: false });
  });
});
