import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { withRetryAfter } from '../../../src/k8s/retry-after.ts';
import type { Transport, TransportRequest, TransportResponse } from '../../../src/k8s/transport.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const get: TransportRequest = { verb: 'get', path: '/x' };

function busy(status: number, seconds?: string): TransportResponse {
  return { status, headers: seconds === undefined ? {} : { 'retry-after': seconds }, body: 'busy' };
}

const fine: TransportResponse = { status: 200, headers: {}, body: '{}' };

/** Answers in order, the last for ever; counts. */
function answering(...answers: readonly TransportResponse[]): Transport & { asked: number } {
  const next = (): TransportResponse => answers[Math.min(transport.asked++, answers.length - 1)] ?? fine;
  const transport = {
    asked: 0,
    request: () => Promise.resolve(next()),
    stream: () => {
      const response = next();
      return Promise.resolve({ ...response, body: Readable.from([Buffer.from(response.body)]) });
    },
  };
  return transport;
}

describe('withRetryAfter', () => {
  it.each([429, 503])('comes back after the time that a %i asks for, not before', async (status) => {
    const clock = new FakeClock();
    const server = answering(busy(status, '3'), fine);
    const result = withRetryAfter(server, { clock }).request(get);
    await clock.advance(2_999);
    expect(server.asked).toBe(1);
    await clock.advance(1);
    await expect(result).resolves.toBe(fine);
  });

  it('does the same for streams', async () => {
    const clock = new FakeClock();
    const result = withRetryAfter(answering(busy(429, '1'), fine), { clock }).stream(get);
    await clock.advance(1_000);
    await expect(result).resolves.toMatchObject({ status: 200 });
  });

  it.each([busy(429), busy(503), busy(500, '1'), busy(504, '1'), fine])('takes %o for the answer', async (response) => {
    const server = answering(response);
    await expect(withRetryAfter(server, { clock: new FakeClock() }).request(get)).resolves.toBe(response);
    expect(server.asked).toBe(1);
  });

  it('tries ten times at most', async () => {
    const clock = new FakeClock();
    const server = answering(busy(429, '1'));
    const result = withRetryAfter(server, { clock }).request(get);
    await clock.advance(60_000);
    await expect(result).resolves.toMatchObject({ status: 429 });
    expect(server.asked).toBe(10);
  });

  it('hands a long wait to the caller, who has a queue for it', async () => {
    const server = answering(busy(429, '3600'));
    await expect(withRetryAfter(server, { clock: new FakeClock() }).request(get)).resolves.toMatchObject({
      status: 429,
    });
    expect(server.asked).toBe(1);
  });

  it('waits a minute in sum at most', async () => {
    const clock = new FakeClock();
    const server = answering(busy(503, '25'));
    const result = withRetryAfter(server, { clock }).request(get);
    await clock.advance(60_000);
    await expect(result).resolves.toMatchObject({ status: 503 });
    expect(server.asked).toBe(3);
  });

  it('ends the wait when the call is aborted', async () => {
    const stop = new AbortController();
    const clock = new FakeClock();
    const result = withRetryAfter(answering(busy(503, '30')), { clock }).request({ ...get, signal: stop.signal });
    await clock.advance(1_000);
    stop.abort(new Error('shutting down'));
    await expect(result).rejects.toThrow('shutting down');
  });
});
