import { describe, expect, it } from '@jest/globals';
import { ipPoolObject, settledPoolOf } from '../../../../src/crds/installation/ip-pools.ts';
import type { SettledIpPool } from '../../../../src/crds/installation/ip-pool.ts';
import { planPools, type PoolFacts, type PoolPlan } from '../../../../src/reconcilers/ippools/plan-pools.ts';
import { aPool, ourPool } from '../../../support/installation-facts.ts';

const wanted: SettledIpPool = settledPoolOf(aPool('default-ipv4-ippool', '10.0.0.0/16'));
const v6: SettledIpPool = settledPoolOf(aPool('default-ipv6-ippool', 'fd00::/48'));

function plan(facts: Partial<PoolFacts>): PoolPlan {
  return planPools({ wanted: [wanted], listed: true, existing: [], calicoApi: 'projectcalico.org/v3', ...facts });
}

/** Names of the pools to apply and to remove. */
function names({ apply, remove }: PoolPlan): string[][] {
  return [apply, remove].map((pools) => pools.map(({ metadata }) => metadata.name));
}

describe('planPools', () => {
  it('makes what is not there', () => {
    expect(plan({})).toEqual({ apply: [ipPoolObject(wanted, 'projectcalico.org/v3')], remove: [], warnings: [] });
  });

  it('does nothing where pools are managed elsewhere', () => {
    const facts = { wanted: undefined, existing: [ourPool('old', '10.1.0.0/16')] };
    expect(plan(facts)).toEqual({ apply: [], remove: [], warnings: [] });
  });

  it('keeps ours by its range, under the name that it has', () => {
    expect(names(plan({ existing: [ourPool('mine', '10.0.0.0/16', { blockSize: 28 })] }))).toEqual([['mine'], []]);
  });

  it('compares ranges as numbers', () => {
    const facts = { wanted: [v6], existing: [ourPool('mine', 'fd00:0:0::/48')] };
    expect(names(plan(facts))).toEqual([['mine'], []]);
  });

  it('takes a pool over that is just as wanted', () => {
    expect(names(plan({ existing: [aPool('theirs', '10.0.0.0/16')] }))).toEqual([['theirs'], []]);
  });

  it('never touches a pool of somebody else, and says how to hand it over', () => {
    const { apply, remove, warnings } = plan({ existing: [aPool('theirs', '10.0.0.0/16', { blockSize: 28 })] });
    expect([apply, remove]).toEqual([[], []]);
    expect(warnings).toEqual([expect.stringContaining('label it app.kubernetes.io/managed-by=tigera-operator')]);
  });

  it('removes ours that is not listed any more, and no other', () => {
    const existing = [ourPool('old', '10.1.0.0/16'), aPool('theirs', '10.2.0.0/16')];
    expect(names(plan({ existing }))).toEqual([['default-ipv4-ippool'], ['old']]);
  });

  it('removes nothing where the user lists no pools', () => {
    expect(plan({ listed: false, existing: [ourPool('old', '10.1.0.0/16')] }).remove).toEqual([]);
  });

  it('has nothing left to do after it was done', () => {
    const { apply } = plan({ wanted: [wanted, v6] });
    expect(plan({ wanted: [wanted, v6], existing: apply })).toEqual({ apply, remove: [], warnings: [] });
  });
});
