import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Informer } from '../../../src/k8s/informer.ts';
import type { KubeObject } from '../../../src/k8s/object.ts';
import { failure, html, reset, ScriptedWatch } from '../../support/fake-apiserver.ts';
import { settle, until } from '../../support/fake-clock.ts';
import { aConfigMap } from '../../support/kube-objects.ts';
import { WATCH_LIST, Watching } from '../../support/watching.ts';

let world: Watching;
let first: ScriptedWatch;
let second: ScriptedWatch;
let informer: Informer<KubeObject>;

/** A synced informer at version 10 that holds `a`; the second request will get `second`. */
beforeEach(async () => {
  world = await Watching.start();
  first = new ScriptedWatch().added(aConfigMap('a', '1')).listed('10');
  second = new ScriptedWatch();
  world.script(first.reply, second.reply);
  informer = world.inform();
  await informer.whenSynced();
  world.events.length = 0;
});

afterEach(() => world.stop());

async function told(count: number): Promise<readonly string[]> {
  await until(() => world.events.length >= count, `${count} events`);
  return world.events;
}

describe('a watch that breaks', () => {
  it('goes on after the last event it saw, without a new list', async () => {
    first.modified(aConfigMap('a', '11')).cut();
    await told(1);
    await world.backOff(informer);
    second.modified(aConfigMap('a', '12'));
    expect(await told(2)).toEqual(['update a@11', 'update a@12']);
    expect(world.asked).toEqual([WATCH_LIST, 'watch=true resourceVersion=11']);
  });

  it('gets an event again that was cut in the middle of its line', async () => {
    const event = JSON.stringify({ type: 'MODIFIED', object: aConfigMap('a', '11') });
    first.raw(event.slice(0, 40)).cut();
    await world.backOff(informer);
    second.raw(`${event}\n`);
    expect(await told(1)).toEqual(['update a@11']);
    expect(world.asked[1]).toBe('watch=true resourceVersion=10');
  });

  it('goes on at once when the server ended it at its timeout', async () => {
    first.bookmark('15').end();
    await until(() => second.isOpen);
    expect(world.asked[1]).toBe('watch=true resourceVersion=15');
    expect(world.clock.monotonic()).toBe(0);
  });

  it.each([
    ['401', failure(401, 'Unauthorized')],
    ['403', failure(403, 'Forbidden')],
    ['429', failure(429, 'TooManyRequests')],
    ['500', failure(500, 'InternalError')],
    ['503', failure(503, 'ServiceUnavailable')],
    ['504', failure(504, 'Timeout')],
    ['a connection reset', reset()],
    ['the page of a load balancer', html(502)],
  ])('goes on from where it was after %s, and loses nothing', async (_failure, reply) => {
    world.script(reply, reply, reply, second.reply);
    first.cut();
    for (let step = 0; step < 6 && !second.isOpen; step++) await world.backOff(informer, 30_000);
    second.modified(aConfigMap('a', '11'));
    expect(await told(1)).toEqual(['update a@11']);
    expect(world.asked.at(-1)).toBe('watch=true resourceVersion=10');
  });

  it('waits before it comes back when the server ends every watch at once', async () => {
    world.script(...Array.from({ length: 50 }, () => new ScriptedWatch().end().reply));
    first.cut();
    await world.backOff(informer);
    await world.backOff(informer, 1_600);
    await until(() => informer.state.phase === 'waiting');
    expect(world.asked).toHaveLength(3);
  });

  it.each([
    ['ends', (): ScriptedWatch => new ScriptedWatch().end()],
    ['breaks', (): ScriptedWatch => new ScriptedWatch().cut()],
  ])(
    'lists anew where the server %s five watches at once: something is wrong with the version',
    async (_how, watch) => {
      world.script(...Array.from({ length: 5 }, () => watch().reply), second.reply);
      first.cut();
      while (!second.isOpen) await world.backOff(informer, 30_000);
      expect(world.asked.slice(1)).toEqual([...Array<string>(5).fill('watch=true resourceVersion=10'), WATCH_LIST]);
      expect(informer.state.relists).toEqual({ barren: 1 });
    },
  );

  it('starts at different times for different random numbers, 5 to 10 minutes long', async () => {
    world.script(new ScriptedWatch().listed('10').reply);
    await world.inform({}, 0.999).whenSynced();
    expect(world.requests.map(({ query }) => query.get('timeoutSeconds'))).toEqual(['300', '599']);
  });
});

async function relisted(): Promise<void> {
  await world.backOff(informer);
  second.added(aConfigMap('a', '18'), aConfigMap('b', '19')).listed('20');
  expect(await told(2)).toEqual(['update a@18', 'add b@19']);
  expect(world.asked.at(-1)).toBe(WATCH_LIST);
}

describe('a watch whose position is worth nothing', () => {
  it.each([
    [410, 'Expired', 'expired'],
    [500, 'InternalError', 'error-event'],
  ])('is replaced by one list after an ERROR event %i', async (code, reason, why) => {
    first.error(code, reason);
    await relisted();
    expect(world.asked).toHaveLength(2);
    expect(informer.state.relists).toEqual({ [why]: 1 });
  });

  it('is replaced by one list when the server refuses it with 410', async () => {
    world.script(failure(410, 'Expired'), second.reply);
    first.end();
    await relisted();
    expect(world.asked).toHaveLength(3);
  });

  it('is replaced by a list when it lies in the server’s future', async () => {
    const details = { causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }] };
    world.script(failure(504, 'Timeout', { details }), second.reply);
    first.end();
    await relisted();
    expect(informer.state.relists).toEqual({ 'too-new': 1 });
  });

  it('is replaced by a list when the kind vanished meanwhile', async () => {
    world.script(failure(404, 'NotFound'), second.reply);
    first.end();
    await relisted();
  });

  it('is replaced by a list when the stream is garbled, so that no event is swallowed', async () => {
    first.raw('{"type":"MODIFIED","object":{"metadata"}}\n');
    await relisted();
    expect(informer.state.relists).toEqual({ garbled: 1 });
  });

  it('is replaced by a list when a bookmark shows that the server was put back, and its old state counts', async () => {
    first.modified(aConfigMap('a', '11')).bookmark('7');
    await world.backOff(informer);
    second.added(aConfigMap('a', '3')).listed('8');
    expect(await told(2)).toEqual(['update a@11', 'update a@3']);
    expect(informer.state.relists).toEqual({ rewound: 1 });
  });

  it('misses what happened in between and still ends at the present state', async () => {
    world.script(reset(), failure(410, 'Expired'), second.reply);
    first.added(aConfigMap('short-lived', '11')).cut();
    await told(1);
    await world.backOff(informer);
    await world.backOff(informer, 1_600);
    await world.backOff(informer, 3_200);
    second.added(aConfigMap('a', '30', { uid: 'another' })).listed('31');
    expect(await told(4)).toEqual(['add short-lived@11', 'delete a@1', 'add a@30', 'delete short-lived@11']);
  });
});

describe('a watch on which nothing comes', () => {
  it('stays open while bookmarks come, minute by minute: no reconnecting every 30 seconds', async () => {
    for (let minute = 1; minute <= 4; minute++) {
      await world.clock.advance(60_000);
      first.bookmark(String(10 + minute));
      await settle();
    }
    expect(world.asked).toHaveLength(1);
  });

  it('is given up after three minutes without a bookmark, and goes on after the last one', async () => {
    first.bookmark('12').modified(aConfigMap('a', '13'));
    await told(1);
    await world.clock.advance(180_000);
    await world.backOff(informer);
    await until(() => second.isOpen && first.isClosed);
    expect(world.asked[1]).toBe('watch=true resourceVersion=13');
  });

  it('is not saved by bytes that never make an event', async () => {
    first.bookmark('12').modified(aConfigMap('a', '13'));
    await told(1);
    for (let second = 0; second < 180; second += 20) {
      first.raw(' ');
      await world.clock.advance(20_000);
    }
    await until(() => informer.state.phase === 'waiting');
    expect(informer.state.lastError).toMatchObject({ name: 'SilenceError' });
  });

  it('gets its time when the server never sent a bookmark, but not beyond the timeout it was given', async () => {
    await world.clock.advance(314_000);
    expect(world.asked).toHaveLength(1);
    await world.clock.advance(1_000);
    await world.backOff(informer);
    await until(() => second.isOpen);
    expect(world.asked[1]).toBe('watch=true resourceVersion=10');
  });

  it('from its first moment on means a position in the future of a restored server: a list is needed', async () => {
    const third = new ScriptedWatch().added(aConfigMap('a', '3')).listed('5');
    world.script(second.reply, third.reply);
    first.bookmark('12').end();
    await until(() => second.isOpen);
    await world.clock.advance(180_000);
    await world.backOff(informer);
    expect(await told(1)).toEqual(['update a@3']);
    expect(informer.state.relists).toEqual({ silent: 1 });
  });

  it('late events lose nothing, however late they are', async () => {
    await world.clock.advance(200_000);
    first.modified(aConfigMap('a', '11')).bookmark('99').end();
    expect(await told(1)).toEqual(['update a@11']);
    await until(() => second.isOpen);
    expect(world.asked[1]).toBe('watch=true resourceVersion=99');
  });
});

describe('stopping', () => {
  it('closes the watch and resolves', async () => {
    await until(() => first.isOpen);
    await world.halt();
    expect(informer.state.phase).toBe('stopped');
    await until(() => first.isClosed);
  });
});
