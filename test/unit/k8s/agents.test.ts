import type { ServerOptions } from 'node:https';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Credentials, TlsMaterial } from '../../../src/k8s/credentials.ts';
import { HttpTransport } from '../../../src/k8s/http-transport.ts';
import { answer, FakeApiServer, ScriptedWatch } from '../../support/fake-apiserver.ts';
import { FakeClock, until } from '../../support/fake-clock.ts';
import { selfSigned, type TestCertificate } from '../../support/test-certificates.ts';

const PATH = '/api/v1/nodes';
const get = { verb: 'get', path: PATH } as const;

let own: TestCertificate;
let other: TestCertificate;
let server: FakeApiServer;
let tls: TlsMaterial;
let transport: HttpTransport;

beforeAll(async () => {
  [own, other] = await Promise.all([selfSigned(), selfSigned()]);
});

beforeEach(async () => {
  server = await FakeApiServer.start(own);
  server.script(`GET ${PATH}`, answer(200, {}));
  tls = { ca: own.cert };
  const credentials = (): Promise<Credentials> => Promise.resolve({ tls, headers: { authorization: 'Bearer secret' } });
  transport = new HttpTransport({ ...server.config(), credentials }, { clock: new FakeClock(), userAgent: 'test/1' });
});

afterEach(async () => {
  transport.close();
  await server.stop();
});

/** Puts a server with another certificate in the place of the present one. */
async function replaceServer(certificate: ServerOptions): Promise<void> {
  const { port } = server;
  await server.stop();
  server = await FakeApiServer.start(certificate, port);
  server.script(`GET ${PATH}`, answer(200, {}));
}

describe('TLS', () => {
  it('trusts the given CA', async () => {
    await expect(transport.request(get)).resolves.toMatchObject({ status: 200 });
  });

  it('sends nothing to a server with the certificate of another CA', async () => {
    tls = { ca: other.cert };
    await expect(transport.request(get)).rejects.toMatchObject({ failure: 'tls', maybeCommitted: false });
    expect(server.requests).toEqual([]);
  });

  it.each([
    ['for another name', (): Promise<TestCertificate> => selfSigned('elsewhere.example')],
    ['that has expired', (): Promise<TestCertificate> => selfSigned('127.0.0.1', -1)],
  ])('sends nothing to a server with a certificate %s', async (_how, make) => {
    const certificate = await make();
    await replaceServer(certificate);
    tls = { ca: certificate.cert };
    await expect(transport.request(get)).rejects.toMatchObject({ failure: 'tls' });
    expect(server.requests).toEqual([]);
  });

  it('checks the name that a kubeconfig gives as tls-server-name', async () => {
    const named = await selfSigned('api.example');
    await replaceServer(named);
    tls = { ca: named.cert, servername: 'api.example' };
    await expect(transport.request(get)).resolves.toMatchObject({ status: 200 });
  });

  it('refuses TLS 1.1', async () => {
    await replaceServer({ ...own, maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' });
    await expect(transport.request(get)).rejects.toMatchObject({ name: 'ConnectionError' });
    expect(server.requests).toEqual([]);
  });
});

describe('rotation', () => {
  it('takes a new CA for the next connection, without a restart', async () => {
    await transport.request(get);
    await replaceServer(other);
    tls = { ca: `${own.cert}\n${other.cert}` };
    await expect(transport.request(get)).resolves.toMatchObject({ status: 200 });
  });

  it('keeps connections while the bytes stay the same, whoever holds them', async () => {
    await transport.request(get);
    tls = { ca: Buffer.from(own.cert) };
    await transport.request(get);
    expect(server.connectionsSoFar).toBe(1);
  });

  it('closes idle connections of the old material, and lets open watches end by themselves', async () => {
    const watch = new ScriptedWatch();
    server.script('GET /watch', watch.reply);
    const stream = await transport.stream({ verb: 'watch', path: '/watch' });
    await transport.request(get);
    tls = { ca: `${own.cert}\n${other.cert}` };
    await transport.request(get);
    await until(() => server.openConnections === 2);
    watch.raw('still here\n').end();
    const chunks: string[] = [];
    for await (const chunk of stream.body) chunks.push(Buffer.from(chunk).toString());
    expect(chunks.join('')).toBe('still here\n');
    await until(() => server.openConnections === 1);
  });
});
