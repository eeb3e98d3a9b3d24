import { setTimeout as pause } from 'node:timers/promises';
import { everyObject } from './kubectl.ts';
import type { World } from './world.ts';

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
export async function leftAfterAll(world: World, before: ReadonlySet<string>): Promise<string[]> {
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
