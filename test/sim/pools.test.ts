import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { IpPoolEntry } from '../../src/crds/installation/ip-pool.ts';
import { IpPools } from '../../src/crds/kinds.ts';
import { usualFacts } from '../../tools/observer/facts.ts';
import { violationsIn } from '../../tools/observer/invariants/index.ts';
import { instabilities } from '../../tools/observer/oracles/o2-stable.ts';
import { SimWorld } from '../../tools/sim/world.ts';
import { exploration } from '../support/exploration.ts';
import { edit, poolHistory, untold, type PoolCluster, type PoolEdit } from '../support/pool-edits.ts';

const minutes = 60_000;
const statuses = ['Available', 'Progressing', 'Degraded'] as const;

/** The simulation as those see it who edit pools. */
function clusterOf(world: SimWorld): PoolCluster {
  const { admin, scheduler } = world;
  return {
    list: (type) => Promise.resolve(admin.list(type)),
    create: (type, object) => Promise.resolve(admin.create(type, object)),
    patch: (type, name, body) => Promise.resolve(admin.patch(type, { name }, body)),
    delete: (type, object) => Promise.resolve(admin.delete(type, object)),
    lists: (entries) => Promise.resolve(world.appliesInstallation(installation(entries))),
    passes: (ms) => scheduler.pass(ms),
  };
}

function installation(ipPools: readonly IpPoolEntry[] | undefined): object {
  return { cni: { type: 'Calico' }, calicoNetwork: ipPools === undefined ? {} : { ipPools } };
}

/** Everything that is wrong after pools were edited so, and at last listed so. */
async function problemsAfter(edits: readonly PoolEdit[], last: readonly IpPoolEntry[]): Promise<string[]> {
  const world = new SimWorld({ seed: 1, nodes: 1 });
  const cluster = clusterOf(world);
  world.startsTheOperator();
  for (const each of edits) await edit(cluster, each);
  await cluster.lists(last);
  await cluster.passes(5 * minutes);
  world.freeze();
  const facts = { ...usualFacts, disturbed: true };
  const now = world.scheduler.now;
  const said = [...new Set(statuses.map((type) => world.condition('ippools', type)?.message ?? ''))].join('\n');
  const violations = violationsIn(world.history, facts).filter(({ invariant }) => /^I(?:1|4|14)$/.test(invariant));
  return [
    ...violations.map(({ invariant, what }) => `${invariant} ${what}`),
    ...instabilities(world.history, facts, { from: now - minutes, to: now }),
    ...untold(last, world.admin.list(IpPools), said),
  ];
}

describe('pools', () => {
  it('stay as they are when the Installation lists none any more, and go when it lists an empty list', async () => {
    const world = new SimWorld({ seed: 1, nodes: 1 });
    const cluster = clusterOf(world);
    world.startsTheOperator();
    await cluster.lists([{ cidr: '10.1.0.0/16' }, { cidr: 'fd00:10::/56' }]);
    await cluster.passes(minutes);
    const made = world.admin.list(IpPools);
    await cluster.lists(undefined);
    await cluster.passes(minutes);
    expect([made.length, world.admin.list(IpPools)]).toEqual([2, made]);
    await cluster.lists([]);
    await cluster.passes(minutes);
    expect(world.admin.list(IpPools)).toEqual([]);
    world.freeze();
  });

  it('that are all disabled hold no rollout back', async () => {
    const world = new SimWorld({ seed: 1, nodes: 1 });
    world.startsTheOperator();
    world.appliesInstallation({ calicoNetwork: { ipPools: [{ cidr: '10.1.0.0/16', disableNewAllocations: false }] } });
    await world.becomesAvailable();
    for (const { metadata } of world.admin.list(IpPools)) {
      world.admin.patch(IpPools, metadata, { spec: { disabled: true } });
    }
    world.appliesInstallation({ nodeMetricsPort: 9091 });
    await world.becomesAvailable();
    // Words alone may come some seconds later.
    await world.scheduler.pass(5_000);
    expect(world.condition('ippools', 'Available')?.message).toMatch(/CAL-109 .* was disabled by administrator/);
    world.freeze();
  });

  it('end as the last Installation lists them, or the status says why not, and none is lost on the way', async () => {
    const property = fc.asyncProperty(poolHistory, async ({ edits, last }) => {
      expect(await problemsAfter(edits, last)).toEqual([]);
    });
    await fc.assert(property, exploration(40));
  });
});
