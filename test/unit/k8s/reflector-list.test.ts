import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cutShort, failure, html, list, reset, ScriptedWatch } from '../../support/fake-apiserver.ts';
import { until } from '../../support/fake-clock.ts';
import { aConfigMap } from '../../support/kube-objects.ts';
import { WATCH_LIST, Watching } from '../../support/watching.ts';

let world: Watching;

beforeEach(async () => {
  world = await Watching.start();
});

afterEach(() => world.stop());

describe('the first state', () => {
  it('is asked for as a watch list, with bookmarks, a timeout of minutes and no resource version', async () => {
    world.script(new ScriptedWatch().listed('10').reply);
    await world.inform({ labelSelector: 'a=b' }).whenSynced();
    expect(Object.fromEntries(world.requests[0]?.query ?? [])).toEqual({
      watch: 'true',
      labelSelector: 'a=b',
      allowWatchBookmarks: 'true',
      timeoutSeconds: '300',
      sendInitialEvents: 'true',
      resourceVersionMatch: 'NotOlderThan',
    });
  });

  it('shows only when it is complete, and then at once', async () => {
    const watch = new ScriptedWatch().added(aConfigMap('a', '1'), aConfigMap('b', '2'));
    world.script(watch.reply);
    const informer = world.inform();
    await until(() => watch.isOpen);
    expect([informer.hasSynced, informer.size]).toEqual([false, 0]);
    watch.listed('10');
    await informer.whenSynced();
    expect(world.events).toEqual(['add a@1', 'add b@2']);
  });

  it('ignores bookmarks that do not end it', async () => {
    const watch = new ScriptedWatch().bookmark('5').added(aConfigMap('a', '1')).listed('10');
    world.script(watch.reply);
    const informer = world.inform();
    await informer.whenSynced();
    expect(informer.size).toBe(1);
  });

  it('goes over into the changes without another request', async () => {
    const watch = new ScriptedWatch().listed('10').added(aConfigMap('a', '11'));
    world.script(watch.reply);
    world.inform();
    await until(() => world.events.length > 0);
    expect(world.asked).toEqual([WATCH_LIST]);
  });

  it('starts from nothing when it breaks off half way: no version seen in it counts as a position', async () => {
    const broken = new ScriptedWatch().added(aConfigMap('gone', '7')).cut();
    world.script(broken.reply, new ScriptedWatch().added(aConfigMap('a', '8')).listed('10').reply);
    const informer = world.inform();
    await world.backOff(informer);
    await informer.whenSynced();
    expect(world.asked).toEqual([WATCH_LIST, WATCH_LIST]);
    expect(world.events).toEqual(['add a@8']);
  });

  it.each([
    ['401', failure(401, 'Unauthorized')],
    ['429', failure(429, 'TooManyRequests')],
    ['500', failure(500, 'InternalError')],
    ['503', failure(503, 'ServiceUnavailable')],
    ['a connection reset', reset()],
    ['the page of a load balancer', html(502)],
  ])('is asked for again after %s, for ever', async (_failure, reply) => {
    const failures = Array.from({ length: 4 }, () => reply);
    world.script(...failures, ...failures, new ScriptedWatch().listed('10').reply);
    const informer = world.inform();
    for (let step = 0; step < 8 && !informer.hasSynced; step++) await world.backOff(informer, 30_000);
    await informer.whenSynced();
    expect(world.withoutWatchList.size).toBe(0);
  });
});

describe('a server without watch list', () => {
  it.each([
    ['400', failure(400, 'BadRequest')],
    ['422', failure(422, 'Invalid')],
    ['an immediate end', new ScriptedWatch().end().reply],
    ['initial events without an end', new ScriptedWatch().added(aConfigMap('a', '1')).end().reply],
  ])('is recognised by %s and asked for pages at once instead', async (_how, reply) => {
    world.script(reply, list('10', [aConfigMap('a', '1')]), new ScriptedWatch().reply);
    const informer = world.inform();
    await informer.whenSynced();
    await until(() => world.asked.length === 3);
    expect(world.asked).toEqual([WATCH_LIST, 'limit=250', 'watch=true resourceVersion=10']);
    expect(informer.size).toBe(1);
  });

  it('is recognised by the missing end of the initial events after 30 seconds', async () => {
    const endless = new ScriptedWatch().added(aConfigMap('a', '1'));
    world.script(endless.reply, list('10', [aConfigMap('a', '1')]), new ScriptedWatch().reply);
    const informer = world.inform();
    await until(() => endless.isOpen);
    await world.clock.advance(30_000);
    await informer.whenSynced();
    expect(world.asked.slice(0, 2)).toEqual([WATCH_LIST, 'limit=250']);
  });

  it('is remembered, so that the next reader of the same resource asks for pages first', async () => {
    world.script(
      failure(422, 'Invalid'),
      list('10', []),
      new ScriptedWatch().reply,
      list('10', []),
      new ScriptedWatch().reply,
    );
    await world.inform().whenSynced();
    await until(() => world.asked.length === 3);
    await world.inform().whenSynced();
    expect(world.asked[3]).toBe('limit=250');
  });

  it('is asked for its pages again when they break off, and nothing half shows', async () => {
    const half = cutShort('{"metadata":{"resourceVersion":"9"},"items":[{"metadata":{"name":"half"}}');
    world.script(failure(400, 'BadRequest'), half, list('10', [aConfigMap('a', '1')]), new ScriptedWatch().reply);
    const informer = world.inform();
    await world.backOff(informer);
    await informer.whenSynced();
    expect(world.events).toEqual(['add a@1']);
  });
});

describe('a kind that cannot be watched yet', () => {
  it('is waited for while it is not served, and found when it is', async () => {
    world.script(failure(404, 'NotFound'), failure(404, 'NotFound'), new ScriptedWatch().listed('10').reply);
    const informer = world.inform();
    await world.backOff(informer);
    await until(() => world.asked.length === 2);
    expect(informer.state).toMatchObject({ synced: false, waitingFor: 'not-served', lastError: { code: 404 } });
    await world.backOff(informer, 1_600);
    await informer.whenSynced();
    expect(informer.state).toMatchObject({ phase: 'watching', waitingFor: undefined, lastError: undefined });
  });

  it('is waited for while it is forbidden', async () => {
    world.script(failure(403, 'Forbidden'));
    const informer = world.inform();
    await until(() => informer.state.phase === 'waiting');
    expect(informer.state).toMatchObject({ waitingFor: 'forbidden', lastError: { code: 403 } });
  });

  it('is tried at once when somebody knows that it is there', async () => {
    world.script(failure(404, 'NotFound'), new ScriptedWatch().listed('10').reply);
    const informer = world.inform();
    await until(() => informer.state.phase === 'waiting');
    informer.retryNow();
    await informer.whenSynced();
    expect(world.clock.monotonic()).toBe(0);
  });

  it.each([
    ['that has to be there every 4.5 seconds', false, [800, 1_600, 3_200, 4_500, 4_500, 4_500]],
    ['that may be absent every 30 seconds', true, [800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000]],
  ] as const)('is asked for less and less often, one %s in the end', async (_, mayBeAbsent, delays) => {
    world.script(failure(404, 'NotFound'));
    const informer = world.inform({ mayBeAbsent });
    for (const delay of delays) await world.backOff(informer, delay);
    await until(() => world.asked.length === delays.length + 1);
    expect(world.clock.monotonic()).toBe(delays.reduce((sum, delay) => sum + delay, 0));
  });
});
