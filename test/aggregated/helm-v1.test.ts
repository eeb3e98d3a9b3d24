import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AggregatedWorld } from '../support/aggregated-world.ts';
import { allIsAvailable, itUpgradesAndUninstalls } from '../support/helm-story.ts';
import { HelmWorld } from '../support/helm-world.ts';
import { everyObject } from '../support/kubectl.ts';
import { World } from '../support/world.ts';

let world: World;
let calico: AggregatedWorld;
let helm: HelmWorld;
let before: ReadonlySet<string>;

beforeAll(async () => {
  world = await World.create(3, { bare: true });
  calico = AggregatedWorld.on(world);
  helm = await HelmWorld.on(world);
  before = await everyObject(world);
});

afterAll(async () => {
  await helm.destroy();
  await calico.destroy();
});

describe('Helm on an empty cluster, with the API server of Calico', () => {
  it('installs over the chart of the CRDs', async () => {
    await helm.bringsCrds('crd.projectcalico.org.v1');
    await helm.installs();
    await calico.startsTheBackend();
    await allIsAvailable(world);
    expect((await world.installation())?.status?.calicoAPIGroup).toBe('crd.projectcalico.org/v1');
  });

  itUpgradesAndUninstalls(() => ({ helm, before, flavour: 'v1' }));
});
