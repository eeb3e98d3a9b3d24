import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import * as kinds from '../../src/crds/kinds.ts';
import { CustomResourceDefinition } from '../../src/k8s/kinds.ts';
import { DatastoreMigrations } from '../../src/crds/datastore-migration.ts';
import { readManifests } from '../../tools/cluster/manifests.ts';
import { aMigration, migrationCrd } from '../support/migrations.ts';
import { World } from '../support/world.ts';

describe('the API group of Calico’s configuration', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.create(2, { crds: ['operator', 'policy', 'v1'], permissions: ['datastore-migration'] });
    world.startsTheOperator();
    await world.appliesInstallation();
  });

  afterAll(() => world.destroy());

  async function groupIs(expected: string): Promise<void> {
    const told = async (): Promise<boolean> => (await world.installation())?.status?.calicoAPIGroup === expected;
    await world.eventually(`the group is ${expected}`, told);
  }

  async function nodeIsTold(): Promise<boolean> {
    return JSON.stringify((await world.calicoNode())?.spec).includes('CALICO_API_GROUP');
  }

  async function migrationIs(phase: string): Promise<void> {
    const body = { status: { phase } };
    const target = { name: 'v1-to-v3' };
    await world.cluster.admin.patch(DatastoreMigrations, target, { type: 'merge', body });
  }

  it('is crd.projectcalico.org/v1 where its CRDs are, and needs nothing else for the network', async () => {
    await world.becomesAvailable('calico', 'ippools');
    await groupIs('crd.projectcalico.org/v1');
    expect(await nodeIsTold()).toBe(false);
    expect((await world.cluster.admin.list(kinds.StoredIpPools)).items).toHaveLength(1);
  });

  it('stays while a migration is under way, and is projectcalico.org/v3 after it, in the same process', async () => {
    const definitions = readManifests(join(process.cwd(), 'config', 'crd', 'v3'));
    for (const each of [...definitions, migrationCrd]) {
      await world.cluster.admin.apply(CustomResourceDefinition, each);
    }
    const created = async (): Promise<boolean> =>
      world.cluster.admin.create(DatastoreMigrations, aMigration()).then(
        () => true,
        () => false,
      );
    await world.eventually('migrations can be written', created);
    await migrationIs('Migrating');
    expect(await nodeIsTold()).toBe(false);
    await migrationIs('Converged');
    await groupIs('projectcalico.org/v3');
    await migrationIs('Complete');
    await world.becomesAvailable();
    expect(await nodeIsTold()).toBe(true);
    expect(world.operatorRuns).toBe(true);
  });
});
