import { request as plainRequest, type Server } from 'node:http';
import { request as tlsRequest, type RequestOptions } from 'node:https';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createIssuer, nodeKeys, type IssuedPair } from '../../../src/reconcilers/certificates/issue.ts';
import { Metrics } from '../../../src/runtime/metrics.ts';
import type { Admission } from '../../../src/runtime/scrape-access.ts';
import { serveMetrics, type MetricsServerOptions } from '../../../src/runtime/metrics-server.ts';

const host = '127.0.0.1';
const issuer = createIssuer(nodeKeys);
let authority: IssuedPair;
let serving: IssuedPair;
let servers: Server[];

beforeAll(async () => {
  authority = await issuer.authority(new Date());
  serving = await issuer.leaf(['localhost'], authority, new Date());
});

beforeEach(() => {
  servers = [];
});

afterEach(async () => {
  for (const server of servers) server.closeAllConnections();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
});

async function serves(tls?: MetricsServerOptions['tls']): Promise<number> {
  const server = await serveMetrics({ host, port: 0, metrics: new Metrics(), ...(tls && { tls }) });
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

/** Status, type and body of an answer without TLS. */
async function read(port: number): Promise<[number, string | null, string]> {
  const answer = await fetch(`http://${host}:${port}/metrics`);
  return [answer.status, answer.headers.get('content-type'), await answer.text()];
}

/** Status of an answer, or what went wrong below HTTP. */
function scrape(port: number, options: RequestOptions & { tls?: boolean } = {}): Promise<number | string> {
  const { tls = true, ...rest } = options;
  const send = tls ? tlsRequest : plainRequest;
  return new Promise((resolve) => {
    const where = { host, port, path: '/metrics', agent: false, ca: authority.certificatePem, servername: 'localhost' };
    const asked = send({ ...where, ...rest }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message)).end();
  });
}

function admit(authorization?: string): Promise<Admission> {
  return Promise.resolve(authorization === undefined ? 401 : authorization === 'Bearer good' ? 200 : 403);
}

describe('metrics on loopback', () => {
  it('are plain, in the format of Prometheus', async () => {
    const [status, type, body] = await read(await serves());
    expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(body).toContain('# TYPE workqueue_depth gauge');
  });
});

describe('metrics beyond loopback', () => {
  it('are refused without TLS', async () => {
    const refused = serveMetrics({ host: '0.0.0.0', port: 0, metrics: new Metrics() });
    await expect(refused).rejects.toThrow('Metrics are served beyond loopback (0.0.0.0) with TLS only');
  });

  it('are given to who is admitted, and to nobody else', async () => {
    const port = await serves({ ...serving, admit });
    expect(await scrape(port)).toBe(401);
    expect(await scrape(port, { headers: { authorization: 'Bearer other' } })).toBe(403);
    expect(await scrape(port, { headers: { authorization: 'Bearer good' } })).toBe(200);
    expect(await scrape(port, { path: '/', headers: { authorization: 'Bearer good' } })).toBe(404);
  });

  it('are answered 503 while nobody can be asked', async () => {
    const port = await serves({ ...serving, admit: () => Promise.reject(new Error('no API server')) });
    expect(await scrape(port)).toBe(503);
  });

  it('ask for a certificate of the authority where one is named', async () => {
    const port = await serves({ ...serving, clientCa: authority.certificatePem });
    expect(await scrape(port)).not.toBe(200);
    expect(await scrape(port, { cert: serving.certificatePem, key: serving.keyPem })).toBe(200);
  });

  it('speak no TLS older than 1.2, and no plain HTTP', async () => {
    const port = await serves({ ...serving, admit: () => Promise.resolve(200) });
    expect(await scrape(port, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' })).not.toBe(200);
    expect(await scrape(port, { tls: false })).not.toBe(200);
  });

  it('take a hundred connections, and hang up on those that begin nothing', async () => {
    const port = await serves({ ...serving, admit: () => Promise.resolve(200) });
    const held = Array.from({ length: 100 }, () => connect(port, host));
    await Promise.all(held.map((socket) => once(socket, 'connect')));
    expect(await scrape(port)).toBe('ECONNRESET');
    await Promise.all(held.map((socket) => once(socket.resume(), 'close')));
    expect(await scrape(port)).toBe(200);
  });
});
