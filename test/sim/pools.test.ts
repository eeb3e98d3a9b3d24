import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { IpPools } from '../../src/crds/kinds.ts';
import { usualFacts } from '../../tools/observer/facts.ts';
import { violationsIn } from '../../tools/observer/invariants/index.ts';
import { instabilities } from '../../tools/observer/oracles/o2-stable.ts';
import { SimWorld } from '../../tools/sim/world.ts';
import { exploration } from '../support/exploration.ts';
import { edit, poolHistory, untold, type PoolFlavour, type PoolHistory } from '../support/pool-edits.ts';
import { optionsOf, poolsOf, wronglyBlamed } from '../support/simulated-pools.ts';

const minutes = 60_000;
/** Enough of the clock on the wall for hundreds of lives. */
const explorationMs = 15 * minutes;
const statuses = ['Available', 'Progressing', 'Degraded'] as const;

/** Everything that is wrong after pools were edited so, and at last listed so. */
async function problemsAfter(flavour: PoolFlavour, { edits, last }: PoolHistory): Promise<string[]> {
  const world = new SimWorld(optionsOf(flavour));
  const cluster = poolsOf(world, flavour);
  world.startsTheOperator();
  if (flavour === 'v1') world.appliesApiServer();
  for (const each of edits) await edit(cluster, each);
  await cluster.calicoAnswers?.(true);
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
    ...untold(last, await cluster.list(IpPools), said),
    ...(flavour === 'v1' ? wronglyBlamed(world.history, said) : []),
  ];
}

describe('pools', () => {
  it('stay as they are when the Installation lists none any more, and go when it lists an empty list', async () => {
    const world = new SimWorld({ seed: 1, nodes: 1 });
    const cluster = poolsOf(world, 'v3');
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

  it.each([
    ['v3', 40],
    ['v1', 20],
  ] as const)(
    'of %s end as last listed, or the status says why not, and none is lost on the way',
    async (flavour, usual) => {
      const property = fc.asyncProperty(poolHistory(flavour), async (history) => {
        expect(await problemsAfter(flavour, history)).toEqual([]);
      });
      await fc.assert(property, exploration(usual));
    },
    explorationMs,
  );
});
