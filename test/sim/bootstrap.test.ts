import { expect, it } from '@jest/globals';
import type { DaemonSet } from '../../src/crds/generated/core.gen.ts';
import type { InstallationSpec } from '../../src/crds/installation/spec.ts';
import { ConfigMap, DaemonSet as DaemonSets, EndpointSlice, Service } from '../../src/k8s/kinds.ts';
import type { ResourceType } from '../../src/k8s/object.ts';
import { installs } from '../../tools/sim/scenarios/teardown.ts';
import { SimWorld } from '../../tools/sim/world.ts';
import { withContent } from '../support/cluster-objects.ts';
import { endpointConfig } from '../support/windows-cluster.ts';

const bootstrapped: InstallationSpec = { calicoNetwork: { linuxDataplane: 'BPF', bpfNetworkBootstrap: 'Enabled' } };

function endpoints(name: string, ...addresses: readonly string[]): ReturnType<typeof withContent> {
  const labels = { 'kubernetes.io/service-name': 'kubernetes' };
  const metadata = { name, namespace: 'default', labels };
  const content = { addressType: 'IPv4', endpoints: [{ addresses }], ports: [{ name: 'https', port: 6443 }] };
  return withContent({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata }, content);
}

/** What calico-node is told of the API server before there is a network. */
function told(world: SimWorld): string | undefined {
  const target = { namespace: 'calico-system', name: 'calico-node' };
  const node = world.admin.get(DaemonSets as ResourceType<DaemonSet>, target);
  const bootstrap = node?.spec?.template.spec?.initContainers?.find(({ name }) => name === 'ebpf-bootstrap');
  return bootstrap?.env?.find(({ name }) => name === 'KUBERNETES_APISERVER_ENDPOINTS')?.value;
}

it('calico-node stays as it is while it cannot be told where the API server is, and everything else goes on', async () => {
  const world = new SimWorld({ seed: 9 });
  await installs(world);
  world.admin.create(ConfigMap, endpointConfig);
  world.appliesInstallation({ ...bootstrapped, typhaMetricsPort: 9093 });
  await world.eventually('that is told', () => world.condition('calico', 'Degraded')?.status === 'True');
  const { reason, message } = world.condition('calico', 'Degraded') ?? {};
  expect(reason).toBe('ResourceValidationError');
  expect(message).toMatch(/kubernetes-services-endpoint names the API server, too.*\n.*EndpointSlice/);
  expect(told(world)).toBeUndefined();
  expect(world.admin.get(Service, { namespace: 'calico-system', name: 'calico-typha-metrics' })).toBeDefined();
  world.admin.delete(ConfigMap, world.admin.get(ConfigMap, endpointConfig.metadata) ?? endpointConfig);
  world.admin.create(EndpointSlice, endpoints('kubernetes', '192.0.2.2', '192.0.2.1'));
  await world.becomesAvailable();
  expect(told(world)).toBe('192.0.2.1:6443,192.0.2.2:6443');
});

it('an API server that restarts does not roll calico-node, and a new one does', async () => {
  const world = new SimWorld({ seed: 9 });
  world.admin.create(EndpointSlice, endpoints('kubernetes', '192.0.2.1', '192.0.2.2'));
  world.startsTheOperator();
  world.appliesInstallation(bootstrapped);
  await world.becomesAvailable();
  const target = { namespace: 'default', name: 'kubernetes' };
  world.admin.patch(EndpointSlice, target, { endpoints: [{ addresses: ['192.0.2.1'] }] });
  await world.scheduler.pass(60_000);
  expect(told(world)).toBe('192.0.2.1:6443,192.0.2.2:6443');
  world.admin.patch(EndpointSlice, target, { endpoints: [{ addresses: ['192.0.2.1', '192.0.2.3'] }] });
  await world.eventually('the new one is told', () => told(world) === '192.0.2.1:6443,192.0.2.3:6443');
});
