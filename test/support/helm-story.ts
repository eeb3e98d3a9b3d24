import { expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { describeRequest, isForbidden } from '../../tools/cluster/audit-log.ts';
import type { HelmWorld } from './helm-world.ts';
import { everyObject } from './kubectl.ts';
import { bringsCrds, ourCrds, unlike, type Flavour } from './live-crds.ts';
import { older } from './other-crds.ts';
import { strayingSecretRequests, unexplainedRules } from './permissions-used.ts';
import type { World } from './world.ts';

/** What Helm has installed so far. */
export interface HelmStory {
  readonly helm: HelmWorld;
  readonly flavour: Flavour;
  /** Arguments of `helm install`, which an upgrade repeats. */
  readonly values?: readonly string[];
  /** Every object from before the installation. */
  readonly before: ReadonlySet<string>;
}

/** The end of the story, the same for both flavours: upgrade, uninstall, and what the audit log says of it all. */
export function itUpgradesAndUninstalls(story: () => HelmStory): void {
  itUpgrades(story);
  itUninstalls(story);
  itKeepsToItsPermissions(story);
}

function itUpgrades(story: () => HelmStory): void {
  it('upgrades with another value, and brings CRDs up to date that an older release has left', async () => {
    const { helm, flavour, values = [] } = story();
    const { world } = helm;
    const current = ourCrds(flavour);
    await helm.stopsTheOperator();
    await bringsCrds(world.cluster.admin, current.map(older));
    expect((await unlike(world.cluster.admin, current)).length).toBeGreaterThan(25);
    await helm.upgrades(...values, '--set', 'installation.nodeMetricsPort=9091');
    await world.eventually('CRDs are current', async () => (await unlike(world.cluster.admin, current)).length === 0);
    expect((await world.installation())?.spec?.nodeMetricsPort).toBe(9091);
    await allIsAvailable(world);
  });
}

function itUninstalls(story: () => HelmStory): void {
  it('uninstalls, and leaves what is on the published list', async () => {
    const { helm, before } = story();
    await helm.uninstalls();
    expect(await helm.world.installation()).toBeUndefined();
    expect(await leftAfterAll(helm.world, before)).toEqual([]);
  });
}

function itKeepsToItsPermissions(story: () => HelmStory): void {
  it('needed no permission that the chart does not give', async () => {
    const requests = await story().helm.world.requests();
    expect(requests.length).toBeGreaterThan(100);
    expect(requests.filter(isForbidden).map(describeRequest)).toEqual([]);
  });

  it('asks for Secrets where they are granted', async () => {
    expect(strayingSecretRequests(await story().helm.world.requests())).toEqual([]);
  });

  it('has no permission that nothing needs', async () => {
    expect(unexplainedRules(await story().helm.world.requests())).toEqual([]);
  });
}

/** What an uninstall leaves, and why: docs/uninstall.md. With the namespace that `--create-namespace` made, it goes. */
const published = [
  /^CustomResourceDefinition \//,
  /^APIService \/v[0-9a-z]+\.(operator\.tigera|projectcalico|crd\.projectcalico|policy\.networking\.k8s)\./,
  /^IPPool \//,
  /^Tier \//,
  /^NetworkPolicy kube-system\/calico-system\.cluster-dns$/,
  /^(Felix|BGP)Configuration \/default$/,
  /^ClusterInformation \/default$/,
  /^Namespace \/tigera-operator$/,
  // What the control plane makes by itself, and may have been about to.
  /^ConfigMap [\w-]+\/kube-root-ca\.crt$/,
  /^ServiceAccount ([\w-]+\/default|kube-system\/.+)$/,
];

/** Gives garbage collection half a minute, and resolves with what should have gone. */
async function leftAfterAll(world: World, before: ReadonlySet<string>): Promise<string[]> {
  for (const until = Date.now() + 30_000; Date.now() < until; await pause(1000)) {
    if ((await leftOver(world, before)).length === 0) return [];
  }
  return leftOver(world, before);
}

/** What is there now, was not there before, and is not on the published list. */
async function leftOver(world: World, before: ReadonlySet<string>): Promise<string[]> {
  const now = await everyObject(world);
  return [...now].filter((object) => !before.has(object) && !published.some((pattern) => pattern.test(object)));
}

/** Waits until everything that the chart asks for is available. */
export async function allIsAvailable(world: World): Promise<void> {
  await world.becomesAvailable('calico', 'ippools', 'tiers');
  for (const name of ['apiserver', 'goldmane', 'whisker']) {
    const isAvailable = async (): Promise<boolean> => (await world.condition(name, 'Available'))?.status === 'True';
    await world.eventually(`${name} is available`, isAvailable);
  }
}
