import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, request, type Server } from 'node:http';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { serveHealth, type HealthCheck } from '../../../src/runtime/health.ts';

let servers: Server[];

beforeEach(() => {
  servers = [];
});

afterEach(async () => {
  for (const server of servers) server.closeAllConnections();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
});

async function serve(checks: readonly HealthCheck[] = [], host = '127.0.0.1'): Promise<number> {
  const server = await serveHealth({ host, port: 0, checks: () => checks });
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

/** Status and body of an answer. The path goes out as it is, which `fetch` would not allow. */
function get(port: number, path: string): Promise<[status: number | undefined, body: string]> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve([response.statusCode, body]));
    });
    asked.on('error', reject).end();
  });
}

function fail(): never {
  throw new Error('broken');
}

const ready = { name: 'informer-nodes', check: (): undefined => undefined };
const waiting = { name: 'informer-installations', check: (): string => 'not complete yet' };

describe('/healthz', () => {
  it('answers while the process does, ready or not', async () => {
    expect(await get(await serve([waiting]), '/healthz')).toEqual([200, 'ok']);
  });
});

describe('/readyz', () => {
  it('says ok when every informer is complete', async () => {
    expect(await get(await serve([ready]), '/readyz')).toEqual([200, 'ok']);
  });

  it('lists what was checked where that is asked for', async () => {
    expect(await get(await serve([ready]), '/readyz?verbose')).toEqual([200, '[+]informer-nodes ok\n']);
  });

  it.each(['/readyz', '/readyz?verbose'])('names what is missing: %s', async (path) => {
    const lines = '[+]informer-nodes ok\n[-]informer-installations not complete yet\n';
    expect(await get(await serve([ready, waiting]), path)).toEqual([503, lines]);
  });

  it.each([
    ['/readyz', ready, [200, 'ok']],
    ['/readyz?verbose', ready, [200, 'ok']],
    ['/readyz', waiting, [503, 'not ok']],
    ['/readyz?verbose', waiting, [503, 'not ok']],
  ])('tells neighbours on the network nothing else: %s', async (path, check, answer) => {
    expect(await get(await serve([check], '0.0.0.0'), path)).toEqual(answer);
  });

  it('answers 500 when a check fails itself', async () => {
    const port = await serve([{ name: 'broken', check: fail }]);
    expect(await get(port, '/readyz')).toEqual([500, '']);
  });
});

describe('the server', () => {
  it.each([
    ['/other', 404],
    ['//', 400],
  ])('answers %s with %d and lives on', async (path, status) => {
    const port = await serve();
    expect((await get(port, path))[0]).toBe(status);
    expect(await get(port, '/healthz')).toEqual([200, 'ok']);
  });

  it('takes no more than a hundred connections', async () => {
    const port = await serve();
    const held = Array.from({ length: 100 }, () => connect(port, '127.0.0.1'));
    await Promise.all(held.map((socket) => once(socket, 'connect')));
    await expect(get(port, '/healthz')).rejects.toMatchObject({ code: 'ECONNRESET' });
    for (const socket of held) socket.destroy();
  });

  it('shares its port with the next process of an upgrade', async () => {
    const port = await serve();
    servers.push(await serveHealth({ host: '127.0.0.1', port, checks: () => [] }));
    expect(await get(port, '/healthz')).toEqual([200, 'ok']);
  });

  it('refuses a port that another program holds', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const refused = serveHealth({ host: '127.0.0.1', port, checks: () => [] });
    await expect(refused).rejects.toMatchObject({ code: 'EADDRINUSE' });
    other.close();
  });
});
