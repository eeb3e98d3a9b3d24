import { describe, expect, it } from '@jest/globals';
import { ReconnectBackoff } from '../../../src/k8s/reconnect-backoff.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('ReconnectBackoff', () => {
  it('doubles from 0.8 s up to 30 s', () => {
    const backoff = new ReconnectBackoff(new FakeClock(), () => 0);
    const delays = Array.from({ length: 8 }, () => backoff.next());
    expect(delays).toEqual([800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]);
  });

  it('adds up to as much again at random, and never exceeds 30 s', () => {
    const backoff = new ReconnectBackoff(new FakeClock(), () => 0.5);
    expect(Array.from({ length: 7 }, () => backoff.next()).slice(0, 2)).toEqual([1200, 2400]);
    expect(backoff.next()).toBe(30_000);
  });

  it('waits no longer than the caller can, and doubles all the same', () => {
    const backoff = new ReconnectBackoff(new FakeClock(), () => 0);
    expect([backoff.next(1_000), backoff.next(1_000), backoff.next()]).toEqual([800, 1_000, 3_200]);
  });

  it('starts again after two minutes without failure', async () => {
    const clock = new FakeClock();
    const backoff = new ReconnectBackoff(clock, () => 0);
    backoff.next();
    await clock.advance(119_000);
    expect(backoff.next()).toBe(1600);
    await clock.advance(121_000);
    expect(backoff.next()).toBe(800);
  });
});
