import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DaemonSet } from '../../src/crds/generated/core.gen.ts';
import { FelixConfigurations, IpPools } from '../../src/crds/kinds.ts';
import { MOVE_LABEL } from '../../src/crds/manifests/facts.ts';
import * as builtin from '../../src/k8s/kinds.ts';
import type { ResourceType } from '../../src/k8s/object.ts';
import { isRolledOut } from '../../src/reconcilers/status/workload-health.ts';
import { formerInstall } from '../../tools/cluster/former-install.ts';
import { unexplainedRules } from '../support/permissions-used.ts';
import { World } from '../support/world.ts';

const formerNode = { namespace: 'kube-system', name: 'calico-node' };

describe('a move from manifests on a real control plane, under the shipped permissions', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.create(4, { permissions: ['manifest-migration'] });
    await runsFromManifests();
  });

  afterAll(() => world.destroy());

  async function runsFromManifests(): Promise<void> {
    const { admin } = world.cluster;
    const { node, typha, kubeControllers, configMap, pool, felix, others } = formerInstall();
    for (const account of others) await admin.create(builtin.ServiceAccount, account);
    await admin.create(builtin.ConfigMap, configMap);
    await admin.create(IpPools, pool);
    await admin.create(FelixConfigurations, felix);
    for (const each of [typha, kubeControllers]) await admin.create(builtin.Deployment, each);
    await admin.create(builtin.DaemonSet, node);
    await world.eventually('calico-node of the manifests runs', async () => isRolledOut(await former()));
  }

  const former = (): Promise<DaemonSet | undefined> =>
    world.cluster.admin.get(builtin.DaemonSet as ResourceType<DaemonSet>, formerNode);

  async function labels(): Promise<string[]> {
    const { items } = await world.cluster.admin.list(builtin.Node);
    return items.flatMap(({ metadata }) => metadata.labels?.[MOVE_LABEL] ?? []);
  }

  it('begins at the node that it may move, and goes on after a kill', async () => {
    world.startsTheOperator();
    await world.appliesInstallation();
    await world.eventually('a node has moved', async () => (await labels()).includes('migrated'));
    await world.stopsTheOperator('SIGKILL');
    world.startsTheOperator();
    await world.eventually('the old DaemonSet is gone', async () => (await former()) === undefined);
  });

  it('leaves nothing of the move but what was adopted', async () => {
    await world.eventually('no node has the label', async () => (await labels()).length === 0);
    await world.becomesAvailable();
    await world.eventually('it is recorded', async () => {
      const { adoptedFields = [], computed } = (await world.installation())?.status ?? {};
      return adoptedFields.includes('calicoNetwork.mtu') && computed?.calicoNetwork?.mtu === 1440;
    });
    const felix = await world.cluster.admin.get(FelixConfigurations, { name: 'default' });
    expect(felix?.spec?.iptablesRefreshInterval).toBe('60s');
    const pool = await world.cluster.admin.get(IpPools, { name: 'default-ipv4-ippool' });
    expect(pool?.metadata.labels?.['app.kubernetes.io/managed-by']).toBe('tigera-operator');
  });

  it('needs every permission of the role that is for it', async () => {
    expect(unexplainedRules(await world.requests(), ['manifests'])).toEqual([]);
  });

  it('is no work for a later start', async () => {
    const version = async (): Promise<boolean> => (await world.installation())?.status?.calicoVersion !== undefined;
    await world.eventually('it is complete', version);
    expect(await world.writesOfANewStart()).toEqual([]);
  });
});
