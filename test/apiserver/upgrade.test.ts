import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Deployment } from '../../src/crds/generated/core.gen.ts';
import * as kinds from '../../src/crds/kinds.ts';
import { Deployment as Deployments } from '../../src/k8s/kinds.ts';
import type { ResourceType } from '../../src/k8s/object.ts';
import { World } from '../support/world.ts';

const nodes = 5;

describe('an upgrade', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.create(nodes);
    world.startsTheOperator();
    await world.appliesInstallation({ calicoNodeDaemonSet: { spec: { minReadySeconds: 1 } } });
    await world.becomesAvailable();
    await world.eventually('the version is published', async () => (await version()) === 'v3.32.1');
    await world.stopsTheOperator();
  });

  afterAll(() => world.destroy());

  async function version(): Promise<string | undefined> {
    return (await world.installation())?.status?.calicoVersion;
  }

  async function typhaImage(): Promise<string | undefined> {
    const target = { namespace: 'calico-system', name: 'calico-typha' };
    const typha = await world.cluster.admin.get(Deployments as ResourceType<Deployment>, target);
    return typha?.spec?.template.spec?.containers[0]?.image;
  }

  /** A cluster that says it runs an older Calico, and images that are not those it runs. */
  async function isBehind(older: string): Promise<void> {
    const live = await world.installation();
    const body = { status: { ...live?.status, calicoVersion: older } };
    await world.cluster.admin.patch(
      kinds.Installations,
      { name: 'default' },
      { type: 'merge', body },
      { subresource: 'status' },
    );
    await world.appliesInstallation({ ...live?.spec, registry: 'mirror.example.org' });
  }

  it('rolls every calico-node before Typha, says what it holds back, and only then moves the version', async () => {
    await isBehind('v3.31.0');
    const said = new Set<string>();
    world.startsTheOperator();
    await world.eventually('Typha has the new image', async () => {
      const { status, message = '' } = (await world.condition('calico', 'Progressing')) ?? {};
      if (status === 'True') said.add(message);
      return (await typhaImage())?.startsWith('mirror.example.org') === true;
    });
    const rollout = (await world.calicoNode())?.status;
    expect(rollout).toMatchObject({ updatedNumberScheduled: nodes, numberAvailable: nodes });
    expect([...said].join('\n')).toMatch(
      /Deployment calico-system\/calico-typha is held back: .*v3\.31\.0 to v3\.32\.1/,
    );
    await world.eventually('the version has moved', async () => (await version()) === 'v3.32.1');
    await world.becomesAvailable();
  });
});
