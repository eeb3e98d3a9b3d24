import { describe, expect, it } from '@jest/globals';
import { createClient } from '../../../../../src/k8s/create-client.ts';
import { Discovery } from '../../../../../src/k8s/discovery.ts';
import { createInformer, type Informer } from '../../../../../src/k8s/informer.ts';
import { ConfigMap, Deployment, Namespace, SelfSubjectAccessReview } from '../../../../../src/k8s/kinds.ts';
import { incarnationOf, type KubeObject } from '../../../../../src/k8s/object.ts';
import type { Client } from '../../../../../src/k8s/client.ts';
import { loadCrds } from '../../../../../tools/sim/server/load-crds.ts';
import { until } from '../../../../support/fake-clock.ts';
import { directTransport, SimulatedCluster } from '../../../../support/simulated-cluster.ts';

const configMap = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default' },
});

function clientOf({ server, clock }: SimulatedCluster): Client {
  return createClient(directTransport(server), { clock, fieldManager: 'tester' });
}

function fail(error: unknown): never {
  throw error;
}

/** An informer of all ConfigMaps, at work. */
function inform(cluster: SimulatedCluster): { informer: Informer<KubeObject>; stop: () => void; keys: () => string[] } {
  const context = {
    client: clientOf(cluster),
    clock: cluster.clock,
    random: () => 0.5,
    withoutWatchList: new Set<string>(),
  };
  const informer = createInformer({ ...context, onError: fail }, { type: ConfigMap, projection: 'whole' });
  const stop = new AbortController();
  void informer.run(stop.signal);
  const keys = (): string[] => informer.list().map(({ metadata }) => metadata.name);
  return { informer, stop: () => stop.abort(), keys };
}

describe('our client', () => {
  it('creates, reads, applies and deletes', async () => {
    const client = clientOf(new SimulatedCluster());
    await client.create(ConfigMap, configMap('a'));
    const applied = { ...configMap('a'), data: { k: 'v' } };
    const live = await client.apply(ConfigMap, applied);
    expect(live).toMatchObject({ data: { k: 'v' } });
    await expect(client.delete(ConfigMap, incarnationOf(live))).resolves.toBeUndefined();
    await expect(client.get(ConfigMap, { name: 'a', namespace: 'default' })).resolves.toBeUndefined();
  });

  it('reads a list page by page', async () => {
    const client = clientOf(new SimulatedCluster());
    for (const name of ['a', 'b', 'c']) await client.create(ConfigMap, configMap(name));
    const { items } = await client.list(ConfigMap, { namespace: 'default', pageLimit: 2 });
    expect(items.map(({ metadata, kind }) => `${kind} ${metadata.name}`)).toEqual(
      ['a', 'b', 'c'].map((name) => `ConfigMap ${name}`),
    );
  });

  it('learns from discovery what is served, custom kinds included', async () => {
    const cluster = new SimulatedCluster({ resources: loadCrds('.') });
    const discovery = new Discovery(clientOf(cluster), cluster.clock);
    await expect(discovery.serving(Deployment)).resolves.toBe('served');
    await expect(discovery.serving({ ...Deployment, version: 'v9' })).resolves.toBe('absent');
    const tiers = { group: 'projectcalico.org', version: 'v3', kind: 'Tier' };
    await expect(discovery.find(tiers)).resolves.toMatchObject({ plural: 'tiers', namespaced: false });
  });

  it('reads the content of a namespace from its metadata alone', async () => {
    const client = clientOf(new SimulatedCluster());
    const { items } = await client.list(Namespace, { content: 'metadata' });
    expect(items.every((item) => !('spec' in item))).toBe(true);
  });

  it('asks what it may do', async () => {
    const { apiVersion, kind } = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview' };
    const spec = { resourceAttributes: { verb: 'get', resource: 'pods' } };
    const review = { apiVersion, kind, metadata: {}, spec } as unknown as KubeObject;
    const answer = await clientOf(new SimulatedCluster()).create(SelfSubjectAccessReview, review);
    expect(answer).toMatchObject({ status: { allowed: true } });
  });
});

describe('our informer', () => {
  it('holds what is there and follows what happens', async () => {
    const cluster = new SimulatedCluster();
    const client = clientOf(cluster);
    const created = await client.create(ConfigMap, configMap('a'));
    const { informer, stop, keys } = inform(cluster);
    await informer.whenSynced();
    await client.create(ConfigMap, configMap('b'));
    await client.delete(ConfigMap, incarnationOf(created));
    await until(() => keys().join() === 'b');
    stop();
  });

  it.each([
    ['its connection is cut', (cluster: SimulatedCluster) => cluster.server.cutWatches(), 0],
    [
      'the past is forgotten meanwhile',
      (cluster: SimulatedCluster) => {
        cluster.server.cutWatches();
        cluster.server.compact();
        cluster.post('/api/v1/namespaces/default/configmaps', { metadata: { name: 'more' } });
        cluster.server.compact();
      },
      1,
    ],
  ])('goes on when %s', async (_what, disturb, relists) => {
    const cluster = new SimulatedCluster();
    const { informer, stop, keys } = inform(cluster);
    await informer.whenSynced();
    disturb(cluster);
    cluster.post('/api/v1/namespaces/default/configmaps', { metadata: { name: 'late' } });
    await cluster.clock.advance(120_000);
    expect(keys()).toContain('late');
    expect(Object.values(informer.state.relists).reduce((sum, count) => sum + count, 0)).toBe(relists);
    stop();
  });

  it('takes an older state that was put back for the new truth', async () => {
    const cluster = new SimulatedCluster();
    const snapshot = cluster.server.snapshot();
    cluster.post('/api/v1/namespaces/default/configmaps', { metadata: { name: 'lost' } });
    const { informer, stop, keys } = inform(cluster);
    await informer.whenSynced();
    cluster.post('/api/v1/namespaces/default/secrets', { metadata: { name: 'moves-the-revision' } });
    await cluster.clock.advance(120_000);
    cluster.server.restore(snapshot);
    await cluster.clock.advance(600_000);
    expect(keys()).toEqual([]);
    stop();
  });
});

describe('the same inputs', () => {
  it('give the same bytes', () => {
    const texts = [1, 2].map(() => {
      const cluster = new SimulatedCluster();
      cluster.post('/api/v1/namespaces/default/configmaps', configMap('a'));
      return JSON.stringify(cluster.get('/api/v1/namespaces/default/configmaps/a').body);
    });
    expect(texts[0]).toBe(texts[1]);
  });
});
