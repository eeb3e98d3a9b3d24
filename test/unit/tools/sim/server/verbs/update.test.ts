import { beforeEach, describe, expect, it } from '@jest/globals';
import { SimulatedCluster } from '../../../../../support/simulated-cluster.ts';

const configMap = '/api/v1/namespaces/default/configmaps/a';
const daemonSets = '/apis/apps/v1/namespaces/default/daemonsets';
const daemonSet = `${daemonSets}/d`;
const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i:1' }] } };

let cluster: SimulatedCluster;

beforeEach(() => {
  cluster = new SimulatedCluster();
  cluster.post('/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' }, data: { k: 'v' } });
  const spec = { selector: { matchLabels: { a: 'b' } }, template };
  cluster.post(daemonSets, { metadata: { name: 'd' }, spec });
});

describe('update', () => {
  it('replaces what the client decides and keeps what the server does', () => {
    const before = cluster.get(configMap).body;
    const { code, body } = cluster.put(configMap, {
      metadata: { name: 'a', creationTimestamp: null },
      data: { x: 'y' },
    });
    expect(code).toBe(200);
    expect(body.data).toEqual({ x: 'y' });
    expect(body.metadata).toMatchObject({
      uid: before.metadata.uid,
      creationTimestamp: before.metadata.creationTimestamp,
    });
    expect(Number(body.metadata.resourceVersion)).toBeGreaterThan(Number(before.metadata.resourceVersion));
  });

  it('writes nothing where nothing changes', () => {
    const version = cluster.server.resourceVersion;
    cluster.put(configMap, cluster.get(configMap).body);
    expect(cluster.server.resourceVersion).toBe(version);
  });

  it.each([
    [
      'a stale resource version',
      { metadata: { name: 'a', resourceVersion: '1' } },
      409,
      'the object has been modified',
    ],
    ['another incarnation', { metadata: { name: 'a', uid: 'x' } }, 409, 'Precondition failed: UID in precondition: x'],
    ['another name', { metadata: { name: 'b' } }, 400, 'the name of the object (b) does not match the name on the URL'],
  ])('refuses %s', (_what, object, code, message) => {
    const reply = cluster.put(configMap, object);
    expect(reply).toMatchObject({ code, body: { message: expect.stringContaining(message) } });
  });

  it('does not create what is not there', () => {
    const reply = cluster.put('/api/v1/namespaces/default/configmaps/b', { metadata: { name: 'b' } });
    expect(reply).toMatchObject({ code: 404, body: { message: 'configmaps "b" not found' } });
  });

  it('counts changes of the spec, and not those of status or labels', () => {
    cluster.merge(`${daemonSet}/status`, { status: { numberReady: 3 } });
    cluster.merge(daemonSet, { metadata: { labels: { l: 'm' } } });
    expect(cluster.get(daemonSet).body.metadata.generation).toBe(1);
    cluster.merge(daemonSet, { spec: { minReadySeconds: 1 } });
    expect(cluster.get(daemonSet).body.metadata.generation).toBe(2);
  });

  it('writes the status through its own endpoint only', () => {
    cluster.merge(daemonSet, { status: { numberReady: 3 } });
    expect(cluster.get(daemonSet).body.status).toMatchObject({ numberReady: 0 });
    cluster.merge(`${daemonSet}/status`, { spec: { minReadySeconds: 9 }, status: { numberReady: 3 } });
    expect(cluster.get(daemonSet).body).toMatchObject({ status: { numberReady: 3 } });
    expect(cluster.get(daemonSet).body.spec).not.toHaveProperty('minReadySeconds');
  });

  it('counts the templates of a DaemonSet in its annotation', () => {
    const spec = { template: { spec: { containers: [{ name: 'c', image: 'i:2' }] } } };
    const { annotations } = cluster.merge(daemonSet, { spec }).body.metadata;
    expect(annotations).toEqual({ 'deprecated.daemonset.template.generation': '2' });
  });

  it('lets an object go when its last finalizer is taken off', () => {
    cluster.merge(configMap, { metadata: { finalizers: ['a.b/c'] } });
    cluster.delete(configMap);
    const reply = cluster.merge(configMap, { metadata: { finalizers: [] } });
    expect(reply.code).toBe(200);
    expect(cluster.get(configMap).code).toBe(404);
  });

  it('takes no new finalizer while the object is being deleted', () => {
    cluster.merge(configMap, { metadata: { finalizers: ['a.b/c'] } });
    cluster.delete(configMap);
    const reply = cluster.merge(configMap, { metadata: { finalizers: ['a.b/c', 'd.e/f'] } });
    expect(reply).toMatchObject({ code: 422, body: { message: expect.stringContaining('"d.e/f"') } });
  });
});

describe('rules of built-in kinds', () => {
  const rbac = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings';
  const binding = { metadata: { name: 'b' }, roleRef: { kind: 'ClusterRole', name: 'cluster-admin' } };
  const secrets = '/api/v1/namespaces/default/secrets';

  it.each([
    [
      'the selector of a workload',
      daemonSet,
      { spec: { selector: { matchLabels: { c: 'd' } } } },
      'field is immutable',
    ],
    ['the role of a binding', `${rbac}/b`, { roleRef: { name: 'other' } }, 'cannot change roleRef'],
    ['the type of a Secret', `${secrets}/s`, { type: 'other' }, 'field is immutable'],
    ['the data of an immutable Secret', `${secrets}/s`, { data: { a: 'YQ==' } }, 'when `immutable` is set'],
    [
      'the address of a Service',
      '/api/v1/namespaces/default/services/kubernetes',
      { spec: { clusterIP: '10.96.9.9' } },
      'may not change once set',
    ],
  ])('keep %s', (_what, path, patch, message) => {
    cluster.post(rbac, binding);
    cluster.post(secrets, { metadata: { name: 's' }, stringData: { a: 'b' }, immutable: true });
    const reply = cluster.merge(path, patch);
    expect(reply).toMatchObject({ code: 422, body: { message: expect.stringContaining(message) } });
  });
});
