import { beforeEach, describe, expect, it } from '@jest/globals';
import { mediaTypes, SimulatedCluster, type Reply } from '../../../../../support/simulated-cluster.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';
const configMap = `${configMaps}/a`;
const applied = (data: object): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data });

let cluster: SimulatedCluster;

beforeEach(() => {
  cluster = new SimulatedCluster();
  cluster.post(configMaps, { metadata: { name: 'a' }, data: { k: 'v', l: 'm' } });
});

describe('merge patch', () => {
  it('changes, adds and removes fields', () => {
    expect(cluster.merge(configMap, { data: { k: 'w', l: null, n: 'o' } }).body.data).toEqual({ k: 'w', n: 'o' });
  });

  it('takes a resource version as a precondition', () => {
    const reply = cluster.merge(configMap, { metadata: { resourceVersion: '1' }, data: { k: 'w' } });
    expect(reply).toMatchObject({ code: 409, body: { reason: 'Conflict' } });
  });
});

function jsonPatch(...operations: readonly object[]): Reply {
  return cluster.ask('PATCH', configMap, operations, { type: mediaTypes.json });
}

describe('JSON patch', () => {
  it('carries out its operations in order', () => {
    const reply = jsonPatch(
      { op: 'test', path: '/data/k', value: 'v' },
      { op: 'replace', path: '/data/k', value: 'w' },
    );
    expect(reply.body.data).toMatchObject({ k: 'w' });
  });

  it('does nothing when a test fails', () => {
    const reply = jsonPatch(
      { op: 'replace', path: '/data/l', value: 'x' },
      { op: 'test', path: '/data/k', value: 'x' },
    );
    expect(reply).toMatchObject({ code: 422, body: { reason: 'Invalid' } });
    expect(cluster.get(configMap).body.data).toMatchObject({ l: 'm' });
  });
});

describe('server-side apply', () => {
  it('creates what is not there and says so', () => {
    const reply = cluster.apply(`${configMaps}/b?fieldManager=f`, { metadata: { name: 'b' }, data: { k: 'v' } });
    expect(reply.code).toBe(201);
    expect(reply.body.metadata.managedFields[0]).toMatchObject({ manager: 'f', operation: 'Apply' });
  });

  it('refuses to take a field from another manager, and names both', () => {
    const reply = cluster.apply(`${configMap}?fieldManager=f`, applied({ k: 'w' }));
    expect(reply).toMatchObject({
      code: 409,
      body: { message: 'Apply failed with 1 conflict: conflict with "tester" using v1: .data.k' },
    });
  });

  it('takes the field when it is forced', () => {
    const reply = cluster.apply(`${configMap}?fieldManager=f&force=true`, applied({ k: 'w' }));
    expect(reply).toMatchObject({ code: 200, body: { data: { k: 'w', l: 'm' } } });
  });

  it('writes nothing the second time', () => {
    const path = `${configMap}?fieldManager=f&force=true`;
    cluster.apply(path, applied({ k: 'w' }));
    const version = cluster.server.resourceVersion;
    cluster.apply(path, applied({ k: 'w' }));
    expect(cluster.server.resourceVersion).toBe(version);
  });

  it.each([
    ['no field manager', configMap, {}, '422 PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value'],
    [
      'managed fields',
      `${configMap}?fieldManager=f`,
      { metadata: { managedFields: [] } },
      '400 metadata.managedFields',
    ],
    ['the status of nothing', '/api/v1/nodes/n/status?fieldManager=f', {}, '404 nodes "n" not found'],
  ])('refuses %s', (_what, path, body, answer) => {
    const reply = cluster.apply(path, body);
    expect(`${reply.code} ${reply.body.message}`).toContain(answer);
  });

  it('fails over a field that the kind does not have', () => {
    const reply = cluster.apply(`${configMap}?fieldManager=f`, { nope: 1 });
    expect(reply).toMatchObject({
      code: 500,
      body: { message: expect.stringContaining('field not declared in schema') },
    });
  });
});

describe('any other patch', () => {
  it('is refused', () => {
    const type = 'application/strategic-merge-patch+json';
    expect(cluster.ask('PATCH', configMap, {}, { type }).code).toBe(415);
  });
});
