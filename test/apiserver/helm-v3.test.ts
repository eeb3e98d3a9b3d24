import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allIsAvailable, itUpgradesAndUninstalls } from '../support/helm-story.ts';
import { HelmWorld } from '../support/helm-world.ts';
import { everyObject, kubectl } from '../support/kubectl.ts';
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

  itUpgradesAndUninstalls(() => ({ helm, before, flavour: 'v3', values: flavour }));
});
