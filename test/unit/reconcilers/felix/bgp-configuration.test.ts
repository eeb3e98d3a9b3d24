import { describe, expect, it } from '@jest/globals';
import { decideBgp } from '../../../../src/reconcilers/felix/bgp-configuration.ts';
import { settled } from '../../../support/installation-facts.ts';

describe('decideBgp', () => {
  it.each([
    ['Felix', 'Disabled'],
    ['BIRD', 'Enabled'],
  ] as const)('lets BIRD program what %s does not: %s', (clusterRoutingMode, programClusterRoutes) => {
    const decided = decideBgp(settled({ calicoNetwork: { clusterRoutingMode } }));
    expect(decided).toMatchObject({ metadata: { name: 'default' }, spec: { programClusterRoutes } });
  });

  it('leaves it to the user where the Installation says nothing', () => {
    expect(decideBgp(settled({}))).toBeUndefined();
  });
});
