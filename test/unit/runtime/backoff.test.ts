import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Backoff, defaultBackoff, secondsSince } from '../../../src/runtime/backoff.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('Backoff', () => {
  it('doubles from 5 ms up to 30 s', () => {
    const backoff = new Backoff<string>(defaultBackoff, () => 0);
    const delays = Array.from({ length: 15 }, () => backoff.next('a'));
    expect(delays.slice(0, 4)).toEqual([5, 10, 20, 40]);
    expect(delays.slice(-3)).toEqual([20_480, 30_000, 30_000]);
  });

  it('stays within a fifth below the full delay, however often a key fails', () => {
    fc.assert(
      fc.property(fc.nat(3_000), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
        const backoff = new Backoff<string>(defaultBackoff, () => random);
        for (let failure = 0; failure < failures; failure++) backoff.next('a');
        const full = Math.min(30_000, 5 * 2 ** failures);
        const delay = backoff.next('a');
        expect(delay).toBeLessThanOrEqual(full);
        expect(delay).toBeGreaterThanOrEqual(full * 0.8);
      }),
    );
  });

  it('counts each key by itself', () => {
    const backoff = new Backoff<string>(defaultBackoff, () => 0);
    backoff.next('a');
    backoff.next('a');
    expect(backoff.next('b')).toBe(5);
    expect([backoff.failures('a'), backoff.failures('b'), backoff.failures('c')]).toEqual([2, 1, 0]);
  });

  it('begins anew for a key whose failures are forgotten', () => {
    const backoff = new Backoff<string>(defaultBackoff, () => 0);
    backoff.next('a');
    backoff.forget('a');
    expect(backoff.failures('a')).toBe(0);
    expect(backoff.next('a')).toBe(5);
  });
});

describe('secondsSince', () => {
  it('measures by the clock that never goes back', async () => {
    const clock = new FakeClock();
    await clock.advance(1_500);
    expect(secondsSince(clock, 500)).toBe(1);
  });
});
