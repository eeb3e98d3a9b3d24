import { beforeEach, describe, expect, it } from '@jest/globals';
import { DatastoreMigrations, type DatastoreMigration } from '../../src/crds/datastore-migration.ts';
import { FelixConfigurations, IpPools } from '../../src/crds/kinds.ts';
import { ClusterRole, ClusterRoleBinding, CustomResourceDefinition } from '../../src/k8s/kinds.ts';
import { savedApiService } from '../../src/reconcilers/migration/datastore-lock.ts';
import { isWriteRequest } from '../../tools/observer/history.ts';
import { SimWorld } from '../../tools/sim/world.ts';
import { aMigration, migrationCrd } from '../support/migrations.ts';

const access = { name: 'calico-kube-controllers-migration' };
const target = { name: 'v1-to-v3' };
const pools = [{ cidr: '10.1.0.0/16' }];
let world: SimWorld;

beforeEach(async () => {
  world = new SimWorld({ seed: 1, nodes: 1 });
  world.startsTheOperator();
  world.appliesInstallation({ calicoNetwork: { ipPools: pools } });
  await world.becomesAvailable();
  world.admin.create(CustomResourceDefinition, migrationCrd);
  await world.scheduler.pass(5_000);
});

/** What the operator has written of Calico's data since a moment. */
function written(since: number): string[] {
  const requests = world.history.requests.filter(({ at, user }) => at > since && user.includes('tigera-operator'));
  const writes = requests.filter((request) => isWriteRequest(request) && /projectcalico/.test(request.resource.group));
  return writes.map(({ verb, resource }) => `${verb} ${resource.plural}`);
}

async function turns(status: NonNullable<DatastoreMigration['status']>): Promise<void> {
  world.admin.patch(DatastoreMigrations, target, { status });
  await world.scheduler.pass(2_000);
}

/** People change what the operator keeps, by the Installation and directly. */
async function meddle(): Promise<void> {
  world.admin.patch(FelixConfigurations, { name: 'default' }, { spec: { nftablesMode: 'Enabled' } });
  world.admin.patch(IpPools, { name: 'default-ipv4-ippool' }, { spec: { natOutgoing: false } });
  world.appliesInstallation({ calicoNetwork: { ipPools: [...pools, { cidr: '10.2.0.0/16' }] } });
  await world.scheduler.pass(60_000);
}

const progress = (status: string): string => world.condition(status, 'Progressing')?.message ?? '';

describe("a migration of Calico's data", () => {
  it('gets its permissions when it comes, and loses them when it goes', async () => {
    world.admin.create(DatastoreMigrations, aMigration());
    await world.eventually('it may begin', () => world.admin.get(ClusterRoleBinding, access) !== undefined);
    const live = world.admin.get(DatastoreMigrations, target);
    if (live !== undefined) world.admin.delete(DatastoreMigrations, live);
    await world.eventually('it may no more', () => world.admin.get(ClusterRole, access) === undefined);
  });

  it('stops every writer from the first lock to its end, and then all is made good', async () => {
    world.admin.create(DatastoreMigrations, aMigration({ phase: 'Pending' }));
    await world.scheduler.pass(2_000);
    world.admin.patch(DatastoreMigrations, target, { metadata: { annotations: { [savedApiService]: '{}' } } });
    await world.scheduler.pass(1_000);
    const locked = world.scheduler.now;
    await meddle();
    for (const phase of ['Migrating', 'WaitingForConflictResolution', 'Migrating', 'Converged']) await turns({ phase });
    expect(written(locked)).toEqual([]);
    await turns({ phase: 'Complete' });
    await world.becomesAvailable();
    expect(world.admin.list(IpPools)).toHaveLength(2);
    expect(world.admin.get(FelixConfigurations, { name: 'default' })?.spec?.nftablesMode).toBe('Disabled');
  });

  it('is seen in the status with its phase and counters, and who waits for it', async () => {
    world.admin.create(DatastoreMigrations, aMigration({ phase: 'Pending' }));
    await turns({ phase: 'Migrating', progress: { migrated: 3, total: 9 } });
    await meddle();
    expect(progress('calico')).toContain('DatastoreMigration v1-to-v3 is Migrating: migrated 3, total 9');
    expect(progress('ippools')).toContain(
      "Calico's data is not written while DatastoreMigration v1-to-v3 is Migrating",
    );
    expect(JSON.stringify(world.installation()?.status?.conditions)).toContain(
      'DatastoreMigration v1-to-v3 is Migrating',
    );
    await turns({ phase: 'Failed', message: 'no disk' });
    expect(world.condition('calico', 'Available')?.message).toContain('CAL-701');
  });

  it('is forgotten with its CRD, and nothing is asked for after that', async () => {
    world.admin.create(DatastoreMigrations, aMigration({ phase: 'Migrating' }));
    await world.scheduler.pass(2_000);
    const crd = world.admin.get(CustomResourceDefinition, migrationCrd.metadata);
    if (crd !== undefined) world.admin.delete(CustomResourceDefinition, crd);
    const start = world.scheduler.now;
    await meddle();
    await world.becomesAvailable();
    const asked = world.history.requests.filter(
      ({ at, resource }) => at > start && resource.group.startsWith('migration'),
    );
    expect(asked.length).toBeLessThan(2);
    expect(world.admin.list(IpPools)).toHaveLength(2);
  });
});
