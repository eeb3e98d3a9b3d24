import { describe, expect, it } from '@jest/globals';
import { SimulatedCluster } from '../../../../../support/simulated-cluster.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';

describe('create', () => {
  it('answers with the object as the server has completed it', () => {
    const { code, body } = new SimulatedCluster().post(configMaps, { metadata: { name: 'a' }, data: { k: 'v' } });
    expect(code).toBe(201);
    expect(body).toMatchObject({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace: 'default', creationTimestamp: '2026-01-01T00:00:00Z' },
      data: { k: 'v' },
    });
    expect(body.metadata.managedFields[0]?.fieldsV1).toEqual({ 'f:data': { '.': {}, 'f:k': {} } });
  });

  it.each([
    ['a taken name', { metadata: { name: 'taken' } }, 409, 'configmaps "taken" already exists'],
    ['no name', { metadata: {} }, 422, 'metadata.name: Required value: name or generateName is required'],
    ['a name that is no domain', { metadata: { name: 'A_' } }, 422, 'a lowercase RFC 1123 subdomain'],
    [
      'another namespace',
      { metadata: { name: 'a', namespace: 'x' } },
      400,
      'namespace of the provided object does not',
    ],
    [
      'another version',
      { apiVersion: 'v2', metadata: { name: 'a' } },
      400,
      'the API version in the data (v2) does not',
    ],
    ['another kind', { kind: 'Secret', metadata: { name: 'a' } }, 400, 'cannot be handled as a ConfigMap'],
    ['a resource version', { metadata: { name: 'a', resourceVersion: '7' } }, 500, 'resourceVersion should not be set'],
    ['a body that is no object', [1], 400, 'the object provided is unrecognized'],
  ])('refuses %s', (_what, object, code, message) => {
    const cluster = new SimulatedCluster();
    cluster.post(configMaps, { metadata: { name: 'taken' } });
    const reply = cluster.post(configMaps, object);
    expect(reply).toMatchObject({ code, body: { status: 'Failure', message: expect.stringContaining(message) } });
  });

  it('refuses an object for a namespace that is not there', () => {
    const reply = new SimulatedCluster().post('/api/v1/namespaces/nope/configmaps', { metadata: { name: 'a' } });
    expect(reply).toMatchObject({ code: 404, body: { message: 'namespaces "nope" not found' } });
  });

  it('refuses an object for a namespace that is on its way out, and names the cause', () => {
    const cluster = new SimulatedCluster();
    cluster.post('/api/v1/namespaces', { metadata: { name: 'old' } });
    cluster.delete('/api/v1/namespaces/old');
    const { code, body } = cluster.post('/api/v1/namespaces/old/configmaps', { metadata: { name: 'a' } });
    expect(code).toBe(403);
    expect(body.details.causes[0]?.reason).toBe('NamespaceTerminating');
  });

  it('stores nothing in a dry run', () => {
    const cluster = new SimulatedCluster();
    expect(cluster.post(`${configMaps}?dryRun=All`, { metadata: { name: 'a' } }).code).toBe(201);
    expect(cluster.get(`${configMaps}/a`).code).toBe(404);
  });

  it('begins the status of a workload itself', () => {
    const cluster = new SimulatedCluster();
    const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };
    const { body } = cluster.post('/apis/apps/v1/namespaces/default/daemonsets', {
      metadata: { name: 'd' },
      spec: { selector: { matchLabels: { a: 'b' } }, template },
      status: { numberReady: 7 },
    });
    expect(body.status).toMatchObject({ numberReady: 0 });
    expect(body.metadata).toMatchObject({
      generation: 1,
      annotations: { 'deprecated.daemonset.template.generation': '1' },
    });
  });

  it('gives Services addresses of their own', () => {
    const cluster = new SimulatedCluster();
    const services = '/api/v1/namespaces/default/services';
    const addresses = ['a', 'b'].map((name) => cluster.post(services, { metadata: { name }, spec: {} }).body.spec);
    expect(addresses.map(({ clusterIP }) => clusterIP)).toEqual(['10.96.0.100', '10.96.0.101']);
    expect(addresses[0]).toMatchObject({ clusterIPs: ['10.96.0.100'], type: 'ClusterIP', sessionAffinity: 'None' });
  });

  it('leaves a headless Service without one', () => {
    const reply = new SimulatedCluster().post('/api/v1/namespaces/default/services', {
      metadata: { name: 'a' },
      spec: { clusterIP: 'None' },
    });
    expect(reply.body.spec).toMatchObject({ clusterIP: 'None' });
  });
});
