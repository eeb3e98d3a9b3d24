import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as kinds from '../../src/crds/kinds.ts';
import { isForbidden } from '../../tools/cluster/audit-log.ts';
import { HelmWorld } from '../support/helm-world.ts';
import { ownedObjects, World } from '../support/world.ts';

const flavour = ['CALICO_API_GROUP', 'projectcalico.org/v3'].flatMap((value, index) => [
  '--set',
  `tigeraOperator.env[0].${['name', 'value'][index] ?? ''}=${value}`,
]);
/** What stays after an uninstall, and why: docs/differences.md. */
const published = new Set(['FelixConfiguration', 'IPPool', 'NetworkPolicy', 'Tier']);

let world: World;
let helm: HelmWorld;

beforeAll(async () => {
  world = await World.create(3, { bare: true });
  helm = await HelmWorld.on(world);
});

afterAll(async () => {
  await helm.destroy();
  await world.destroy();
});

describe('Helm on an empty cluster, without an API server of Calico', () => {
  it('installs in one go', async () => {
    await helm.installs(...flavour);
    await world.becomesAvailable('calico', 'ippools', 'tiers');
    await world.eventually(
      'the API server is available',
      async () => (await world.condition('apiserver', 'Available'))?.status === 'True',
    );
  });

  it('upgrades with another value', async () => {
    await helm.upgrades(...flavour, '--set', 'installation.nodeMetricsPort=9091');
    expect((await world.installation())?.spec?.nodeMetricsPort).toBe(9091);
    await world.becomesAvailable('calico');
  });

  it('uninstalls, and leaves what is on the published list', async () => {
    await helm.uninstalls();
    expect(await world.installation()).toBeUndefined();
    await world.eventually('nothing else is left', async () => {
      const left = Object.keys(await ownedObjects(world)).map((object) => object.split(' ')[0] ?? '');
      return left.every((kind) => published.has(kind));
    });
    expect((await world.cluster.admin.list(kinds.TigeraStatuses)).items).toEqual([]);
  });

  it('needed no permission that the chart does not give', async () => {
    const requests = await world.requests();
    expect(requests.length).toBeGreaterThan(100);
    expect(requests.filter(isForbidden)).toEqual([]);
  });
});
