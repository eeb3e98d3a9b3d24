import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import * as kinds from '../../src/crds/kinds.ts';
import type { InstallationSpec } from '../../src/crds/installation/spec.ts';
import type { KubeObject, ResourceType } from '../../src/k8s/object.ts';
import { exploration } from '../support/exploration.ts';
import { possibleInstallation } from '../support/possible-installation.ts';
import { World } from '../support/world.ts';

/** What an uninstall leaves to the user, who removes it here. */
const leftovers: readonly ResourceType[] = [
  kinds.IpPools,
  kinds.FelixConfigurations,
  kinds.BgpConfigurations,
  kinds.NetworkPolicies,
  kinds.Tiers,
];

describe('an Installation on a real control plane', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.create(2);
    world.startsTheOperator();
  });

  afterAll(() => world.destroy());

  /** What is there after a clean cluster had each of these Installations, one after the other. */
  async function leftBy(...specs: readonly InstallationSpec[]): Promise<Record<string, unknown>> {
    for (const spec of specs) {
      await world.appliesInstallation(spec);
      await world.becomesAvailable();
      await world.eventually('no pool is on its way out', async () => {
        return (await world.condition('ippools', 'Progressing'))?.status === 'False';
      });
    }
    const left = await world.settles();
    await world.uninstalls();
    for (const type of leftovers) await removesAll(type);
    return left;
  }

  async function removesAll(type: ResourceType): Promise<void> {
    const { items } = await world.cluster.admin.list<KubeObject>(type);
    for (const { metadata } of items) await world.deletes(type, metadata);
    await world.eventually(`no ${type.plural} are left`, async () => {
      return (await world.cluster.admin.list(type)).items.length === 0;
    });
  }

  it('leaves the same objects, whatever was installed before it', async () => {
    const property = fc.asyncProperty(possibleInstallation, possibleInstallation, async (before, after) => {
      expect(await leftBy(before, after)).toEqual(await leftBy(after));
    });
    await fc.assert(property, exploration(1));
  });
});
