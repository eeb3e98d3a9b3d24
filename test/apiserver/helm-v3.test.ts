import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeRequest, isForbidden } from '../../tools/cluster/audit-log.ts';
import { allIsAvailable, leftAfterAll } from '../support/helm-story.ts';
import { HelmWorld } from '../support/helm-world.ts';
import { everyObject, kubectl } from '../support/kubectl.ts';
import { strayingSecretRequests, unexplainedRules } from '../support/permissions-used.ts';
import { World } from '../support/world.ts';

const flavour = ['CALICO_API_GROUP', 'projectcalico.org/v3'].flatMap((value, index) => [
  '--set',
  `tigeraOperator.env[0].${['name', 'value'][index] ?? ''}=${value}`,
]);

let world: World;
let helm: HelmWorld;
let before: ReadonlySet<string>;

beforeAll(async () => {
  world = await World.create(3, { bare: true });
  helm = await HelmWorld.on(world);
  before = await everyObject(world);
});

afterAll(async () => {
  await helm.destroy();
  await world.destroy();
});

describe('Helm on an empty cluster, without an API server of Calico', () => {
  it('installs in one go', async () => {
    await helm.installs(...flavour);
    await allIsAvailable(world);
  });

  it('tells what this version of Kubernetes lacks', async () => {
    const isServed = /^mutatingadmissionpolicies/m.test(await kubectl(world, 'api-resources', '--output=name'));
    const { message } = (await world.condition('calico', 'Available')) ?? {};
    expect(message?.includes('CAL-604')).toBe(!isServed);
  });

  it('upgrades with another value', async () => {
    await helm.upgrades(...flavour, '--set', 'installation.nodeMetricsPort=9091');
    expect((await world.installation())?.spec?.nodeMetricsPort).toBe(9091);
    await allIsAvailable(world);
  });

  it('uninstalls, and leaves what is on the published list', async () => {
    await helm.uninstalls();
    expect(await world.installation()).toBeUndefined();
    expect(await leftAfterAll(world, before)).toEqual([]);
  });

  it('needed no permission that the chart does not give', async () => {
    const requests = await world.requests();
    expect(requests.length).toBeGreaterThan(100);
    expect(requests.filter(isForbidden).map(describeRequest)).toEqual([]);
  });

  it('asks for Secrets where they are granted', async () => {
    expect(strayingSecretRequests(await world.requests())).toEqual([]);
  });

  it('has no permission that nothing needs', async () => {
    expect(unexplainedRules(await world.requests())).toEqual([]);
  });
});
