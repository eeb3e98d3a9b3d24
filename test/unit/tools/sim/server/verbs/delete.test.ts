import { beforeEach, describe, expect, it } from '@jest/globals';
import { SimulatedCluster } from '../../../../../support/simulated-cluster.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';
const configMap = `${configMaps}/a`;
const pods = '/api/v1/namespaces/default/pods';

let cluster: SimulatedCluster;

beforeEach(() => {
  cluster = new SimulatedCluster();
  cluster.post(configMaps, { metadata: { name: 'a' } });
});

describe('delete', () => {
  it('takes the object away and answers with a Status', () => {
    const { uid } = cluster.get(configMap).body.metadata;
    const reply = cluster.delete(configMap);
    expect(reply.body).toMatchObject({ status: 'Success', details: { name: 'a', kind: 'configmaps', uid } });
    expect(cluster.get(configMap).code).toBe(404);
  });

  it.each([
    ['uid', { uid: 'x' }, 'the UID in the precondition (x) does not match'],
    ['resource version', { resourceVersion: '1' }, 'the ResourceVersion in the precondition (1) does not match'],
  ])('spares an object with another %s', (_what, preconditions, message) => {
    const reply = cluster.delete(configMap, { preconditions });
    expect(reply).toMatchObject({ code: 409, body: { message: expect.stringContaining(message) } });
    expect(cluster.get(configMap).code).toBe(200);
  });

  it('marks an object with finalizers and leaves it, once', () => {
    cluster.merge(configMap, { metadata: { finalizers: ['a.b/c'] } });
    const { body } = cluster.delete(configMap);
    expect(body.metadata).toMatchObject({ deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['a.b/c'] });
    const again = cluster.delete(configMap);
    expect(again.body.metadata.resourceVersion).toBe(body.metadata.resourceVersion);
  });

  it.each([
    ['Foreground', ['foregroundDeletion']],
    ['Orphan', ['orphan']],
  ])('leaves the %s propagation to a finalizer', (propagationPolicy, finalizers) => {
    cluster.delete(configMap, { propagationPolicy });
    expect(cluster.get(configMap).body.metadata.finalizers).toEqual(finalizers);
  });

  it('counts the mark as a generation', () => {
    const policies = '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies';
    cluster.post(policies, { metadata: { name: 'p', finalizers: ['a.b/c'] }, spec: { podSelector: {} } });
    expect(cluster.delete(`${policies}/p`).body.metadata.generation).toBe(2);
  });

  it('stores nothing in a dry run', () => {
    cluster.delete(`${configMap}?dryRun=All`);
    expect(cluster.get(configMap).code).toBe(200);
  });
});

describe('the deletion of a pod', () => {
  it('gives a pod on a node time to end, and no longer than that', () => {
    cluster.post(pods, { metadata: { name: 'p' }, spec: { nodeName: 'n', containers: [] } });
    const { metadata } = cluster.delete(`${pods}/p`).body;
    expect(metadata).toMatchObject({ deletionTimestamp: '2026-01-01T00:00:30Z', deletionGracePeriodSeconds: 30 });
    cluster.delete(`${pods}/p`, { gracePeriodSeconds: 0 });
    expect(cluster.get(`${pods}/p`).code).toBe(404);
  });

  it('takes a pod without a node away at once', () => {
    cluster.post(pods, { metadata: { name: 'p' }, spec: { containers: [] } });
    expect(cluster.delete(`${pods}/p`).body.kind).toBe('Pod');
    expect(cluster.get(`${pods}/p`).code).toBe(404);
  });
});

describe('the deletion of a namespace', () => {
  it('waits until its content is gone and the finalizer with it', () => {
    cluster.post('/api/v1/namespaces', { metadata: { name: 'n' } });
    const { body } = cluster.delete('/api/v1/namespaces/n');
    expect(body).toMatchObject({ spec: { finalizers: ['kubernetes'] }, status: { phase: 'Terminating' } });
    cluster.put('/api/v1/namespaces/n/finalize', { ...body, spec: { finalizers: [] } });
    expect(cluster.get('/api/v1/namespaces/n').code).toBe(404);
  });

  it('is refused where there would be no cluster without it', () => {
    const reply = cluster.delete('/api/v1/namespaces/kube-system');
    expect(reply).toMatchObject({ code: 403, body: { message: expect.stringContaining('may not be deleted') } });
  });
});
