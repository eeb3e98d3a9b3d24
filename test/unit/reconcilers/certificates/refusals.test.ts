import { describe, expect, it } from '@jest/globals';
import { Refusals } from '../../../../src/reconcilers/certificates/refusals.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

describe('Refusals', () => {
  it('are known for less than the time between two passes', async () => {
    const clock = new FakeClock();
    const refusals = new Refusals(clock);
    refusals.note('x/y', 'no');
    expect([refusals.of('x/y'), refusals.of('x/z')]).toEqual(['no', undefined]);
    await clock.advance(5 * 60_000);
    expect(refusals.of('x/y')).toBeUndefined();
  });

  it('are forgotten with the first success', () => {
    const refusals = new Refusals(new FakeClock());
    refusals.note('x/y', 'no');
    refusals.forget('x/y');
    expect(refusals.of('x/y')).toBeUndefined();
  });
});
