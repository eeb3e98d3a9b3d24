import { beforeEach, describe, expect, it } from '@jest/globals';
import { SimulatedCluster } from '../../../../../support/simulated-cluster.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';

let cluster: SimulatedCluster;

beforeEach(() => {
  cluster = new SimulatedCluster();
  for (const name of ['c', 'a', 'b']) {
    cluster.post(configMaps, { metadata: { name, labels: { even: String(name === 'b') } } });
  }
});

function namesAt(path: string): string[] {
  return cluster.get(path).body.items.map(({ metadata }) => metadata.name);
}

describe('list', () => {
  it.each([
    ['everything in the order of names', '', ['a', 'b', 'c']],
    ['by label', '?labelSelector=even%3Dtrue', ['b']],
    ['by absent label', '?labelSelector=!even', []],
    ['by name', '?fieldSelector=metadata.name%3Dc', ['c']],
    ['by another namespace', '?fieldSelector=metadata.namespace%3Dx', []],
  ])('selects %s', (_what, query, names) => {
    expect(namesAt(`${configMaps}${query}`)).toEqual(names);
  });

  it('selects pods by their node', () => {
    const pods = '/api/v1/namespaces/default/pods';
    cluster.post(pods, { metadata: { name: 'here' }, spec: { nodeName: 'n', containers: [] } });
    cluster.post(pods, { metadata: { name: 'there' }, spec: { nodeName: 'm', containers: [] } });
    expect(namesAt('/api/v1/pods?fieldSelector=spec.nodeName%3Dn')).toEqual(['here']);
  });

  it('refuses a field that objects cannot be selected by', () => {
    const reply = cluster.get(`${configMaps}?fieldSelector=data.x%3Dy`);
    expect(reply).toMatchObject({ code: 400, body: { message: 'field label not supported: data.x' } });
  });

  it('shows one state on all pages, whatever happens between them', () => {
    const first = cluster.get(`${configMaps}?limit=2`).body;
    cluster.delete(`${configMaps}/c`);
    cluster.post(configMaps, { metadata: { name: 'd' } });
    const second = cluster.get(`${configMaps}?limit=2&continue=${first.metadata.continue}`).body;
    expect(first.metadata.remainingItemCount).toBe(1);
    expect(second.items.map((item) => item.metadata.name)).toEqual(['c']);
    expect(second.metadata).toEqual({ resourceVersion: first.metadata.resourceVersion });
  });

  it('says that a page has expired when the past is forgotten', () => {
    const token = cluster.get(`${configMaps}?limit=2`).body.metadata.continue;
    cluster.delete(`${configMaps}/c`);
    cluster.server.compact();
    expect(cluster.get(`${configMaps}?limit=2&continue=${token}`)).toMatchObject({
      code: 410,
      body: { reason: 'Expired' },
    });
  });

  it('cannot show the future', () => {
    const reply = cluster.get(`${configMaps}?resourceVersion=999999&resourceVersionMatch=NotOlderThan`);
    expect(reply).toMatchObject({ code: 504, body: { details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } } });
  });

  it('leaves kind and version out of the items of built-in kinds', () => {
    expect(cluster.get(configMaps).body.items.map((item) => Object.keys(item))).toEqual([
      ['metadata'],
      ['metadata'],
      ['metadata'],
    ]);
  });

  it('shows metadata alone to who asks for it', () => {
    cluster.post(configMaps, { metadata: { name: 'full' }, data: { k: 'v' } });
    const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
    const { body } = cluster.get(`${configMaps}?fieldSelector=metadata.name%3Dfull`, { accept });
    expect(body.kind).toBe('PartialObjectMetadataList');
    expect(body.items[0]).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 'full' } });
    expect(body.items[0]?.data).toBeUndefined();
  });
});

describe('a path that leads nowhere', () => {
  it.each([
    ['an unknown kind of a known group', '/apis/apps/v1/foos', 'the server could not find the requested resource'],
    ['an unknown subresource', `${configMaps}/a/status`, 'the server could not find the requested resource'],
  ])('is answered with a Status for %s', (_what, path, message) => {
    expect(cluster.get(path)).toMatchObject({ code: 404, body: { message } });
  });

  it('is answered with a plain page for an unknown group', () => {
    expect(cluster.get('/apis/foo.io/v1/bars')).toMatchObject({ code: 404, text: '404 page not found\n' });
  });
});
