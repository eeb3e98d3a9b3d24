import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller } from '../../../src/runtime/controller.ts';
import { forEach, type ControllerDefinition, type Outcome } from '../../../src/runtime/define-controller.ts';
import type { Metrics } from '../../../src/runtime/metrics.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { ModelServer } from '../../support/model-server.ts';
import { aContext, anInformer, sample } from '../../support/running.ts';

let clock: FakeClock;
let stop: AbortController;
let metrics: Metrics;
let running: Promise<void>;
/** When which key was reconciled. */
let passes: string[];

beforeEach(() => {
  clock = new FakeClock();
  stop = new AbortController();
  passes = [];
});

afterEach(async () => {
  stop.abort();
  await running;
});

/** Starts a controller of the key `a`, whose passes do what is given. */
async function start(
  pass: (nth: number, signal: AbortSignal) => Promise<Outcome>,
  rest: Partial<ControllerDefinition> = {},
): Promise<void> {
  const reconcile: ControllerDefinition['reconcile'] = (key, signal) => {
    passes.push(`${key} at ${clock.monotonic()}`);
    return pass(passes.length, signal);
  };
  const context = aContext(clock);
  metrics = context.metrics;
  const controller = new Controller({ name: 'test', sources: [], initialKeys: ['a'], reconcile, ...rest }, context);
  running = controller.run(stop.signal);
  await clock.advance(0);
}

const result = (result: string): Promise<number> =>
  sample(metrics, 'controller_runtime_reconcile_total', { controller: 'test', result });
const counted = (what: string): Promise<number> =>
  sample(metrics, `controller_runtime_reconcile_${what}_total`, { controller: 'test' });

describe('a pass that succeeds', () => {
  it('is counted, and is the last one until something happens', async () => {
    await start(() => Promise.resolve({}));
    await clock.advance(3_600_000);
    expect(passes).toEqual(['a at 0']);
    expect(await result('success')).toBe(1);
  });

  it('is followed by another one when it asks for that', async () => {
    await start((nth) => Promise.resolve(nth === 1 ? { requeueAfterMs: 30_000 } : {}));
    await clock.advance(120_000);
    expect(passes).toEqual(['a at 0', 'a at 30000']);
    expect([await result('requeue_after'), await result('success')]).toEqual([1, 1]);
  });
});

describe('a pass that fails', () => {
  it('is tried again with growing delays of at most 30 s, until it succeeds', async () => {
    await start((nth) => (nth < 20 ? Promise.reject(new Error('no')) : Promise.resolve({})));
    await clock.advance(600_000);
    const times = passes.map((pass) => Number(pass.split(' ').at(-1)));
    const delays = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(delays.every((delay, index) => delay <= Math.min(30_000, 5 * 2 ** index))).toBe(true);
    expect([await result('error'), await result('success')]).toEqual([19, 1]);
  });

  it('counts as an error, and not as a panic, where it gives a reason', async () => {
    await start((nth) => (nth === 1 ? Promise.reject(new Error('not ready')) : Promise.resolve({})));
    await clock.advance(1_000);
    expect([await counted('errors'), await counted('panics')]).toEqual([1, 0]);
  });

  it.each([new TypeError('undefined is no object'), new RangeError('no such index'), 'a string'])(
    'counts as a panic too where nobody foresaw %p',
    async (thrown) => {
      await start((nth) => (nth === 1 ? Promise.reject(thrown) : Promise.resolve({})));
      await clock.advance(1_000);
      expect([await counted('errors'), await counted('panics'), passes.length]).toEqual([1, 1, 2]);
    },
  );

  it('may throw instead of rejecting', async () => {
    await start((nth) => {
      if (nth === 1) throw new Error('at once');
      return Promise.resolve({});
    });
    await clock.advance(1_000);
    expect([await result('error'), await result('success')]).toEqual([1, 1]);
  });

  it('starts with short delays again after a success', async () => {
    await start((nth) => {
      if (nth === 10) return Promise.resolve({ requeueAfterMs: 1_000 });
      return nth <= 11 ? Promise.reject(new Error('no')) : Promise.resolve({});
    });
    await clock.advance(10_000);
    const [failed = 0, next = 0] = passes.slice(10).map((pass) => Number(pass.split(' ').at(-1)));
    expect(next - failed).toBeLessThanOrEqual(5);
  });
});

describe('a controller', () => {
  it('starts when its informers are complete, and not before', async () => {
    const server = new ModelServer();
    server.put('from-the-server');
    const informer = anInformer(clock, server);
    await start(() => Promise.resolve({}), { sources: [forEach(informer)], initialKeys: [] });
    await clock.advance(60_000);
    expect(passes).toEqual([]);
    const informing = informer.run(stop.signal);
    await clock.advance(0);
    expect(passes).toEqual(['default/from-the-server at 60000']);
    stop.abort();
    await informing;
  });

  it('works on different keys in parallel up to its number of workers', async () => {
    const slow = Promise.withResolvers<Outcome>();
    await start(() => slow.promise, { initialKeys: ['a', 'b', 'c'], workers: 2 });
    expect(passes).toEqual(['a at 0', 'b at 0']);
    const labels = { controller: 'test' };
    expect(await sample(metrics, 'controller_runtime_active_workers', labels)).toBe(2);
    expect(await sample(metrics, 'controller_runtime_max_concurrent_reconciles', labels)).toBe(2);
    slow.resolve({});
    await clock.advance(0);
    expect(passes).toEqual(['a at 0', 'b at 0', 'c at 0']);
    expect(await sample(metrics, 'controller_runtime_active_workers', labels)).toBe(0);
  });

  it('tells how long a pass has been hanging', async () => {
    const slow = Promise.withResolvers<Outcome>();
    await start(() => slow.promise);
    await clock.advance(7_000);
    expect(await metrics.render()).toMatch(/workqueue_longest_running_processor_seconds\{.*\} 7\n/);
    slow.resolve({});
  });
});

describe('a controller that is stopped', () => {
  it('waits for the pass under way', async () => {
    const slow = Promise.withResolvers<Outcome>();
    const log: string[] = [];
    await start(() => slow.promise.finally(() => log.push('pass ended')));
    const ended = running.then(() => log.push('controller ended'));
    stop.abort();
    await clock.advance(60_000);
    expect(log).toEqual([]);
    slow.resolve({});
    await ended;
    expect(log).toEqual(['pass ended', 'controller ended']);
  });

  it('tells the pass under way, whose end then is no failure', async () => {
    await start(
      (_nth, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
    );
    stop.abort();
    await running;
    await clock.advance(60_000);
    expect([passes.length, await counted('errors')]).toEqual([1, 0]);
  });

  it('lets go of its sources', async () => {
    const log: string[] = [];
    const subscribe = (): (() => void) => {
      log.push('subscribed');
      return () => log.push('let go');
    };
    await start(() => Promise.resolve({}), { sources: [{ subscribe }] });
    expect(log).toEqual(['subscribed']);
    stop.abort();
    await running;
    expect(log).toEqual(['subscribed', 'let go']);
  });

  it('ends while it waits for its informers', async () => {
    const informer = anInformer(clock, new ModelServer());
    await start(() => Promise.resolve({}), { sources: [forEach(informer)] });
    stop.abort();
    await running;
    expect(passes).toEqual([]);
  });

  it('does nothing where it was stopped before it started', async () => {
    stop.abort();
    await start(() => Promise.resolve({}));
    await running;
    expect(passes).toEqual([]);
  });
});
