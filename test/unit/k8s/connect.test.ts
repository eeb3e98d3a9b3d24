import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect } from '../../../src/k8s/connect.ts';
import type { RequestObservation } from '../../../src/k8s/transport-layers.ts';
import { answer, failure, FakeApiServer } from '../../support/fake-apiserver.ts';
import { FakeClock, until } from '../../support/fake-clock.ts';

let server: FakeApiServer;

beforeEach(async () => {
  server = await FakeApiServer.start();
});

afterEach(() => server.stop());

describe('connect', () => {
  it('obeys Retry-After, and lets each attempt be counted', async () => {
    const clock = new FakeClock();
    const seen: RequestObservation[] = [];
    const observe = (one: RequestObservation): void => void seen.push(one);
    const { transport, close } = connect(server.config(), { clock, userAgent: 'test/1', observe });
    server.script('GET /x', failure(429, 'TooManyRequests', { headers: { 'retry-after': '2' } }), answer(200, {}));
    const request = transport.request({ verb: 'get', path: '/x' });
    await until(() => clock.pending.includes(2_000));
    await clock.advance(2_000);
    await expect(request).resolves.toMatchObject({ status: 200 });
    const host = `127.0.0.1:${server.port}`;
    expect(seen).toMatchObject([
      { verb: 'get', code: 429, host },
      { verb: 'get', code: 200, host },
    ]);
    close();
  });

  it('opens no connection before the first request, and leaves none when closed', async () => {
    const { transport, close } = connect(server.config(), { clock: new FakeClock(), userAgent: 'test/1' });
    expect(server.connectionsSoFar).toBe(0);
    await transport.request({ verb: 'get', path: '/x' });
    close();
    await until(() => server.openConnections === 0);
  });
});
