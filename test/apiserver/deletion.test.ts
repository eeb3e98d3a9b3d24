import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as kinds from '../../src/crds/kinds.ts';
import * as builtin from '../../src/k8s/kinds.ts';
import { World, ownedObjects } from '../support/world.ts';

/** What an uninstall leaves behind, and why: docs/differences.md. */
const published = [
  'FelixConfiguration /default',
  'IPPool /default-ipv4-ippool',
  'NetworkPolicy kube-system/calico-system.cluster-dns',
  'Tier /calico-system',
];

describe('deleting the Installation', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.create(3);
    world.startsTheOperator();
  });

  afterAll(() => world.destroy());

  async function isGone(): Promise<void> {
    await world.eventually('the Installation is gone', async () => (await world.installation()) === undefined);
    const namespace = { name: 'calico-system' };
    await world.eventually(
      'the namespace is gone',
      async () => (await world.cluster.admin.get(builtin.Namespace, namespace)) === undefined,
    );
  }

  it('ends, and leaves only what is on the published list', async () => {
    await world.appliesInstallation();
    await world.becomesAvailable();
    await world.deletesInstallation();
    await isGone();
    await world.eventually(
      'what it owned is gone',
      async () => Object.keys(await ownedObjects(world)).length <= published.length,
    );
    expect(Object.keys(await ownedObjects(world)).toSorted()).toEqual(published);
  });

  it('takes the statuses away', async () => {
    await world.eventually(
      'no status is left',
      async () => (await world.cluster.admin.list(kinds.TigeraStatuses)).items.length === 0,
    );
  });

  it('can be followed by another installation', async () => {
    await world.appliesInstallation();
    await world.becomesAvailable();
  });

  it('ends for a spec that is not valid, too', async () => {
    await world.appliesInstallation({ nonPrivileged: 'Enabled', imagePullSecrets: [{ name: 'missing' }] });
    await world.eventually(
      'it is degraded',
      async () => (await world.condition('calico', 'Degraded'))?.status === 'True',
    );
    await world.deletesInstallation();
    await isGone();
  });
});
