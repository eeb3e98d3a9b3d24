import type { LinuxDataplane } from '../../../src/crds/installation/calico-network.ts';
import type { DaemonSet } from '../../../src/crds/generated/core.gen.ts';
import { ConfigMap, DaemonSet as DaemonSets } from '../../../src/k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../../src/k8s/object.ts';
import { isSwitchedOff } from '../../../src/reconcilers/kube-proxy/proxy-state.ts';
import type { SimWorld } from '../world.ts';
import type { Scenario } from './scenario.ts';

export const linuxDataplanes: readonly LinuxDataplane[] = ['Iptables', 'Nftables', 'BPF', 'VPP'];

const inKubeSystem = { name: 'kube-proxy', namespace: 'kube-system' };
const labels = { 'k8s-app': 'kube-proxy' };

/** kube-proxy as far as anybody here looks at it. */
export const kubeProxyObject: KubeObject & { spec: object } = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { ...inKubeSystem, labels },
  spec: {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        containers: [{ name: 'kube-proxy', image: 'registry.k8s.io/kube-proxy:v1.36.3' }],
      },
    },
  },
};

/** ConfigMap with an address of the API server that works without kube-proxy. */
export const endpoint: KubeObject & { data: object } = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'kubernetes-services-endpoint', namespace: 'tigera-operator' },
  data: { KUBERNETES_SERVICE_HOST: '192.0.2.1', KUBERNETES_SERVICE_PORT: '6443' },
};

/** The DaemonSet kube-proxy as it is. */
export function kubeProxy(world: SimWorld): DaemonSet | undefined {
  return world.admin.get(DaemonSets as ResourceType<DaemonSet>, inKubeSystem);
}

/** A cluster as kubeadm leaves it, with an address of the API server that works without kube-proxy. */
export function runsKubeProxy(world: SimWorld): void {
  world.admin.create(DaemonSets, kubeProxyObject);
  world.admin.create(ConfigMap, endpoint);
}

/** Asks for a dataplane. */
export function asksFor(world: SimWorld, linuxDataplane: LinuxDataplane): void {
  world.appliesInstallation({ calicoNetwork: { linuxDataplane, kubeProxyManagement: 'Enabled' } });
}

/** Waits until a dataplane is in use everywhere, and kube-proxy runs where it should. */
export async function comesTo(world: SimWorld, linuxDataplane: LinuxDataplane): Promise<void> {
  await world.becomesAvailable();
  const isBpf = linuxDataplane === 'BPF';
  await world.eventually(`kube-proxy is ${isBpf ? 'off' : 'on'}`, () => isSwitchedOff(kubeProxy(world)) === isBpf);
  await world.eventually('that is told', () => {
    const [available, progressing] = ['Available', 'Progressing'].map((type) =>
      world.condition('kubeproxy-monitor', type),
    );
    return available?.status === 'True' && progressing?.status === 'False';
  });
  await world.becomesAvailable();
}

function straight(to: LinuxDataplane): Scenario {
  return {
    name: `dataplane ${to}`,
    says: `Calico is installed with the dataplane ${to} on a cluster with kube-proxy`,
    nodes: 3,
    story: async (world) => {
      runsKubeProxy(world);
      world.startsTheOperator();
      asksFor(world, to);
      await comesTo(world, to);
    },
  };
}

function change(from: LinuxDataplane, to: LinuxDataplane): Scenario {
  const first = straight(from);
  return {
    name: `dataplane ${from} to ${to}`,
    says: `a running cluster goes from the dataplane ${from} to ${to}`,
    nodes: 3,
    story: async (world) => {
      await first.story(world);
      asksFor(world, to);
      await comesTo(world, to);
    },
  };
}

/** Straight to each dataplane, and from each to each other. */
export const dataplanes: readonly Scenario[] = [
  ...linuxDataplanes.map(straight),
  ...linuxDataplanes.flatMap((from) => linuxDataplanes.filter((to) => to !== from).map((to) => change(from, to))),
];
