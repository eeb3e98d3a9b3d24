import { describe, expect, it } from '@jest/globals';
import { sleep, systemClock } from '../../../src/k8s/clock.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

describe('sleep', () => {
  it('ends after its time, not before', async () => {
    const clock = new FakeClock();
    let awake = false;
    void sleep(clock, 1_000).then(() => (awake = true));
    await clock.advance(999);
    expect(awake).toBe(false);
    await clock.advance(1);
    expect(awake).toBe(true);
  });

  it('ends when it is aborted, and leaves no timer behind', async () => {
    const clock = new FakeClock();
    const stop = new AbortController();
    const asleep = sleep(clock, 1_000, stop.signal);
    stop.abort();
    await asleep;
    await sleep(clock, 1_000, stop.signal);
    expect(clock.pending).toEqual([]);
  });
});

describe('systemClock', () => {
  it('never goes back and can cancel what it was asked to call', async () => {
    const before = systemClock.monotonic();
    systemClock.after(0, () => expect('called').toBe('cancelled')).cancel();
    await settle();
    expect(systemClock.monotonic()).toBeGreaterThanOrEqual(before);
    expect(systemClock.wall()).toBeInstanceOf(Date);
  });
});
