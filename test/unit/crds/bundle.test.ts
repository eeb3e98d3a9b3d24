import { describe, expect, it } from '@jest/globals';
import { configuredFlavour, ofFlavour } from '../../../src/crds/bundle.ts';
import { ownCrds } from '../../../tools/own-crds.ts';

describe('the flavour of a cluster', () => {
  it.each([
    ['projectcalico.org/v3', 'v3'],
    ['crd.projectcalico.org/v1', 'v1'],
    ['v3', 'v1'],
    ['', undefined],
    [undefined, undefined],
  ] as const)('is, by CALICO_API_GROUP %p: %p', (group, flavour) => {
    expect(configuredFlavour(group)).toBe(flavour);
  });

  it.each(['v1', 'v3'] as const)('decides which kinds of Calico belong there: %s', async (flavour) => {
    const sets = Object.groupBy(ofFlavour(await ownCrds().entries(), flavour), ({ set }) => set);
    const counts = Object.entries(sets).map(([set, entries]) => [set, entries.length]);
    expect(Object.fromEntries(counts)).toEqual({ operator: 9, policy: 1, [flavour]: 22 });
  });
});
