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

  it('compares ranges as numbers, and leaves the spelling of the pool', () => {
    const { apply, remove } = plan({ wanted: [v6], existing: [ourPool('mine', 'fd00:0:0::/48')] });
    expect(apply).toEqual([expect.objectContaining({ spec: expect.objectContaining({ cidr: 'fd00:0:0::/48' }) })]);
    expect(remove).toEqual([]);
  });

  it('takes a pool over whose range is spelled in another way', () => {
    expect(names(plan({ wanted: [v6], existing: [aPool('theirs', 'FD00:0::/48')] }))).toEqual([['theirs'], []]);
  });

  it('takes a pool over that is just as wanted', () => {
    expect(names(plan({ existing: [aPool('theirs', '10.0.0.0/16')] }))).toEqual([['theirs'], []]);
  });

  it('never touches a pool of somebody else, and says how to hand it over', () => {
    const { apply, remove, warnings } = plan({ existing: [aPool('theirs', '10.0.0.0/16', { blockSize: 28 })] });
    expect([apply, remove]).toEqual([[], []]);
    expect(warnings).toEqual([
      expect.stringMatching(/^CAL-106 .*kubectl label .* theirs app.kubernetes.io\/managed-by=/),
    ]);
  });

  it('removes ours that is not listed any more, and no other', () => {
    const existing = [ourPool('old', '10.1.0.0/16'), aPool('theirs', '10.2.0.0/16')];
    expect(names(plan({ existing }))).toEqual([['default-ipv4-ippool'], ['old']]);
  });

  it('removes nothing where the user lists no pools', () => {
    expect(plan({ listed: false, existing: [ourPool('old', '10.1.0.0/16')] }).remove).toEqual([]);
  });

  it('keeps the name that a pool has, and says that it cannot have another', () => {
    const { apply, warnings } = plan({ existing: [ourPool('old', '10.0.0.0/16')] });
    expect(apply.map(({ metadata }) => metadata.name)).toEqual(['old']);
    expect(warnings).toEqual([expect.stringMatching(/^CAL-108 .*cannot be renamed and stays: set the name old/)]);
  });

  it('keeps the size of blocks, changes the rest, and says so', () => {
    const existing = [ourPool(wanted.name, wanted.cidr, { blockSize: 28 })];
    const { apply, warnings } = plan({ wanted: [{ ...wanted, natOutgoing: 'Enabled' }], existing });
    expect(apply).toEqual([
      expect.objectContaining({ spec: expect.objectContaining({ blockSize: 28, natOutgoing: true }) }),
    ]);
    expect(warnings).toEqual([expect.stringMatching(/^CAL-108 .*size 28, which cannot become 26/)]);
  });

  it.each([
    ['under one name', wanted.name, '10.7.0.0/16', /cannot become 10.0.0.0\/16.*under a name of its own/],
    ['that overlaps', 'old', '10.0.0.0/15', /10.0.0.0\/16 overlaps IPPool old .*choose a range/],
  ])('keeps a pool %s with another range, makes none, and lets the others go on', (_which, name, cidr, tells) => {
    const facts = plan({ wanted: [wanted, v6], existing: [ourPool(name, cidr)] });
    expect(names(facts)).toEqual([[v6.name], []]);
    expect(facts.warnings).toEqual([expect.stringMatching(tells)]);
  });

  it('leaves a pool disabled that somebody has disabled, and says who', () => {
    const fieldsV1 = { 'f:spec': { 'f:disabled': {} } };
    const live = ourPool(wanted.name, wanted.cidr, { disabled: true });
    const theirs = { ...live, metadata: { ...live.metadata, managedFields: [{ manager: 'kubectl-edit', fieldsV1 }] } };
    const { apply, warnings } = plan({ existing: [theirs] });
    expect(apply[0]?.spec).not.toHaveProperty('disabled');
    expect(warnings).toEqual([expect.stringMatching(/^CAL-109 .*disabled by kubectl-edit and stays so/)]);
    expect(plan({ existing: [live] }).warnings).toEqual([]);
  });

  it('has nothing left to do after it was done', () => {
    const { apply } = plan({ wanted: [wanted, v6] });
    expect(plan({ wanted: [wanted, v6], existing: apply })).toEqual({ apply, remove: [], warnings: [] });
  });
});
