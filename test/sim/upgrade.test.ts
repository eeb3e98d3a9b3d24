import { describe, expect, it } from '@jest/globals';
import type { InstallationSpec } from '../../src/crds/installation/spec.ts';
import type { KubeObject } from '../../src/k8s/object.ts';
import { textAt } from '../../tools/observer/value-at.ts';
import { usualFacts } from '../../tools/observer/facts.ts';
import { violationsIn } from '../../tools/observer/invariants/index.ts';
import { shortages } from '../../tools/observer/oracles/nodes-without.ts';
import {
  allowsTheChange,
  cordons,
  hasVersion,
  inOtherRelease,
  removesNode,
  runsRelease,
} from '../../tools/sim/scenarios/upgrades.ts';
import { SimWorld } from '../../tools/sim/world.ts';

const release = 'v3.32.1';
const minutes = 60_000;
const noCsi = { kubeletVolumePluginPath: 'None' } as const;

function atATime(maxUnavailable: number): InstallationSpec {
  return { ...noCsi, nodeUpdateStrategy: { rollingUpdate: { maxUnavailable } } };
}

/** A cluster that another release runs. */
async function aCluster(nodes: number, version: string, spec: InstallationSpec): Promise<SimWorld> {
  const world = new SimWorld({ seed: 11, nodes });
  await runsRelease(world, version, spec);
  return world;
}

/** All that status `calico` said of a hold. */
function holds({ history }: SimWorld): string[] {
  const told = history.changes.flatMap(({ object }) =>
    object.kind === 'TigeraStatus' && object.metadata.name === 'calico' ? [JSON.stringify(object)] : [],
  );
  return told.filter((text) => text.includes('is held back'));
}

/** Everything that must not have happened since a moment. */
function wrongs({ history }: SimWorld, from: number, budget: number): unknown[] {
  const invariants = violationsIn(history, { ...usualFacts, disturbed: true });
  return [...invariants.filter(({ at }) => at >= from), ...shortages(history, { from, budget }).slice(-1)];
}

/** The node of a pod of calico-node of this release that just began to run. */
function brokenBy(object: KubeObject, before: KubeObject | undefined): string | undefined {
  const isNew = object.metadata.labels?.['k8s-app'] === 'calico-node' && JSON.stringify(object).includes(`:${release}`);
  const begins = textAt(object, 'status', 'phase') === 'Running' && textAt(before, 'status', 'phase') !== 'Running';
  return isNew && begins ? textAt(object, 'spec', 'nodeName') : undefined;
}

/** The new operator comes. Returns when, to judge what happens from then on. */
function upgrades(world: SimWorld): number {
  world.startsTheOperator();
  return world.scheduler.now;
}

function sent(world: SimWorld, kind: string, name: string): number {
  const isIt = (object: KubeObject): boolean => object.kind === kind && object.metadata.name === name;
  return world.history.changes.findIndex(({ object }) => isIt(object));
}

describe('an upgrade', () => {
  it.each([
    [300, 15],
    [1000, 50],
  ])('of %d nodes keeps its order and its budget of %d, and says what it holds', async (nodes, budget) => {
    const world = await aCluster(nodes, 'v3.31.0', atATime(budget));
    const from = upgrades(world);
    await hasVersion(world, release);
    await world.becomesAvailable();
    expect(wrongs(world, from, budget)).toEqual([]);
    expect(holds(world).at(-1)).toMatch(new RegExp(`\\d+ of ${nodes} nodes to go, slowest node-`));
  });

  it('of 300 nodes goes on beside nodes that are lost, cordoned, removed and added', async () => {
    const [nodes, budget] = [300, 3];
    const world = await aCluster(nodes, 'v3.31.0', atATime(budget));
    for (const index of [1, 2, 3, 4, 5]) world.setsNodeReady(index, false);
    for (const index of [6, 7]) cordons(world, index);
    await world.scheduler.pass(2 * minutes);
    const from = upgrades(world);
    await world.scheduler.pass(10_000);
    for (const index of [1, nodes - 1, nodes - 2]) removesNode(world, index);
    world.addsNodes(2);
    await world.scheduler.pass(5_000);
    world.setsNodeReady(2, true);
    world.setsNodeReady(nodes - 3, false);
    await hasVersion(world, release);
    expect(wrongs(world, from, budget)).toEqual([]);
    expect(holds(world).at(-1)).toMatch(/not waited for, because they are not ready: .*node-3, node-4/);
    for (const index of [3, 4, 5, nodes - 3]) world.setsNodeReady(index, true);
    await world.becomesAvailable();
  });

  it('waits for a node that is not heard for a moment', async () => {
    const world = await aCluster(6, 'v3.31.0', atATime(1));
    const from = upgrades(world);
    world.setsNodeReady(5, false);
    await world.scheduler.pass(50_000);
    expect(world.installation()?.status?.calicoVersion).toBe('v3.31.0');
    world.setsNodeReady(5, true);
    await hasVersion(world, release);
    expect(wrongs(world, from, 1)).toEqual([]);
    expect(holds(world).join()).not.toContain('not waited for');
  });

  it('stops where the new release takes nodes down', async () => {
    const world = await aCluster(30, 'v3.31.0', atATime(2));
    const lost = new Set<string>();
    world.admin.onChange(({ resource, object, before }) => {
      const node = brokenBy(object, before);
      if (resource.plural !== 'pods' || node === undefined) return;
      lost.add(node);
      world.setsNodeReady(Number(node.slice('node-'.length)), false);
    });
    upgrades(world);
    await world.scheduler.pass(20 * minutes);
    expect(lost.size).toBeLessThanOrEqual(2);
    expect(world.installation()?.status?.calicoVersion).toBe('v3.31.0');
  });

  it('does not hurry where many nodes are lost, and goes on when they are back', async () => {
    const world = await aCluster(20, 'v3.31.0', atATime(1));
    const lost = [11, 12, 13, 14, 15, 16];
    for (const index of lost) world.setsNodeReady(index, false);
    await world.scheduler.pass(2 * minutes);
    const from = upgrades(world);
    await world.scheduler.pass(5 * minutes);
    expect(world.condition('calico', 'Progressing')?.message).toMatch(
      /14 of 20 nodes to go.*not waited for.*node-13 and 3 more/,
    );
    for (const index of lost) world.setsNodeReady(index, true);
    await hasVersion(world, release);
    expect(wrongs(world, from, 1)).toEqual([]);
  });
});

describe('an upgrade that is disturbed', () => {
  const disturbances: Readonly<Record<string, (world: SimWorld) => Promise<void> | void>> = {
    'the operator is killed': (world) => world.operator?.crash(),
    'the leader is asked to end beside another replica': (world) => {
      world.startsTheOperator();
      world.leader()?.terminate();
    },
    'the spec changes': (world) => world.appliesInstallation({ ...atATime(2), nodeMetricsPort: 9091 }),
    'it is turned back, and begun again': async (world) => {
      await world.stopsTheOperator();
      inOtherRelease(world, 'v3.31.0');
      await world.scheduler.pass(5_000);
      world.startsTheOperator();
    },
  };

  it.each(
    Object.entries(disturbances).flatMap(([what, disturb]) =>
      [500, 3_000, 8_000].map((ms) => [what, ms, disturb] as const),
    ),
  )('because %s after %d ms, keeps its order', async (_what, ms, disturb) => {
    const world = await aCluster(20, 'v3.31.0', atATime(2));
    const from = upgrades(world);
    await world.scheduler.pass(ms);
    await disturb(world);
    await hasVersion(world, release);
    await world.becomesAvailable();
    expect(wrongs(world, from, 2)).toEqual([]);
  });
});

describe('a downgrade', () => {
  it('of 300 nodes takes Typha first, and keeps its budget', async () => {
    const [nodes, budget] = [300, 15];
    const world = await aCluster(nodes, 'v3.33.0', atATime(budget));
    allowsTheChange(world);
    const from = upgrades(world);
    await hasVersion(world, release);
    expect(wrongs(world, from, budget)).toEqual([]);
    expect(holds(world)[0]).toMatch(/calico-node is held back: .*v3\.33\.0 to v3\.32\.1 once every Typha pod has/);
  });

  it('goes on beside a lost node that runs Typha', async () => {
    const world = await aCluster(5, 'v3.33.0', atATime(1));
    allowsTheChange(world);
    world.setsNodeReady(0, false);
    world.setsNodeReady(1, false);
    await world.scheduler.pass(2 * minutes);
    const from = upgrades(world);
    await hasVersion(world, release);
    expect(wrongs(world, from, 1)).toEqual([]);
  });
});

describe('a fresh installation', () => {
  it('sends Typha before calico-node, and says its version beside a node that was never heard', async () => {
    const world = new SimWorld({ seed: 11, nodes: 5 });
    world.setsNodeReady(4, false);
    world.startsTheOperator();
    world.appliesInstallation(atATime(1));
    await hasVersion(world, release);
    expect(sent(world, 'Deployment', 'calico-typha')).toBeGreaterThan(0);
    expect(sent(world, 'Deployment', 'calico-typha')).toBeLessThan(sent(world, 'DaemonSet', 'calico-node'));
  });
});
