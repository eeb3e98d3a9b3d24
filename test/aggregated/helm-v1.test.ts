import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeRequest, isForbidden } from '../../tools/cluster/audit-log.ts';
import { AggregatedWorld } from '../support/aggregated-world.ts';
import { allIsAvailable, leftAfterAll } from '../support/helm-story.ts';
import { HelmWorld } from '../support/helm-world.ts';
import { everyObject } from '../support/kubectl.ts';
import { strayingSecretRequests, unexplainedRules } from '../support/permissions-used.ts';
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

  it('upgrades with another value', async () => {
    await helm.upgrades('--set', 'installation.nodeMetricsPort=9091');
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
