import { describe, expect, it } from '@jest/globals';
import { overruledIn, Overrulings } from '../../../../src/reconcilers/felix/overrulings.ts';
import { aFelix } from '../../../support/felix-objects.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const decided = [{ name: 'bpfEnabled', by: 'linuxDataplane', wanted: false }];

describe('overruledIn', () => {
  it('names the field, both values, whose the other one was, and what to edit', () => {
    expect(overruledIn(aFelix(true, { manager: 'kubectl' }), decided)).toEqual([
      {
        field: 'FelixConfiguration default: spec.bpfEnabled',
        sentence:
          'CAL-304 FelixConfiguration default: spec.bpfEnabled: true, set by kubectl, gave way to false: spec.calicoNetwork.linuxDataplane of the Installation decides it; change that instead',
      },
    ]);
  });

  it.each([
    ['nothing', undefined],
    ['an equal value', aFelix(false, { manager: 'kubectl' })],
    ['an unset field', aFelix(undefined, { manager: 'kubectl' })],
    ['a default of the API server', aFelix(true)],
    ['a value of our own', aFelix(true, { manager: 'calico-operator' })],
  ])('overrules nobody by %s', (_what, live) => {
    expect(overruledIn(live, decided)).toEqual([]);
  });
});

describe('Overrulings', () => {
  it('are told for an hour after the last time, once for each field', async () => {
    const clock = new FakeClock();
    const overrulings = new Overrulings(clock);
    overrulings.note({ field: 'one', sentence: 'first' });
    await clock.advance(59 * 60_000);
    overrulings.note({ field: 'one', sentence: 'again' });
    await clock.advance(59 * 60_000);
    expect(overrulings.warnings).toEqual(['again']);
    await clock.advance(60_000);
    expect(overrulings.warnings).toEqual([]);
  });
});
