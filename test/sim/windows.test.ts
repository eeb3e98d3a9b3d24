import { beforeEach, describe, expect, it } from '@jest/globals';
import type { InstallationSpec } from '../../src/crds/installation/spec.ts';
import { IpamConfigurations, TigeraStatuses } from '../../src/crds/kinds.ts';
import { ConfigMap, DaemonSet, Node, Service } from '../../src/k8s/kinds.ts';
import type { KubeObject } from '../../src/k8s/object.ts';
import { kwokNode } from '../../tools/cluster/kwok-nodes.ts';
import { SimWorld } from '../../tools/sim/world.ts';
import { withContent } from '../support/cluster-objects.ts';
import { endpointConfig } from '../support/windows-cluster.ts';

const windows = { 'kubernetes.io/os': 'windows' };
const dnsService = withContent(
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'kube-dns', namespace: 'kube-system' } },
  { spec: { clusterIP: '10.96.0.10', ports: [{ name: 'dns', port: 53, protocol: 'UDP' }] } },
);

function spec(windowsDataplane: 'HNS' | 'Disabled', changes: InstallationSpec = {}): InstallationSpec {
  const ipPools = [{ cidr: '192.168.0.0/16', encapsulation: 'VXLAN' as const }];
  const calicoNetwork = { windowsDataplane, bgp: 'Disabled' as const, ipPools };
  return { serviceCIDRs: ['10.96.0.0/16'], calicoNetwork, ...changes };
}

let world: SimWorld;

/** A running cluster, of whose five nodes two are Windows nodes. */
beforeEach(async () => {
  world = new SimWorld({ seed: 5 });
  for (const index of [3, 4]) world.admin.create(Node, kwokNode(index, windows));
  world.admin.create(Service, dnsService);
  world.startsTheOperator();
  world.appliesInstallation(spec('Disabled'));
  await world.becomesAvailable();
});

/** What only an administrator can set. */
function givesWhatWindowsNeeds(): void {
  const metadata = { name: 'default' };
  const strict: KubeObject = { apiVersion: 'projectcalico.org/v3', kind: 'IPAMConfiguration', metadata };
  world.admin.create(ConfigMap, endpointConfig);
  world.admin.create(IpamConfigurations, withContent(strict, { spec: { strictAffinity: true } }));
}

async function enablesWindows(): Promise<void> {
  givesWhatWindowsNeeds();
  world.appliesInstallation(spec('HNS'));
  await world.eventually('calico-node runs on both Windows nodes', () =>
    world.rolledOut(DaemonSet, 'calico-node-windows', 2),
  );
  await world.eventually('that is told', () => says('Available') === 'True');
}

function says(type: string): string | undefined {
  return world.condition('calico-windows', type)?.status;
}

/** What there is of Windows nodes. */
function traces(): string[] {
  const here = { namespace: 'calico-system' };
  const found = [
    world.admin.get(DaemonSet, { ...here, name: 'calico-node-windows' }),
    world.admin.get(ConfigMap, { ...here, name: 'cni-config-windows' }),
    world.admin.get(TigeraStatuses, { name: 'calico-windows' }),
  ];
  return found.flatMap((object) => (object === undefined ? [] : [object.kind]));
}

describe('Windows nodes of a running cluster', () => {
  it('have nothing, and no status, before the Installation asks for them', () => {
    expect(traces()).toEqual([]);
    expect(world.rolledOut(DaemonSet, 'calico-node', 3)).toBe(true);
  });

  it('get calico-node once all that they need is set, and until then the status asks for it', async () => {
    world.appliesInstallation(spec('HNS'));
    await world.eventually('the status asks', () => says('Degraded') === 'True');
    const { reason, message } = world.condition('calico-windows', 'Degraded') ?? {};
    expect(reason).toBe('ResourceReadError');
    expect(message).toMatch(/kubernetes-services-endpoint .*\n.*strictAffinity true/);
    await enablesWindows();
    expect(says('Degraded')).toBe('False');
    await world.becomesAvailable();
  });

  it('lose everything when Windows is switched off, and the rest goes on', async () => {
    await enablesWindows();
    world.appliesInstallation(spec('Disabled', { controlPlaneReplicas: 0 }));
    await world.eventually('the edit is refused', () => says('Degraded') === 'True');
    expect(traces()).toEqual(['DaemonSet', 'ConfigMap', 'TigeraStatus']);
    world.appliesInstallation(spec('Disabled'));
    await world.eventually('nothing is left', () => traces().length === 0);
    await world.eventually('Linux nodes go on', () => world.rolledOut(DaemonSet, 'calico-node', 3));
  });

  it('go with the Installation', async () => {
    await enablesWindows();
    world.deletesInstallation();
    await world.eventually('the Installation is gone', () => world.installation() === undefined);
    await world.eventually('nothing is left', () => traces().length === 0);
  });
});
