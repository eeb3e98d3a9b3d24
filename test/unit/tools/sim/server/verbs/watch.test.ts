import { beforeEach, describe, expect, it } from '@jest/globals';
import { SimulatedCluster } from '../../../../../support/simulated-cluster.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';
const watchList = `${configMaps}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`;

let cluster: SimulatedCluster;

beforeEach(() => {
  cluster = new SimulatedCluster();
  cluster.post(configMaps, { metadata: { name: 'a', labels: { l: 'm' } } });
});

/** A watch from now on. */
function fromNow(query = ''): ReturnType<SimulatedCluster['watch']> {
  return cluster.watch(`${configMaps}?watch=true&resourceVersion=${cluster.server.resourceVersion}${query}`);
}

describe('watch', () => {
  it('tells what happens after the resource version, in order', () => {
    const version = cluster.server.resourceVersion;
    cluster.merge(`${configMaps}/a`, { data: { k: 'v' } });
    const watched = cluster.watch(`${configMaps}?watch=true&resourceVersion=${version}`);
    cluster.post(configMaps, { metadata: { name: 'b' } });
    cluster.delete(`${configMaps}/a`);
    expect(watched.events).toEqual(['MODIFIED a', 'ADDED b', 'DELETED a']);
  });

  it('sends the present state first and marks its end, where that is asked for', () => {
    const watched = cluster.watch(watchList);
    expect(watched.events).toEqual(['ADDED a', `BOOKMARK ${cluster.server.resourceVersion}`]);
    expect(watched.lines[1]).toContain('"k8s.io/initial-events-end":"true"');
  });

  it('shows an object that leaves the selection as deleted, under the version of the change', () => {
    const watched = fromNow('&labelSelector=l%3Dm');
    cluster.merge(`${configMaps}/a`, { metadata: { labels: { l: 'n' } } });
    cluster.merge(`${configMaps}/a`, { metadata: { labels: { l: 'm' } } });
    expect(watched.events).toEqual(['DELETED a', 'ADDED a']);
    expect(watched.lines[0]).toContain(`"resourceVersion":"${Number(cluster.server.resourceVersion) - 1}"`);
  });

  it('hears nothing of other namespaces', () => {
    const watched = fromNow();
    cluster.post('/api/v1/namespaces/kube-system/configmaps', { metadata: { name: 'x' } });
    expect(watched.events).toEqual([]);
  });

  it('ends with an error event for a version that is forgotten', () => {
    cluster.server.compact();
    const watched = cluster.watch(`${configMaps}?watch=true&resourceVersion=2`);
    expect(watched).toMatchObject({ answer: { status: 200 }, handle: undefined, events: ['ERROR 410'], isOver: true });
  });

  it('ends with an error event for a watch list from the future, and is silent for a plain watch', async () => {
    expect(cluster.watch(`${watchList}&resourceVersion=9999`).events).toEqual(['ERROR 504']);
    const watched = cluster.watch(`${configMaps}?watch=true&allowWatchBookmarks=true&resourceVersion=9999`);
    cluster.delete(`${configMaps}/a`);
    await cluster.clock.advance(90_000);
    expect(watched.events).toEqual([]);
  });

  it('sends a bookmark each minute and one before its end', async () => {
    const watched = fromNow('&allowWatchBookmarks=true&timeoutSeconds=100');
    cluster.post('/api/v1/namespaces/kube-system/configmaps', { metadata: { name: 'x' } });
    await cluster.clock.advance(99_000);
    expect(watched.events).toEqual(Array(2).fill(`BOOKMARK ${cluster.server.resourceVersion}`));
    await cluster.clock.advance(1_000);
    expect(watched.isOver).toBe(true);
  });

  it('leaves no timer behind when the client goes away', () => {
    fromNow('&allowWatchBookmarks=true').handle?.close();
    cluster.post(configMaps, { metadata: { name: 'b' } });
    expect(cluster.clock.pending).toEqual([]);
  });

  it('can be cut off from outside, kind by kind', () => {
    const [maps, nodes] = [fromNow(), cluster.watch('/api/v1/nodes?watch=true')];
    cluster.server.cutWatches(({ resource }) => resource.plural === 'nodes');
    expect([maps.isOver, nodes.isOver]).toEqual([false, true]);
  });

  it('refuses a watch list that does not say which state will do', () => {
    const watched = cluster.watch(`${configMaps}?watch=true&sendInitialEvents=true`);
    expect(watched.answer.status).toBe(422);
  });
});

describe('an older state that is put back', () => {
  it('ends the watches and counts on from the older revision', () => {
    const snapshot = cluster.server.snapshot();
    const before = cluster.server.resourceVersion;
    cluster.post(configMaps, { metadata: { name: 'b' } });
    const watched = fromNow();
    cluster.server.restore(snapshot);
    expect(watched.isOver).toBe(true);
    expect(cluster.get(`${configMaps}/b`).code).toBe(404);
    expect(cluster.server.resourceVersion).toBe(before);
  });
});
