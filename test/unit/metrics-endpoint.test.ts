import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { request as tlsRequest, type RequestOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MetricsFiles } from '../../src/cli/options.ts';
import { serveMetricsEndpoint } from '../../src/metrics-endpoint.ts';
import { createIssuer, nodeKeys, type IssuedPair } from '../../src/reconcilers/certificates/issue.ts';
import { Metrics } from '../../src/runtime/metrics.ts';
import { FakeClock } from '../support/fake-clock.ts';

const issuer = createIssuer(nodeKeys);
const clock = new FakeClock(new Date());
const none: MetricsFiles = { certificate: '', key: '', clientCa: '' };
let authority: IssuedPair;
let foreign: IssuedPair;
let own: IssuedPair;
let folder: string;
let server: Server | undefined;

beforeAll(async () => {
  [authority, foreign] = await Promise.all([issuer.authority(new Date()), issuer.authority(new Date())]);
  own = await issuer.leaf(['localhost'], authority, new Date());
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'metrics-'));
  server = undefined;
});

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true });
});

/** Path of a file with this text. */
function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** Serves with this environment and these files; nobody is there to review a token. */
async function serves(env: Readonly<Record<string, string>>, files: Partial<MetricsFiles> = {}): Promise<void> {
  const client = { create: (): Promise<never> => Promise.reject(new Error('no API server')) } as never;
  server = await serveMetricsEndpoint({
    env,
    files: { ...none, ...files },
    metrics: new Metrics(),
    client,
    clock,
    issuer,
  });
}

function port(): number {
  const address = server?.address() as AddressInfo | undefined;
  return address?.port ?? 0;
}

/** Status of a scrape with TLS, or what went wrong below HTTP. */
function scrape(options: RequestOptions = {}): Promise<number | string> {
  const where = { host: '127.0.0.1', port: port(), path: '/metrics', agent: false, servername: 'localhost' };
  return new Promise((resolve) => {
    const asked = tlsRequest({ ...where, ca: authority.certificatePem, ...options }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message)).end();
  });
}

describe('metrics', () => {
  it('are not served where the environment names neither host nor port', async () => {
    await serves({});
    expect(server).toBeUndefined();
  });

  it('are plain on loopback', async () => {
    await serves({ METRICS_HOST: '127.0.0.1', METRICS_PORT: '0' });
    expect((await fetch(`http://127.0.0.1:${port()}/metrics`)).status).toBe(200);
  });

  it('have a certificate made for this start where no file has one, and ask for a token', async () => {
    await serves({ METRICS_HOST: '0.0.0.0', METRICS_PORT: '0' });
    expect(await scrape()).not.toBe(401);
    expect(await scrape({ rejectUnauthorized: false })).toBe(401);
  });

  it('show the certificate of the files', async () => {
    const [certificate, key] = [file('tls.crt', own.certificatePem), file('tls.key', own.keyPem)];
    await serves({ METRICS_HOST: '0.0.0.0', METRICS_PORT: '0' }, { certificate, key });
    expect(await scrape()).toBe(401);
  });

  it('are for certificates of the authority that is named, and for no others', async () => {
    const [certificate, key] = [file('tls.crt', own.certificatePem), file('tls.key', own.keyPem)];
    const clientCa = file('ca.crt', authority.certificatePem);
    const stranger = await issuer.leaf(['localhost'], foreign, new Date());
    await serves({ METRICS_HOST: '0.0.0.0', METRICS_PORT: '0' }, { certificate, key, clientCa });
    expect(await scrape({ headers: { authorization: 'Bearer any' } })).not.toBe(200);
    expect(await scrape({ cert: stranger.certificatePem, key: stranger.keyPem })).not.toBe(200);
    expect(await scrape({ cert: own.certificatePem, key: own.keyPem })).toBe(200);
  });

  it('show what is put into the files later, and go on with what was there before while that is no pair', async () => {
    const [certificate, key] = [file('tls.crt', own.certificatePem), file('tls.key', own.keyPem)];
    await serves({ METRICS_HOST: '0.0.0.0', METRICS_PORT: '0' }, { certificate, key });
    const next = await issuer.leaf(['localhost'], foreign, new Date());
    file('tls.crt', next.certificatePem);
    await clock.advance(60_000);
    expect(await scrape()).toBe(401);
    file('tls.key', next.keyPem);
    await clock.advance(60_000);
    expect(await scrape({ ca: foreign.certificatePem })).toBe(401);
  });
});
