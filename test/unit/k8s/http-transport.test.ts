import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ClusterConfig } from '../../../src/k8s/credentials.ts';
import { HttpTransport } from '../../../src/k8s/http-transport.ts';
import { readText, type TransportRequest } from '../../../src/k8s/transport.ts';
import {
  answer,
  cutShort,
  FakeApiServer,
  hang,
  html,
  list,
  reset,
  ScriptedWatch,
} from '../../support/fake-apiserver.ts';
import { FakeClock, until } from '../../support/fake-clock.ts';

const PATH = '/api/v1/nodes';
const get: TransportRequest = { verb: 'get', path: PATH };

let server: FakeApiServer;
let clock: FakeClock;
let transport: HttpTransport;

function connectTo(config: ClusterConfig): void {
  transport.close();
  transport = new HttpTransport(config, { clock, userAgent: 'test/1' });
}

beforeEach(async () => {
  server = await FakeApiServer.start();
  clock = new FakeClock();
  transport = new HttpTransport(server.config(), { clock, userAgent: 'test/1' });
});

afterEach(async () => {
  transport.close();
  await server.stop();
});

describe('HttpTransport connections', () => {
  it('sends calls one after the other over one connection, not over one each', async () => {
    server.script(`GET ${PATH}`, answer(200, {}));
    for (let count = 0; count < 20; count++) await transport.request(get);
    expect(server.connectionsSoFar).toBe(1);
  });

  it('opens at most eight connections for short calls, however many are under way', async () => {
    server.script(`GET ${PATH}`, answer(200, {}));
    await Promise.all(Array.from({ length: 40 }, () => transport.request(get)));
    expect(server.connectionsSoFar).toBeLessThanOrEqual(8);
  });

  it('lets no watch take the place of short calls', async () => {
    server.script(`GET ${PATH}`, answer(200, {}));
    server.script('GET /watch', (response) => response.writeHead(200).flushHeaders());
    const watches = Array.from({ length: 20 }, () => transport.stream({ verb: 'watch', path: '/watch' }));
    await Promise.all(watches);
    await expect(transport.request(get)).resolves.toMatchObject({ status: 200 });
  });

  it('opens a new connection when the server closes the old one', async () => {
    server.script(`GET ${PATH}`, answer(200, {}, { connection: 'close' }));
    await transport.request(get);
    await transport.request(get);
    expect(server.requests.map(({ connection }) => connection)).toEqual([1, 2]);
  });

  it.each(['get', 'apply', 'delete'] as const)('repeats a %s that met a connection closed meanwhile', async (verb) => {
    const reply = answer(200, {});
    for (const method of ['GET', 'PATCH', 'DELETE']) server.script(`${method} ${PATH}`, reply, reset(), reply);
    await transport.request({ verb, path: PATH });
    await expect(transport.request({ verb, path: PATH })).resolves.toMatchObject({ status: 200 });
  });

  it('never repeats a create on its own, because the first may have succeeded', async () => {
    server.script(`GET ${PATH}`, answer(200, {}));
    server.script(`POST ${PATH}`, reset());
    await transport.request(get);
    const create = transport.request({ verb: 'create', path: PATH, body: '{}' });
    await expect(create).rejects.toMatchObject({ name: 'ConnectionError', failure: 'reset', maybeCommitted: true });
    expect(server.to(`POST ${PATH}`)).toHaveLength(1);
  });

  it('comes through a restart that left all its pooled connections dead', async () => {
    server.script(`GET ${PATH}`, answer(200, {}));
    await Promise.all(Array.from({ length: 8 }, () => transport.request(get)));
    const { port } = server;
    await server.stop();
    server = await FakeApiServer.start(undefined, port);
    server.script(`GET ${PATH}`, answer(200, {}));
    await expect(transport.request(get)).resolves.toMatchObject({ status: 200 });
  });
});

describe('HttpTransport failures', () => {
  it('says that nobody listens, and that nothing can have happened', async () => {
    await server.stop();
    const expected = { name: 'ConnectionError', failure: 'refused', maybeCommitted: false, verb: 'get', path: PATH };
    await expect(transport.request(get)).rejects.toMatchObject(expected);
    server = await FakeApiServer.start();
  });

  it('calls a reset after the commit what it is: perhaps done', async () => {
    let committed = false;
    server.script(
      `PATCH ${PATH}`,
      reset(() => (committed = true)),
    );
    const apply = transport.request({ verb: 'apply', path: PATH, body: '{}' });
    await expect(apply).rejects.toMatchObject({ failure: 'reset', maybeCommitted: true });
    expect(committed).toBe(true);
  });

  it('reports an answer that is cut short instead of returning half of it', async () => {
    server.script(`GET ${PATH}`, cutShort('{"half":'));
    await expect(transport.request(get)).rejects.toMatchObject({ name: 'ConnectionError', failure: 'reset' });
  });

  it('gives up a call that hangs at its deadline, and closes the connection', async () => {
    server.script(`GET ${PATH}`, hang);
    const failed = expect(transport.request(get)).rejects.toMatchObject({ failure: 'timeout', maybeCommitted: true });
    await until(() => server.requests.length === 1);
    await clock.advance(30_000);
    await failed;
    await until(() => server.openConnections === 0);
  });

  it('counts the whole answer against the deadline, so one byte a second is no way around it', async () => {
    const drip = new ScriptedWatch();
    server.script(`GET ${PATH}`, drip.reply);
    const failed = expect(transport.request({ ...get, timeoutMs: 5_000 })).rejects.toMatchObject({
      failure: 'timeout',
    });
    await until(() => drip.isOpen);
    for (let second = 0; second < 6; second++) {
      drip.raw(' ');
      await clock.advance(1_000);
    }
    await failed;
  });

  it('leaves no timer behind when calls end', async () => {
    server.script(`GET ${PATH}`, answer(200, {}), reset(), answer(500, {}));
    await transport.request(get);
    await transport.request({ verb: 'create', path: '/x', body: '' });
    await transport.request(get).catch(() => undefined);
    expect(clock.pending).toEqual([]);
  });

  it('rejects with the reason of an aborted signal, before and during the call', async () => {
    server.script(`GET ${PATH}`, hang);
    const stop = new AbortController();
    const reason = new Error('shutting down');
    const during = expect(transport.request({ ...get, signal: stop.signal })).rejects.toBe(reason);
    await until(() => server.requests.length === 1);
    stop.abort(reason);
    await during;
    await expect(transport.request({ ...get, signal: stop.signal })).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  it('closes the connection of a stream that its reader leaves', async () => {
    const watch = new ScriptedWatch().raw('a\n').raw('b\n');
    server.script(`GET ${PATH}`, watch.reply);
    const { body } = await transport.stream({ verb: 'watch', path: PATH });
    for await (const chunk of body) if (chunk.length > 0) break;
    await until(() => watch.isClosed);
  });

  it('refuses an answer with a megabyte of headers', async () => {
    server.script(`GET ${PATH}`, answer(200, {}, { 'x-large': 'x'.repeat(1024 * 1024) }));
    await expect(transport.request(get)).rejects.toMatchObject({ failure: 'protocol' });
  });

  it('refuses an answer longer than any object', async () => {
    server.script(`GET ${PATH}`, answer(200, 'x'.repeat(33 * 1024 * 1024)));
    await expect(transport.request(get)).rejects.toMatchObject({ failure: 'protocol' });
  });

  it('does not follow a redirect, so no other host sees the token', async () => {
    const other = await FakeApiServer.start();
    connectTo(server.config({ headers: { authorization: 'Bearer secret' } }));
    server.script(`GET ${PATH}`, answer(302, '', { location: `${other.url}${PATH}` }));
    await expect(transport.request(get)).resolves.toMatchObject({ status: 302 });
    expect(other.requests).toEqual([]);
    await other.stop();
  });

  it('hands over answers of any status, whoever wrote them', async () => {
    server.script(`GET ${PATH}`, html(502));
    await expect(transport.request(get)).resolves.toMatchObject({
      status: 502,
      body: expect.stringContaining('<html>'),
    });
  });
});

/** Credentials that are renewed when asked for `now`. */
function rotating(): { config: ClusterConfig; asked: (string | undefined)[] } {
  const asked: (string | undefined)[] = [];
  const credentials: ClusterConfig['credentials'] = (refresh) => {
    asked.push(refresh);
    const token = asked.includes('now') ? 'new' : 'old';
    return Promise.resolve({ tls: {}, headers: { authorization: `Bearer ${token}` } });
  };
  return { config: { ...server.config(), credentials }, asked };
}

describe('HttpTransport credentials', () => {
  it('reads credentials anew after a 401 and repeats the request once, whatever it was', async () => {
    const { config, asked } = rotating();
    connectTo(config);
    server.script(`POST ${PATH}`, answer(401, {}), answer(201, {}));
    await expect(transport.request({ verb: 'create', path: PATH, body: '{}' })).resolves.toMatchObject({ status: 201 });
    expect(server.requests.map(({ headers }) => headers['authorization'])).toEqual(['Bearer old', 'Bearer new']);
    expect(asked).toEqual([undefined, 'now']);
  });

  it('takes a second 401 for the answer', async () => {
    connectTo(rotating().config);
    server.script(`GET ${PATH}`, answer(401, {}));
    await expect(transport.request(get)).resolves.toMatchObject({ status: 401 });
    expect(server.requests).toHaveLength(2);
  });

  it('sends nothing when credentials cannot be had', async () => {
    connectTo({ ...server.config(), credentials: () => Promise.reject(new Error('no token')) });
    await expect(transport.request(get)).rejects.toThrow('no token');
    expect(server.requests).toEqual([]);
  });
});

describe('HttpTransport requests', () => {
  it('asks before every attempt whether it may leave, repeats included', async () => {
    let allowed = 1;
    const beforeSend = (): void => {
      if (allowed-- === 0) throw new Error('the lease is over');
    };
    server.script(`PATCH ${PATH}`, answer(401, {}));
    await expect(transport.request({ verb: 'apply', path: PATH, beforeSend })).rejects.toThrow('the lease is over');
    expect(server.requests).toHaveLength(1);
  });

  it('names product, version and caller in the user agent', async () => {
    await transport.request({ ...get, caller: 'installation' });
    await transport.request(get);
    expect(server.requests.map(({ headers }) => headers['user-agent'])).toEqual(['test/1 (installation)', 'test/1']);
  });

  it('sends bodies with their length in bytes', async () => {
    await transport.request({ verb: 'create', path: PATH, body: '{"ü":"€"}' });
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      body: '{"ü":"€"}',
      headers: { 'content-length': '12' },
    });
  });

  it('keeps a path prefix of the server', async () => {
    connectTo({ ...server.config(), server: `${server.url}/k8s/clusters/a` });
    await transport.request(get);
    expect(server.requests[0]?.path).toBe(`/k8s/clusters/a${PATH}`);
  });

  it('asks for no compression, so no small answer can unfold into a large one', async () => {
    await transport.request(get);
    expect(server.requests[0]?.headers).not.toHaveProperty('accept-encoding');
  });

  it('streams an answer while it is being written', async () => {
    server.script(`GET ${PATH}`, list('1', []));
    const { body } = await transport.stream({ verb: 'list', path: PATH });
    await expect(readText(body, 1024)).resolves.toContain('"resourceVersion":"1"');
  });
});
