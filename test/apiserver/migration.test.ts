import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DatastoreMigrations } from '../../src/crds/datastore-migration.ts';
import { FelixConfigurations } from '../../src/crds/kinds.ts';
import { ClusterRoleBinding, CustomResourceDefinition } from '../../src/k8s/kinds.ts';
import { aMigration, migrationCrd } from '../support/migrations.ts';
import { unexplainedRules } from '../support/permissions-used.ts';
import { World } from '../support/world.ts';

const target = { name: 'v1-to-v3' };
const access = { name: 'calico-kube-controllers-migration' };

describe("a migration of Calico's data on a real control plane", () => {
  let world: World;

  beforeAll(async () => {
    world = await World.create(1, { permissions: ['datastore-migration'] });
    world.startsTheOperator();
    await world.appliesInstallation();
    await world.becomesAvailable();
    await world.cluster.admin.create(CustomResourceDefinition, migrationCrd);
  });

  afterAll(() => world.destroy());

  const nftablesMode = async (): Promise<string | undefined> =>
    (await world.cluster.admin.get(FelixConfigurations, { name: 'default' }))?.spec?.nftablesMode;
  const turns = (phase: string): Promise<unknown> =>
    world.cluster.admin.patch(DatastoreMigrations, target, { type: 'merge', body: { status: { phase } } });

  it('is noticed when its CRD comes later, and gets permissions that the operator was given for it', async () => {
    const { admin } = world.cluster;
    await world.eventually('the kind is served', () =>
      admin.create(DatastoreMigrations, aMigration()).then(
        () => true,
        () => false,
      ),
    );
    await world.eventually('it may begin', async () => (await admin.get(ClusterRoleBinding, access)) !== undefined);
  });

  it("stops writes to Calico's data until it is complete", async () => {
    await turns('Migrating');
    const told = async (): Promise<boolean> =>
      (await world.condition('calico', 'Progressing'))?.message?.includes('v1-to-v3 is Migrating') === true;
    await world.eventually('the status tells it', told);
    const body = { spec: { nftablesMode: 'Enabled' } };
    await world.cluster.admin.patch(FelixConfigurations, { name: 'default' }, { type: 'merge', body });
    await world.appliesInstallation({ nodeMetricsPort: 9091 });
    await world.becomesAvailable();
    expect(await nftablesMode()).toBe('Enabled');
    await turns('Complete');
    await world.eventually('the Installation decides again', async () => (await nftablesMode()) === 'Disabled');
  });

  it('needs every permission of the role that is for it', async () => {
    expect(unexplainedRules(await world.requests(), ['migration'])).toEqual([]);
  });
});
