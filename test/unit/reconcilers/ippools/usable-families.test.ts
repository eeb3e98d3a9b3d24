import { describe, expect, it } from '@jest/globals';
import { usableFamilies } from '../../../../src/reconcilers/ippools/usable-families.ts';
import { aPool } from '../../../support/installation-facts.ts';

const v4 = '192.168.0.0/16';
const v6 = 'fd00::/48';

describe('usableFamilies', () => {
  it.each([
    [[], false, false],
    [[aPool('a', v4)], true, false],
    [[aPool('a', v6)], false, true],
    [[aPool('a', v4), aPool('b', v6)], true, true],
  ])('of %j are IPv4: %s, IPv6: %s', (pools, hasV4, hasV6) => {
    expect(usableFamilies(pools)).toEqual({ v4: hasV4, v6: hasV6 });
  });

  it.each([
    [{ assignmentMode: 'Manual' as const }, false],
    [{ allowedUses: ['LoadBalancer' as const] }, false],
    [{ allowedUses: ['Tunnel' as const] }, false],
    [{ allowedUses: ['Workload' as const] }, true],
    [{ allowedUses: [] }, true],
  ])('with %j serve workloads: %s', (changes, usable) => {
    expect(usableFamilies([aPool('a', v4, changes)]).v4).toBe(usable);
  });

  it('count disabled pools only while all are', () => {
    const disabled = aPool('a', v4, { disabled: true });
    expect(usableFamilies([disabled, aPool('b', v6)])).toEqual({ v4: false, v6: true });
    expect(usableFamilies([disabled])).toEqual({ v4: true, v6: false });
  });
});
