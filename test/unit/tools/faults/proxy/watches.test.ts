import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BehindProxy, type Outcome, type Question } from '../../../../support/behind-proxy.ts';
import { choose, list, ScriptedWatch } from '../../../../support/fake-apiserver.ts';

const nodes = '/api/v1/nodes';
const node = (name: string): object => ({ metadata: { name, resourceVersion: '7' } });

let world: BehindProxy;
let watch: ScriptedWatch;

beforeEach(async () => {
  world = await BehindProxy.start();
  watch = new ScriptedWatch();
  world.api.script(
    `GET ${nodes}`,
    choose(({ query }) => (query.has('watch') ? watch.reply : list('9', [node('z')]))),
  );
});

afterEach(() => world.stop());

const watches = (question: Question = {}, more = ''): Promise<Outcome> =>
  world.ask(`${nodes}?watch=true&resourceVersion=5${more}`, { patienceMs: 300, ...question });

/** Names and types that came, in order. */
function events({ body }: Outcome): string[] {
  const lines = body.split('\n').filter((line) => line !== '');
  return lines
    .map((line) => JSON.parse(line) as { type: string; object: { metadata?: { name?: string } } })
    .map(({ type, object }) => `${type} ${object.metadata?.name ?? ''}`.trim());
}

describe('a watch', () => {
  it.each([
    ['{ kind: cutAfterEvents, k: 1 }', ['ADDED a'], 'ECONNRESET'],
    ['{ kind: halfOpen, afterEvents: 1 }', ['ADDED a'], 'gave up'],
    ['{ kind: hold, forMs: 60000 }', [], 'gave up'],
    ['{ kind: hold, forMs: 50 }', ['ADDED a', 'BOOKMARK', 'MODIFIED b'], 'gave up'],
    ['{ kind: noBookmarks }', ['ADDED a', 'MODIFIED b'], 'gave up'],
    ['{ kind: errorEvent, code: 410, afterEvents: 2 }', ['ADDED a', 'BOOKMARK', 'ERROR'], undefined],
    ['{ kind: hang }', [], 'gave up'],
    ['{ kind: reset, phase: after }', [], 'ECONNRESET'],
  ])('that suffers %s', async (action, expected, error) => {
    world.use(`- { action: ${action} }`);
    watch.added(node('a')).bookmark('8').modified(node('b'));
    const outcome = await watches();
    expect([events(outcome), outcome.error]).toEqual([expected, error]);
  });

  it('is cut in the middle of a line', async () => {
    world.use('- { action: { kind: cutMidLine, k: 1 } }');
    watch.added(node('a')).added(node('b'));
    const { body, error } = await watches();
    expect([body.split('\n').length, body.endsWith('}'), error]).toEqual([2, false, 'ECONNRESET']);
  });

  it('gets bookmarks from the future', async () => {
    world.use('- { action: { kind: bookmarkAhead, by: 100 } }');
    watch.bookmark('8').end();
    expect((await watches()).body).toContain('"resourceVersion":"108"');
  });

  it('trickles', async () => {
    world.use('- { action: { kind: oneBytePerSecond } }');
    watch.added(node('a'));
    expect((await watches()).body).toBe('{');
  });

  it('is refused where it asks for initial events', async () => {
    world.use('- { action: { kind: refuseWatchList } }');
    watch.added(node('a')).end();
    expect(await watches({}, '&sendInitialEvents=true')).toMatchObject({ status: 400 });
    expect(await watches()).toMatchObject({ status: 200 });
  });

  it('never sees changes that are hidden', async () => {
    world.use('- { match: { nth: 1 }, action: { kind: unobserve, from: 2, to: 3 } }');
    watch.added(node('a')).modified(node('b'));
    expect(events(await watches())).toEqual(['ADDED a']);
    expect([await watches(), await world.ask(nodes)]).toMatchObject([{ error: 'ECONNRESET' }, { error: 'ECONNRESET' }]);
    watch.modified(node('c'));
    while (!watch.isClosed) await new Promise((resolve) => setImmediate(resolve));
    expect(await watches()).toMatchObject({ status: 410 });
    expect(await world.ask(nodes)).toMatchObject({ status: 200 });
  });
});
