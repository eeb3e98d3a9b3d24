import type { ConfigMap, DaemonSet, Deployment, ServiceAccount } from '../../src/crds/generated/core.gen.ts';
import type { FelixConfiguration, IpPool } from '../../src/crds/kinds.ts';
import type { KubeObject } from '../../src/k8s/object.ts';

const namespace = 'kube-system';
const release = 'v3.32.1';

const fromConfig = (name: string, key: string): object => ({
  name,
  valueFrom: { configMapKeyRef: { name: 'calico-config', key } },
});
const plain = (name: string, value: string): object => ({ name, value });
const nodeName = (name: string): object => ({ name, valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } });
const hostPath = (name: string, path: string): object => ({ name, hostPath: { path } });

/** What install-cni writes to nodes: Calico's plugin, ports of the host, bandwidth. */
export const formerCniConfig = `{
  "name": "k8s-pod-network",
  "cniVersion": "0.3.1",
  "plugins": [
    {
      "type": "calico",
      "datastore_type": "kubernetes",
      "nodename": "__KUBERNETES_NODE_NAME__",
      "mtu": __CNI_MTU__,
      "ipam": { "type": "calico-ipam" },
      "policy": { "type": "k8s" },
      "kubernetes": { "kubeconfig": "__KUBECONFIG_FILEPATH__" }
    },
    { "type": "portmap", "snat": true, "capabilities": { "portMappings": true } },
    { "type": "bandwidth", "capabilities": { "bandwidth": true } }
  ]
}`;

const configMap: ConfigMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'calico-config', namespace },
  data: {
    typha_service_name: 'calico-typha',
    calico_backend: 'bird',
    veth_mtu: '1440',
    cni_network_config: formerCniConfig,
  },
};

const account = (name: string): ServiceAccount => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace },
});

const labelled = (app: string): { 'k8s-app': string } => ({ 'k8s-app': app });

const node = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'calico-node', namespace, labels: labelled('calico-node') },
  spec: {
    selector: { matchLabels: labelled('calico-node') },
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
    template: {
      metadata: { labels: labelled('calico-node') },
      spec: {
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        hostNetwork: true,
        serviceAccountName: 'calico-node',
        priorityClassName: 'system-node-critical',
        tolerations: [
          { operator: 'Exists', effect: 'NoSchedule' },
          { operator: 'Exists', effect: 'NoExecute' },
        ],
        initContainers: [
          {
            name: 'upgrade-ipam',
            image: `quay.io/calico/cni:${release}`,
            env: [nodeName('KUBERNETES_NODE_NAME'), fromConfig('CALICO_NETWORKING_BACKEND', 'calico_backend')],
          },
          {
            name: 'install-cni',
            image: `quay.io/calico/cni:${release}`,
            envFrom: [{ configMapRef: { name: 'kubernetes-services-endpoint', optional: true } }],
            env: [
              plain('CNI_CONF_NAME', '10-calico.conflist'),
              fromConfig('CNI_NETWORK_CONFIG', 'cni_network_config'),
              nodeName('KUBERNETES_NODE_NAME'),
              fromConfig('CNI_MTU', 'veth_mtu'),
              plain('SLEEP', 'false'),
            ],
          },
        ],
        containers: [
          {
            name: 'calico-node',
            image: `quay.io/calico/node:${release}`,
            envFrom: [{ configMapRef: { name: 'kubernetes-services-endpoint', optional: true } }],
            env: [
              plain('DATASTORE_TYPE', 'kubernetes'),
              fromConfig('FELIX_TYPHAK8SSERVICENAME', 'typha_service_name'),
              plain('WAIT_FOR_DATASTORE', 'true'),
              nodeName('NODENAME'),
              fromConfig('CALICO_NETWORKING_BACKEND', 'calico_backend'),
              plain('CLUSTER_TYPE', 'k8s,bgp'),
              plain('IP', 'autodetect'),
              plain('CALICO_IPV4POOL_IPIP', 'Always'),
              plain('CALICO_IPV4POOL_VXLAN', 'Never'),
              fromConfig('FELIX_IPINIPMTU', 'veth_mtu'),
              fromConfig('FELIX_VXLANMTU', 'veth_mtu'),
              fromConfig('FELIX_WIREGUARDMTU', 'veth_mtu'),
              plain('CALICO_DISABLE_FILE_LOGGING', 'true'),
              plain('FELIX_DEFAULTENDPOINTTOHOSTACTION', 'ACCEPT'),
              plain('FELIX_IPV6SUPPORT', 'false'),
              plain('FELIX_HEALTHENABLED', 'true'),
              plain('FELIX_IPTABLESREFRESHINTERVAL', '60'),
            ],
            resources: { requests: { cpu: '250m' } },
          },
        ],
        volumes: [
          hostPath('lib-modules', '/lib/modules'),
          hostPath('var-run-calico', '/var/run/calico'),
          hostPath('var-lib-calico', '/var/lib/calico'),
          hostPath('xtables-lock', '/run/xtables.lock'),
          hostPath('cni-bin-dir', '/opt/cni/bin'),
          hostPath('cni-net-dir', '/etc/cni/net.d'),
        ],
      },
    },
  },
} as unknown as DaemonSet;

function deployment(name: string, replicas: number, pod: object): Deployment {
  const selector = { matchLabels: labelled(name) };
  const template = { metadata: { labels: labelled(name) }, spec: { serviceAccountName: name, ...pod } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: labelled(name) },
    spec: { replicas, selector, template },
  } as unknown as Deployment;
}

const typha = deployment('calico-typha', 1, {
  hostNetwork: true,
  containers: [
    {
      name: 'calico-typha',
      image: `quay.io/calico/typha:${release}`,
      env: [plain('TYPHA_DATASTORETYPE', 'kubernetes')],
    },
  ],
});

const kubeControllers = deployment('calico-kube-controllers', 1, {
  containers: [
    {
      name: 'calico-kube-controllers',
      image: `quay.io/calico/kube-controllers:${release}`,
      env: [plain('ENABLED_CONTROLLERS', 'node'), plain('DATASTORE_TYPE', 'kubernetes')],
    },
  ],
});

const pool: IpPool = {
  apiVersion: 'projectcalico.org/v3',
  kind: 'IPPool',
  metadata: { name: 'default-ipv4-ippool' },
  spec: {
    cidr: '192.168.0.0/16',
    blockSize: 26,
    ipipMode: 'Always',
    vxlanMode: 'Never',
    natOutgoing: true,
    nodeSelector: 'all()',
    allowedUses: ['Workload', 'Tunnel'],
  },
};

const felix: FelixConfiguration = {
  apiVersion: 'projectcalico.org/v3',
  kind: 'FelixConfiguration',
  metadata: { name: 'default' },
  spec: { bpfEnabled: false, nftablesMode: 'Disabled' },
};

/**
 * Calico as people install it from one manifest into kube-system, with Typha, and what it then makes for itself: an IPPool
 * and FelixConfiguration `default`. A fresh copy with each call.
 */
export function formerInstall(): {
  node: DaemonSet;
  typha: Deployment;
  kubeControllers: Deployment;
  configMap: ConfigMap;
  pool: IpPool;
  felix: FelixConfiguration;
  others: readonly KubeObject[];
} {
  const others = ['calico-node', 'calico-kube-controllers', 'calico-typha', 'calico-cni-plugin'].map(account);
  return structuredClone({ node, typha, kubeControllers, configMap, pool, felix, others });
}
