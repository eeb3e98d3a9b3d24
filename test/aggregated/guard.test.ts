import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeRequest, isForbidden } from '../../tools/cluster/audit-log.ts';
import { AggregatedWorld } from '../support/aggregated-world.ts';
import { allIsAvailable } from '../support/helm-story.ts';
import { HelmWorld } from '../support/helm-world.ts';
import { World } from '../support/world.ts';

const guarded = ['--set', 'guard.operator=true'];

describe('the chart with its guards, with the API server of Calico', () => {
  let calico: AggregatedWorld;
  let helm: HelmWorld;

  beforeAll(async () => {
    calico = AggregatedWorld.on(await World.create(3, { bare: true }));
    helm = await HelmWorld.on(calico.world);
    await helm.installs(...guarded);
    await calico.startsTheBackend();
    await allIsAvailable(calico.world);
  });

  afterAll(async () => {
    await helm.destroy();
    await calico.destroy();
  });

  it('hinders nothing that the operator does, from the installation to the end', async () => {
    await helm.upgrades(...guarded, '--set', 'installation.nodeMetricsPort=9091');
    await allIsAvailable(calico.world);
    await helm.uninstalls();
    expect(await calico.world.installation()).toBeUndefined();
    expect((await calico.world.requests()).filter(isForbidden).map(describeRequest)).toEqual([]);
  });
});
