import { describe, expect, it } from '@jest/globals';
import { WorkQueue, type QueueObserver, type WorkQueueOptions } from '../../../src/runtime/workqueue.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** A queue in virtual time, without randomness, and a worker that notes what it gets and when. */
function start(options: Partial<WorkQueueOptions> = {}): {
  clock: FakeClock;
  queue: WorkQueue<string>;
  handedOut: string[];
  take: () => void;
} {
  const clock = new FakeClock();
  const queue = new WorkQueue<string>({ clock, random: () => 0, ...options });
  const handedOut: string[] = [];
  const take = (): void => void queue.get().then((key) => handedOut.push(`${key ?? 'over'} at ${clock.monotonic()}`));
  return { clock, queue, handedOut, take };
}

describe('a work queue', () => {
  it('hands keys out in the order in which they came, each once', async () => {
    const { queue } = start();
    for (const key of ['a', 'b', 'a', 'b', 'c']) queue.add(key);
    expect(queue.depth).toBe(3);
    expect([await queue.get(), await queue.get(), await queue.get()]).toEqual(['a', 'b', 'c']);
  });

  it('runs a key that is added while it is worked on once again', async () => {
    const { clock, queue, handedOut, take } = start();
    for (const each of [take, take]) each();
    queue.add('a');
    queue.add('a');
    queue.add('a');
    await clock.advance(10);
    expect(handedOut).toEqual(['a at 0']);
    queue.done('a');
    await clock.advance(0);
    expect(handedOut).toEqual(['a at 0', 'a at 10']);
    queue.done('a');
    expect(queue.depth).toBe(0);
  });

  it('knows the done of a key once only', async () => {
    const { queue } = start();
    queue.add('a');
    await queue.get();
    queue.done('a');
    queue.add('a');
    queue.done('a');
    expect(queue.depth).toBe(1);
  });

  it.each([
    [[300, 100, 200], 100],
    [[100, 300], 100],
    [[200, 0], 0],
  ])('of the delays %j takes the earliest', async (delays, expected) => {
    const { clock, queue, handedOut, take } = start();
    take();
    for (const delay of delays) queue.addAfter('a', delay);
    await clock.advance(expected);
    expect(handedOut).toEqual([`a at ${expected}`]);
  });

  it('makes failing keys wait longer and longer, until they are forgotten', async () => {
    const { clock, queue, handedOut, take } = start();
    for (const forget of [false, false, true, false]) {
      take();
      if (forget) queue.forget('a');
      queue.addRateLimited('a');
      await clock.advance(100);
      queue.done('a');
    }
    expect(handedOut).toEqual(['a at 5', 'a at 110', 'a at 205', 'a at 310']);
    expect(queue.failures('a')).toBe(2);
  });

  it('lets a key that was just worked on rest, so that a burst is one pass', async () => {
    const { clock, queue, handedOut, take } = start({ restMs: 100 });
    for (const each of [take, take, take]) each();
    queue.add('a');
    queue.done('a');
    for (let event = 0; event < 20; event++) {
      await clock.advance(4);
      queue.add('a');
    }
    await clock.advance(1_000);
    expect(handedOut).toEqual(['a at 0', 'a at 100']);
  });

  it('lets no other key rest', async () => {
    const { clock, queue, handedOut, take } = start({ restMs: 100 });
    for (const each of [take, take]) each();
    queue.add('a');
    queue.done('a');
    queue.add('b');
    await clock.advance(0);
    expect(handedOut).toEqual(['a at 0', 'b at 0']);
  });
});

describe('a work queue that is shut down', () => {
  it('lets waiting workers go', async () => {
    const { clock, queue, handedOut, take } = start();
    for (const each of [take, take]) each();
    await clock.advance(1);
    queue.shutDown();
    await clock.advance(0);
    expect(handedOut).toEqual(['over at 1', 'over at 1']);
  });

  it('drops what is queued, delayed or resting', async () => {
    const { clock, queue, handedOut, take } = start({ restMs: 50 });
    take();
    queue.add('resting');
    queue.done('resting');
    for (const key of ['resting', 'queued']) queue.add(key);
    queue.addAfter('delayed', 10);
    queue.shutDown();
    take();
    await clock.advance(1_000);
    expect(handedOut).toEqual(['resting at 0', 'over at 0']);
    expect([queue.depth, clock.pending]).toEqual([0, []]);
  });

  it('leaves no delay behind', () => {
    const { clock, queue } = start();
    queue.addAfter('a', 10);
    queue.addRateLimited('b');
    queue.shutDown();
    expect(clock.pending).toEqual([]);
  });

  it('takes nothing in any more', async () => {
    const { queue } = start();
    queue.shutDown();
    queue.add('a');
    queue.addAfter('b', 0);
    queue.addRateLimited('c');
    expect(queue.depth).toBe(0);
    expect(await queue.get()).toBeUndefined();
  });

  it('never runs a key again that was under work', async () => {
    const { queue } = start();
    queue.add('a');
    await queue.get();
    queue.add('a');
    queue.shutDown();
    queue.done('a');
    expect(await queue.get()).toBeUndefined();
  });
});

describe('the observer of a work queue', () => {
  it('is told of depth, waits, work and retries', async () => {
    const told: string[] = [];
    const note =
      (what: string) =>
      (value?: number): void =>
        void told.push(`${what} ${value ?? ''}`.trim());
    const names = ['depth', 'added', 'retried', 'waited', 'worked'];
    const observer = Object.fromEntries(names.map((name) => [name, note(name)])) as unknown as QueueObserver;
    const { clock, queue } = start({ observer });
    queue.add('a');
    await clock.advance(1_000);
    await queue.get();
    await clock.advance(2_000);
    queue.addRateLimited('a');
    queue.done('a');
    expect(told).toEqual(['added', 'depth 1', 'waited 1', 'depth 0', 'retried', 'worked 2']);
  });

  it('can ask how long work has been under way', async () => {
    const { clock, queue } = start();
    queue.add('a');
    await queue.get();
    await clock.advance(3_000);
    queue.add('b');
    await queue.get();
    expect(queue.unfinishedSeconds()).toEqual([3, 0]);
  });
});
