import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { jsonLine } from '../../../../../tools/faults/proxy/proxied-request.ts';
import { BehindProxy } from '../../../../support/behind-proxy.ts';
import { answer, ScriptedWatch } from '../../../../support/fake-apiserver.ts';

const nodes = '/api/v1/nodes';

let killed = 0;
let world: BehindProxy;

beforeEach(async () => {
  killed = 0;
  world = await BehindProxy.start({ onKill: () => void killed++ });
  world.api.script(`GET ${nodes}`, answer(200, 'all the nodes'));
  world.api.script(`POST ${nodes}`, answer(201, 'made'));
});

afterEach(() => world.stop());

/** How many requests reached the API server. */
const reached = (): number => world.api.requests.length;

describe('without rules, the proxy', () => {
  it('passes requests and answers on as they are', async () => {
    const given = await world.ask(nodes, { method: 'POST', body: '{"metadata":{"name":"n"}}' });
    expect(given).toMatchObject({ status: 201, body: 'made' });
    expect(world.api.requests[0]).toMatchObject({ method: 'POST', body: '{"metadata":{"name":"n"}}' });
  });

  it('passes the credentials on', async () => {
    await world.ask(nodes);
    expect(world.api.requests[0]?.headers['authorization']).toBe('Bearer secret');
  });

  it('passes a refusal of the API server on', async () => {
    expect(await world.ask('/api/v1/pods')).toMatchObject({ status: 404 });
  });

  it('tells of each request in one line', async () => {
    await world.ask(`${nodes}?limit=5`);
    expect(world.log).toMatchObject([
      { n: 1, caller: 'tiers', verb: 'list', path: `${nodes}?limit=5`, status: 200, upstreamStatus: 200, bytes: 13 },
    ]);
    expect(world.log.map(jsonLine).join()).toContain('"resource":"nodes"');
  });

  it('passes the lines of a watch on as they come', async () => {
    const watch = new ScriptedWatch().added({ metadata: { name: 'a' } });
    world.api.script(`GET ${nodes}`, watch.reply);
    const { body } = await world.ask(`${nodes}?watch=true`, { until: '"a"' });
    expect(body).toBe('{"type":"ADDED","object":{"metadata":{"name":"a"}}}\n');
  });

  it('closes its side of a watch when the caller does', async () => {
    const watch = new ScriptedWatch().added({ metadata: { name: 'a' } });
    world.api.script(`GET ${nodes}`, watch.reply);
    await world.ask(`${nodes}?watch=true`, { until: '"a"' });
    while (!watch.isClosed) await new Promise((resolve) => setImmediate(resolve));
    expect(watch.isClosed).toBe(true);
  });

  it('resets the caller when the API server is away', async () => {
    await world.api.stop();
    expect(await world.ask(nodes)).toMatchObject({ error: 'ECONNRESET' });
  });
});

describe('a fault before the commit', () => {
  it.each([
    ['{ kind: answer, status: 503, retryAfterSeconds: 2 }', { status: 503, headers: { 'retry-after': '2' } }],
    ['{ kind: answer, status: 502, bodyForm: html }', { status: 502, headers: { 'content-type': 'text/html' } }],
    ['{ kind: answer, status: 504, bodyForm: empty }', { status: 504, body: '' }],
    ['{ kind: reset }', { error: 'ECONNRESET' }],
    ['{ kind: hang }', { error: 'gave up' }],
    [
      '{ kind: redirect, to: "https://elsewhere" }',
      { status: 307, headers: { location: `https://elsewhere${nodes}` } },
    ],
    ['{ kind: kill }', { error: 'ECONNRESET' }],
    ['{ kind: tlsStall }', { error: 'ECONNRESET' }],
  ])('%s keeps the request from the API server', async (action, outcome) => {
    world.use(`- { action: ${action} }`);
    expect(await world.ask(nodes, { patienceMs: 200 })).toMatchObject(outcome);
    expect(reached()).toBe(0);
  });
});

describe('a fault after the commit', () => {
  it.each([
    ['{ kind: answer, status: 504, phase: after }', { status: 504 }],
    ['{ kind: reset, phase: after }', { error: 'ECONNRESET' }],
    ['{ kind: hang, phase: after }', { error: 'gave up' }],
    ['{ kind: kill, phase: after }', { error: 'ECONNRESET' }],
    ['{ kind: cutBody, afterBytes: 2 }', { status: 201, body: 'ma', error: 'ECONNRESET' }],
    ['{ kind: slow, delayMs: 1 }', { status: 201, body: 'made' }],
    ['{ kind: slow, bytesPerSecond: 1000 }', { status: 201, body: 'made' }],
    ['{ kind: connectionClose }', { status: 201, body: 'made', headers: { connection: 'close' } }],
  ])('%s lets the API server do what was asked', async (action, outcome) => {
    world.use(`- { action: ${action} }`);
    expect(await world.ask(nodes, { method: 'POST', patienceMs: 300 })).toMatchObject(outcome);
    expect(reached()).toBe(1);
  });

  it('is told with what the API server had said', async () => {
    world.use('- { action: { kind: answer, status: 504, phase: after } }');
    await world.ask(nodes, { method: 'POST' });
    expect(world.log).toMatchObject([{ fault: 'answer', upstreamStatus: 201, status: 504 }]);
  });
});

describe('a kill', () => {
  it.each(['before', 'after'])('%s the commit calls for it once', async (phase) => {
    world.use(`- { match: { nth: 1 }, action: { kind: kill, phase: ${phase} } }`);
    await world.ask(nodes);
    expect(killed).toBe(1);
  });
});

describe('a fault of connections', () => {
  it('shows a wrong certificate on the connection after the request it hit', async () => {
    world.use('- { match: { nth: 1 }, action: { kind: wrongCertificate } }');
    expect(await world.ask(nodes)).toMatchObject({ error: 'ECONNRESET' });
    expect(await world.ask(nodes)).toMatchObject({ error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    expect(await world.ask(nodes)).toMatchObject({ status: 200 });
  });

  it('stalls the handshake of the connection that it names', async () => {
    world.use('- { match: { verb: connect, nth: 1 }, action: { kind: tlsStall } }');
    expect(await world.ask(nodes, { patienceMs: 200 })).toMatchObject({ error: 'gave up' });
    expect(await world.ask(nodes)).toMatchObject({ status: 200 });
  });
});

describe('rules', () => {
  it('know the caller from the user agent', async () => {
    world.use('- { match: { controller: tiers }, action: { kind: answer, status: 500 } }');
    expect(await world.ask(nodes)).toMatchObject({ status: 500 });
    expect(await world.ask(nodes, { headers: { 'user-agent': 'calico-operator/1 (ippools)' } })).toMatchObject({
      status: 200,
    });
  });

  it('count anew when they are replaced, and tell what they hit', async () => {
    const rules = '- { match: { nth: 1 }, action: { kind: answer, status: 500 } }';
    world.use(rules);
    await world.ask(nodes);
    world.use(rules);
    expect(world.proxy.fired).toEqual([]);
    await world.ask(nodes);
    expect(world.proxy.fired).toMatchObject([{ rule: 1, target: { verb: 'list', caller: 'tiers' } }]);
  });
});
