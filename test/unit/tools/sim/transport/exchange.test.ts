import { beforeEach, describe, expect, it } from '@jest/globals';
import { ConnectionError } from '../../../../../src/k8s/errors.ts';
import { readText, type TransportRequest } from '../../../../../src/k8s/transport.ts';
import { Scheduler } from '../../../../../tools/sim/scheduler.ts';
import { Exchange } from '../../../../../tools/sim/transport/exchange.ts';

let scheduler: Scheduler;
let alive: boolean;

beforeEach(() => {
  scheduler = new Scheduler();
  alive = true;
});

/** Latencies that would let later messages overtake earlier ones. */
function anExchange(request: Partial<TransportRequest> = {}, latencies = [9, 5, 1]): Exchange {
  const wire = {
    scheduler,
    latency: () => latencies.shift() ?? 1,
    whenAwake: (action: () => void) => action(),
    isAlive: () => alive,
  };
  return new Exchange({ verb: 'get', path: '/version', ...request }, wire);
}

/** The whole answer as text, or how it failed. */
async function outcome(exchange: Exchange): Promise<string> {
  try {
    const { status, body } = await exchange.answer;
    return `${status} ${(await readText(body, Infinity)) ?? ''}`;
  } catch (error) {
    return error instanceof ConnectionError ? `${error.failure}: ${error.message}` : String(error);
  }
}

describe('Exchange', () => {
  it('delivers head and body in the order in which they were sent', async () => {
    const exchange = anExchange();
    exchange.respond(200, {});
    for (const part of ['a', 'b', 'c']) exchange.send(part);
    exchange.end();
    const answered = outcome(exchange);
    await scheduler.pass(20);
    expect(await answered).toBe('200 abc');
  });

  it('gives up at the deadline', async () => {
    const answered = outcome(anExchange({ timeoutMs: 2_000 }));
    await scheduler.pass(2_000);
    expect(await answered).toBe('timeout: get /version: no complete answer within 2 s');
  });

  it('gives up in the middle of the body too', async () => {
    const exchange = anExchange({ timeoutMs: 2_000 });
    exchange.respond(200, {});
    exchange.send('half');
    const answered = outcome(exchange);
    await scheduler.pass(2_000);
    expect(await answered).toMatch(/^timeout/);
  });

  it('ends with the reason of an abort', async () => {
    const stop = new AbortController();
    const answered = outcome(anExchange({ signal: stop.signal }));
    stop.abort(new Error('enough'));
    expect(await answered).toBe('Error: enough');
  });

  it('breaks down after what was sent before', async () => {
    const exchange = anExchange();
    exchange.respond(200, {});
    exchange.send('half');
    exchange.breakDown('reset', 'aborted');
    const answered = outcome(exchange);
    await scheduler.pass(20);
    expect(await answered).toBe('reset: get /version: aborted');
  });

  it('tells nothing to a process that is dead', async () => {
    const exchange = anExchange();
    exchange.respond(200, {});
    let answered = false;
    void exchange.answer.then(() => (answered = true));
    alive = false;
    await scheduler.pass(20);
    expect(answered).toBe(false);
  });

  it('tells the server when the client leaves a stream early', async () => {
    const exchange = anExchange();
    let left = false;
    exchange.onClose(() => (left = true));
    exchange.respond(200, {});
    exchange.send('first');
    const reading = exchange.answer.then(async ({ body }) => {
      const chunks = body[Symbol.asyncIterator]();
      await chunks.next();
      await chunks.return?.();
    });
    await scheduler.pass(20);
    await reading;
    expect(left).toBe(true);
  });
});
