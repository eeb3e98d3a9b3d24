import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createInformer, type InformerContext, type InformerEvent } from '../../../src/k8s/informer.ts';
import { ConfigMap } from '../../../src/k8s/kinds.ts';
import { incarnationOf, type KubeObject } from '../../../src/k8s/object.ts';
import { answer, failure, list, ScriptedWatch } from '../../support/fake-apiserver.ts';
import { until } from '../../support/fake-clock.ts';
import { aConfigMap } from '../../support/kube-objects.ts';
import { clientOf } from '../../support/client-of.ts';
import { Watching } from '../../support/watching.ts';

const managedFields = [{ manager: 'kubectl' }];
let world: Watching;
let watch: ScriptedWatch;

beforeEach(async () => {
  world = await Watching.start();
  watch = new ScriptedWatch();
  world.script(watch.reply);
});

afterEach(() => world.stop());

function byApp({ metadata }: KubeObject): string[] {
  return metadata.labels?.['app'] === undefined ? [] : [metadata.labels['app']];
}

function fail(): never {
  throw new Error('a mistake of ours');
}

describe('what an informer keeps', () => {
  it('is metadata that the server has already stripped, under the real kind', async () => {
    const partial = { ...aConfigMap('a', '1'), apiVersion: 'meta.k8s.io/v1', kind: 'PartialObjectMetadata' };
    watch.added(partial).listed('10');
    const { client, close } = clientOf(world.server, world.clock);
    const context = contextOf(client);
    const informer = createInformer(context, { type: ConfigMap, projection: 'metadata' });
    const stop = new AbortController();
    const running = informer.run(stop.signal);
    await informer.whenSynced();
    const { apiVersion, kind, metadata } = aConfigMap('a', '1');
    expect(informer.list()).toEqual([{ apiVersion, kind, metadata }]);
    expect(world.requests[0]?.headers['accept']).toContain('as=PartialObjectMetadata;');
    stop.abort();
    await running;
    close();
  });

  it('has the same shape whether it came by list or by watch', async () => {
    const { apiVersion: _, kind: __, ...listed } = aConfigMap('a', '1');
    world.script(failure(400, 'BadRequest'), list('10', [listed]), watch.reply);
    const informer = world.inform();
    watch.added(aConfigMap('b', '11'));
    await until(() => informer.size === 2);
    expect(informer.list()).toEqual([aConfigMap('a', '1'), aConfigMap('b', '11')]);
  });

  it('has no managedFields unless they are wanted', async () => {
    watch.added(aConfigMap('a', '1', { managedFields })).listed('10');
    const informer = world.inform();
    await informer.whenSynced();
    expect(informer.get('default/a')).toEqual(aConfigMap('a', '1'));
  });

  it('has managedFields where they are wanted', async () => {
    watch.added(aConfigMap('a', '1', { managedFields })).listed('10');
    const informer = world.inform({ managedFields: 'keep' });
    await informer.whenSynced();
    expect(informer.get('default/a')?.metadata.managedFields).toEqual(managedFields);
  });

  it('is found by name and by index', async () => {
    watch.added(aConfigMap('a', '1'), aConfigMap('b', '2', { labels: { app: 'x' } })).listed('10');
    const informer = world.inform({ indexers: { byApp } });
    await informer.whenSynced();
    expect(informer.get('default/a')).toEqual(aConfigMap('a', '1'));
    expect(informer.byIndex('byApp', 'x').map(({ metadata }) => metadata.name)).toEqual(['b']);
  });

  it('is asked for with the selection of the informer', async () => {
    watch.listed('10');
    world.server.script('GET /api/v1/namespaces/n/configmaps', watch.reply);
    await world.inform({ namespace: 'n', labelSelector: 'a=b', fieldSelector: 'metadata.name=x' }).whenSynced();
    expect(world.server.requests[0]?.query.get('fieldSelector')).toBe('metadata.name=x');
    expect(world.server.requests[0]?.query.get('labelSelector')).toBe('a=b');
  });
});

function contextOf(client: InformerContext['client']): InformerContext {
  const onError = (error: unknown): void => void world.errors.push(error);
  return { client, clock: world.clock, random: () => 0, withoutWatchList: new Set(), onError };
}

describe('listeners', () => {
  it('that come late are told what is there', async () => {
    watch.added(aConfigMap('a', '1')).listed('10');
    const informer = world.inform();
    await informer.whenSynced();
    const events: InformerEvent<KubeObject>[] = [];
    informer.subscribe((event) => events.push(event));
    expect(events).toEqual([{ type: 'add', key: 'default/a', object: aConfigMap('a', '1'), initial: true }]);
  });

  it('that throw disturb neither the others nor the watch', async () => {
    watch.added(aConfigMap('a', '1')).listed('10');
    const informer = world.inform();
    informer.subscribe(fail);
    const events: string[] = [];
    informer.subscribe(({ type }) => events.push(type));
    watch.modified(aConfigMap('a', '11'));
    await until(() => events.length === 2);
    expect(informer.state.phase).toBe('watching');
    expect(world.errors).toHaveLength(2);
  });

  it('hear nothing more once they have left', async () => {
    watch.listed('10');
    const informer = world.inform();
    const events: string[] = [];
    informer.subscribe(({ type }) => events.push(type))();
    watch.added(aConfigMap('a', '11'));
    await until(() => informer.size === 1);
    expect(events).toEqual([]);
  });
});

describe('own writes', () => {
  it('are told to listeners once, although the watch reports them too', async () => {
    watch.listed('10');
    const informer = world.inform();
    await informer.whenSynced();
    informer.upsert(aConfigMap('a', '11'));
    watch.added(aConfigMap('a', '11'), aConfigMap('b', '12'));
    await until(() => informer.size === 2);
    expect(world.events).toEqual(['add a@11', 'add b@12']);
  });

  it('that take an object out of the selection take it out of the informer', async () => {
    watch.added(aConfigMap('a', '1', { labels: { app: 'x' } })).listed('10');
    const informer = world.inform({ labelSelector: 'app=x' });
    await informer.whenSynced();
    informer.upsert(aConfigMap('a', '11', { labels: {} }));
    expect(informer.size).toBe(0);
  });

  it('outside the selection change nothing', async () => {
    watch.listed('10');
    const informer = world.inform({ labelSelector: 'app=x' });
    await informer.whenSynced();
    informer.upsert(aConfigMap('b', '11'));
    expect(informer.size).toBe(0);
  });

  it('before the first state are part of it', async () => {
    const informer = world.inform();
    await until(() => watch.isOpen);
    informer.upsert(aConfigMap('own', '15'));
    watch.added(aConfigMap('a', '1')).listed('10');
    await informer.whenSynced();
    expect(informer.get('default/own')).toEqual(aConfigMap('own', '15'));
  });

  it('that delete are gone at once', async () => {
    watch.added(aConfigMap('a', '1')).listed('10');
    const informer = world.inform();
    await informer.whenSynced();
    informer.remove(incarnationOf(aConfigMap('a', '1')));
    expect(world.events).toEqual(['add a@1', 'delete a@1']);
  });
});

describe('waiting for the first state', () => {
  it('ends with the reason of an aborted signal', async () => {
    const stop = new AbortController();
    const informer = world.inform();
    const waiting = expect(informer.whenSynced(stop.signal)).rejects.toThrow('enough');
    stop.abort(new Error('enough'));
    await waiting;
    await expect(informer.whenSynced(stop.signal)).rejects.toThrow('enough');
  });

  it('is over at once when it is there', async () => {
    watch.listed('10');
    const informer = world.inform();
    await informer.whenSynced();
    await expect(informer.whenSynced(AbortSignal.abort())).resolves.toBeUndefined();
  });

  it('tells when the server last reported a change', async () => {
    watch.listed('10');
    const informer = world.inform();
    await informer.whenSynced();
    expect(informer.lastEventAt).toBeUndefined();
    watch.added(aConfigMap('a', '11'));
    await until(() => informer.size === 1);
    expect(informer.lastEventAt).toEqual(world.clock.wall());
  });
});

describe('hostile data', () => {
  it('with keys like __proto__ stays data', async () => {
    watch.raw(
      '{"type":"ADDED","object":{"metadata":{"name":"a","namespace":"default","uid":"u","resourceVersion":"1",',
    );
    watch.raw('"labels":{"__proto__":"x","constructor":"y"}},"data":{"__proto__":"z"}}}\n').listed('10');
    const informer = world.inform();
    await informer.whenSynced();
    expect(Object.keys(informer.get('default/a')?.metadata.labels ?? {})).toEqual(['__proto__', 'constructor']);
    expect('x' in {}).toBe(false);
  });

  it('that is compressed although nobody asked for it is refused, not unpacked', async () => {
    world.script(answer(200, Buffer.from([0x1f, 0x8b, 0x08, 0x0a]).toString('latin1'), { 'content-encoding': 'gzip' }));
    const informer = world.inform();
    await until(() => informer.state.phase === 'waiting');
    expect(informer.state.lastError).toMatchObject({ failure: 'protocol' });
  });
});
