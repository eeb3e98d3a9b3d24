import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DaemonSet } from '../../src/crds/generated/core.gen.ts';
import * as kinds from '../../src/crds/kinds.ts';
import { ConfigMap, DaemonSet as DaemonSets } from '../../src/k8s/kinds.ts';
import type { ResourceType } from '../../src/k8s/object.ts';
import { isSwitchedOff } from '../../src/reconcilers/kube-proxy/proxy-state.ts';
import { endpoint, kubeProxyObject } from '../../tools/sim/scenarios/dataplanes.ts';
import { World } from '../support/world.ts';

/** Felix has to prove itself for 100 seconds before kube-proxy goes. */
const patienceMs = 170_000;

describe('kube-proxy', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.create(3);
    await world.cluster.admin.create(DaemonSets, kubeProxyObject);
    world.startsTheOperator();
    await world.cluster.admin.create(ConfigMap, endpoint);
  });

  afterAll(() => world.destroy());

  async function isOff(): Promise<boolean> {
    const proxy = await world.cluster.admin.get(DaemonSets as ResourceType<DaemonSet>, kubeProxyObject.metadata);
    return isSwitchedOff(proxy);
  }

  async function bpfEnabled(): Promise<boolean | undefined> {
    return (await world.cluster.admin.get(kinds.FelixConfigurations, { name: 'default' }))?.spec?.bpfEnabled;
  }

  it('goes off after Felix is ready with BPF on every node', async () => {
    await world.appliesInstallation({ calicoNetwork: { linuxDataplane: 'BPF', kubeProxyManagement: 'Enabled' } });
    await world.becomesAvailable();
    expect([await bpfEnabled(), await isOff()]).toEqual([true, false]);
    await world.eventually('kube-proxy is off', isOff, patienceMs);
  });

  it('comes back before Felix lets go', async () => {
    await world.appliesInstallation({ calicoNetwork: { linuxDataplane: 'Iptables', kubeProxyManagement: 'Enabled' } });
    await world.eventually('BPF is off', async () => (await bpfEnabled()) === false);
    expect(await isOff()).toBe(false);
    await world.becomesAvailable();
  });
});
