import { beforeEach, describe, expect, it } from '@jest/globals';
import { SimulatedCluster, type Reply } from '../../../../../support/simulated-cluster.ts';

const group = 'rbac.authorization.k8s.io';
const rbac = `/apis/${group}/v1`;
const bob = { name: 'bob', groups: [] };
const held = [
  { apiGroups: [group], resources: ['clusterroles', 'clusterrolebindings'], verbs: ['create', 'patch'] },
  { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] },
  { apiGroups: [''], resources: ['secrets'], resourceNames: ['a'], verbs: ['*'] },
];

let cluster: SimulatedCluster;

beforeEach(() => {
  cluster = new SimulatedCluster();
  cluster.post(`${rbac}/clusterroles`, { metadata: { name: 'held' }, rules: held });
  bind('held', 'held');
});

function bind(name: string, role: string, user?: typeof bob): Reply {
  const roleRef = { kind: 'ClusterRole', name: role };
  const subjects = [{ kind: 'User', name: 'bob' }];
  return cluster.post(`${rbac}/clusterrolebindings`, { metadata: { name }, roleRef, subjects }, user && { user });
}

function grant(...rules: readonly object[]): Reply {
  return cluster.post(`${rbac}/clusterroles`, { metadata: { name: 'new' }, rules }, { user: bob });
}

describe('the escalation check', () => {
  it.each([
    ['what is held', { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }],
    ['a part of it', { apiGroups: [''], resources: ['secrets'], resourceNames: ['a'], verbs: ['get', 'delete'] }],
  ])('lets %s be granted', (_what, rule) => {
    expect(grant(rule).code).toBe(201);
  });

  it.each([
    ['another verb', { apiGroups: [''], resources: ['configmaps'], verbs: ['list'] }],
    ['any name where one is held', { apiGroups: [''], resources: ['secrets'], verbs: ['get'] }],
    ['another name', { apiGroups: [''], resources: ['secrets'], resourceNames: ['b'], verbs: ['get'] }],
    ['everything', { apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
    ['a path', { nonResourceURLs: ['/foo'], verbs: ['get'] }],
  ])('refuses %s', (_what, rule) => {
    expect(grant(rule).code).toBe(403);
  });

  it('says what is missing, one thing a line', () => {
    const { message } = grant(
      { apiGroups: [''], resources: ['pods', 'configmaps'], verbs: ['get', 'list'] },
      { nonResourceURLs: ['/foo'], verbs: ['get'] },
    ).body;
    expect(message.split('\n')).toEqual([
      'clusterroles.rbac.authorization.k8s.io "new" is forbidden: user "bob" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:',
      '{APIGroups:[""], Resources:["configmaps"], Verbs:["list"]}',
      '{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}',
      '{NonResourceURLs:["/foo"], Verbs:["get"]}',
    ]);
  });

  it('looks through a binding at its role', () => {
    expect(bind('mine', 'held', bob).code).toBe(201);
    expect(bind('all', 'cluster-admin', bob).code).toBe(403);
    expect(bind('none', 'nope', bob).code).toBe(404);
  });

  it('lets who may bind a role bind it, also before it exists', () => {
    const rule = { apiGroups: [group], resources: ['clusterroles'], resourceNames: ['later'], verbs: ['bind'] };
    cluster.post(`${rbac}/clusterroles`, { metadata: { name: 'binder' }, rules: [rule] });
    bind('binder', 'binder');
    expect(bind('later', 'later', bob).code).toBe(201);
  });
});
