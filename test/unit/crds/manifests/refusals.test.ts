import { describe, expect, it } from '@jest/globals';
import { editCni, refusals, setEnv, type Draft } from '../../../support/manifest-facts.ts';

type Row = readonly [expected: string, change: (draft: Draft) => void];

const node = 'daemonset/calico-node: ';
const env =
  (values: Readonly<Record<string, string | undefined>>, container?: string) =>
  (draft: Draft): void =>
    setEnv(draft, values, container);
const cni =
  (from: string, to: string) =>
  (draft: Draft): void =>
    editCni(draft, from, to);

const rows: readonly Row[] = [
  [
    `${node}label addonmanager.kubernetes.io/mode: "Reconcile" hands it`,
    ({ node: { metadata } }) => void (metadata.labels = { 'addonmanager.kubernetes.io/mode': 'Reconcile' }),
  ],
  [
    `${node}annotation team: "net" would be lost; remove it, and set it in spec.calicoNodeDaemonSet`,
    ({ node: { metadata } }) => void (metadata.annotations = { team: 'net' }),
  ],
  [
    'deployment/calico-typha: annotation team of the pods: "net" would be lost',
    ({ typha }) => Object.assign(typha.spec?.template.metadata ?? {}, { annotations: { team: 'net' } }),
  ],
  [
    `${node}env DATASTORE_TYPE of container calico-node: "etcdv3" cannot be kept; set it to kubernetes`,
    env({ DATASTORE_TYPE: 'etcdv3' }),
  ],
  [
    `${node}env FELIX_DEFAULTENDPOINTTOHOSTACTION of container calico-node: "DROP" cannot be kept`,
    env({ FELIX_DEFAULTENDPOINTTOHOSTACTION: 'DROP' }),
  ],
  [`${node}env NODENAME of container calico-node: "me" is no name of a node`, env({ NODENAME: 'me' })],
  [
    `${node}container: "sidecar" is none of Calico, and would be lost; run it in a DaemonSet of its own`,
    ({ node: { spec } }) => void spec?.template.spec?.containers.push({ name: 'sidecar' }),
  ],
  [
    `${node}env CNI_CONF_NAME of container install-cni: "5-calico.conf" cannot be kept`,
    env({ CNI_CONF_NAME: '5-calico.conf' }, 'install-cni'),
  ],
  [`${node}env NO_SUCH_THING of container calico-node: "1" is not understood; remove it`, env({ NO_SUCH_THING: '1' })],
  [
    `${node}env UPDATE_CNI_BINARIES of container install-cni: "true" is not understood`,
    env({ UPDATE_CNI_BINARIES: 'true' }, 'install-cni'),
  ],
  [`${node}env FELIX_NOSUCHFIELD of container calico-node: "1" is not understood`, env({ FELIX_NOSUCHFIELD: '1' })],
  [
    `${node}env FELIX_ROUTEREFRESHINTERVAL of container calico-node: "often" is nothing that routeRefreshInterval`,
    env({ FELIX_ROUTEREFRESHINTERVAL: 'often' }),
  ],
  [
    `${node}env CALICO_NETWORKING_BACKEND of container calico-node: "none" does not go with this IPAM; set it to bird or vxlan`,
    env({ CALICO_NETWORKING_BACKEND: 'none' }),
  ],
  [
    `${node}env IP of container calico-node: "10.0.0.1" cannot be kept; set it to empty or autodetect or none`,
    env({ IP: '10.0.0.1' }),
  ],
  [
    `${node}env IP_AUTODETECTION_METHOD of container calico-node: "guess" is no known method`,
    env({ IP_AUTODETECTION_METHOD: 'guess' }),
  ],
  [
    `${node}env FELIX_IPV6SUPPORT of container calico-node: "true" cannot be kept; set it to false`,
    env({ FELIX_IPV6SUPPORT: 'true' }),
  ],
  [`${node}env CALICO_ROUTER_ID of container calico-node: "hash" is not understood`, env({ CALICO_ROUTER_ID: 'hash' })],
  [
    `${node}env FELIX_PROMETHEUSMETRICSPORT of container calico-node: "70000" is no port`,
    env({ FELIX_PROMETHEUSMETRICSENABLED: 'true', FELIX_PROMETHEUSMETRICSPORT: '70000' }),
  ],
  [
    `${node}MTU (FELIX_IPINIPMTU, FELIX_VXLANMTU, FELIX_WIREGUARDMTU, mtu): [1400,1440,1440,1440] differ`,
    env({ FELIX_IPINIPMTU: '1400' }),
  ],
  [
    `${node}BPF and nftables: are both switched on`,
    (draft) => {
      setEnv(draft, { FELIX_BPFENABLED: 'true', FELIX_NFTABLESMODE: 'Enabled' });
      draft.endpointPrepared = true;
    },
  ],
  [
    `${node}ConfigMap kube-system/kubernetes-services-endpoint: has no KUBERNETES_SERVICE_HOST`,
    env({ FELIX_BPFENABLED: 'true' }),
  ],
  [
    `${node}volume cni-bin-dir: "/home/kubernetes/bin" is not where the operator has it; make it the hostPath /opt/cni/bin`,
    ({ node: live }) => {
      for (const volume of live.spec?.template.spec?.volumes ?? [])
        if (volume.name === 'cni-bin-dir') volume.hostPath = { path: '/home/kubernetes/bin' };
    },
  ],
  [
    `${node}volume flexvol-driver-host and init container flexvol-driver: belong together`,
    ({ node: live }) => void live.spec?.template.spec?.initContainers?.push({ name: 'flexvol-driver' }),
  ],
  [
    `${node}nodeSelector disk: "ssd" keeps calico-node from some nodes`,
    ({ node: live }) => Object.assign(live.spec?.template.spec ?? {}, { nodeSelector: { disk: 'ssd' } }),
  ],
  [
    `${node}affinity: {"nodeAffinity":`,
    ({ node: live }) =>
      Object.assign(live.spec?.template.spec ?? {}, {
        affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
      }),
  ],
  [
    `${node}updateStrategy: "OnDelete" leaves updates to you`,
    ({ node: live }) => Object.assign(live.spec ?? {}, { updateStrategy: { type: 'OnDelete' } }),
  ],
  [
    `${node}envFrom of container calico-node: "mine" is not understood`,
    ({ node: live }) =>
      Object.assign(live.spec?.template.spec?.containers[0] ?? {}, { envFrom: [{ configMapRef: { name: 'mine' } }] }),
  ],
  [
    'deployment/calico-kube-controllers: env ENABLED_CONTROLLERS: "policy" cannot be kept',
    ({ kubeControllers }) =>
      Object.assign(kubeControllers.spec?.template.spec?.containers[0] ?? {}, {
        env: [{ name: 'ENABLED_CONTROLLERS', value: 'policy' }],
      }),
  ],
  [
    'deployment/calico-kube-controllers: affinity: ',
    ({ kubeControllers }) =>
      Object.assign(kubeControllers.spec?.template.spec ?? {}, { affinity: { podAffinity: {} } }),
  ],
  [
    'deployment/calico-typha: nodeSelector disk: "ssd" cannot be kept',
    ({ typha }) => Object.assign(typha.spec?.template.spec ?? {}, { nodeSelector: { disk: 'ssd' } }),
  ],
  ['cni-config: name: "other" cannot be kept; call it k8s-pod-network', cni('k8s-pod-network', 'other')],
  [
    'cni-config: env CNI_NETWORK_CONFIG of container install-cni: holds no CNI configuration',
    cni('"plugins"', 'plugins'),
  ],
  ['cni-config: ipam.type: "dhcp" cannot be kept; use calico-ipam or host-local', cni('calico-ipam', 'dhcp')],
  ['cni-config: ipam.ipv4_pools: ["a"] cannot be kept', cni('"calico-ipam"', '"calico-ipam", "ipv4_pools": ["a"]')],
  [
    'cni-config: ipam.subnet: "10.0.0.0/8" cannot be kept; use usePodCidr or usePodCidrIPv6',
    cni('"calico-ipam"', '"host-local", "subnet": "10.0.0.0/8"'),
  ],
  [
    'cni-config: floating_ips: true cannot be kept',
    cni('"nodename"', '"feature_control": {"floating_ips": true}, "nodename"'),
  ],
  [
    'cni-config: sysctl net.core.somaxconn: "500" cannot be kept',
    cni('"type": "bandwidth"', '"type": "tuning", "sysctl": {"net.core.somaxconn": "500"}'),
  ],
  ['cni-config: plugin: "sbr" cannot be kept; remove it', cni('"type": "bandwidth"', '"type": "sbr"')],
  [
    'ippools: IPPool default-ipv4-ippool: has both ipipMode and vxlanMode',
    ({ pool }) => void (pool.spec.vxlanMode = 'Always'),
  ],
  ['ippools: assign_ipv4: is on, and no IPv4 pool is enabled', ({ pool }) => void (pool.spec.disabled = true)],
  [
    'ippools: assign_ipv6: is off, and IPPool v6 is enabled',
    (draft) => {
      draft.pool = { ...draft.pool, metadata: { name: 'v6' }, spec: { cidr: 'fd00::/48' } };
    },
  ],
];

describe('an installation from manifests that cannot be taken over', () => {
  it.each(rows)('is refused: %s', (expected, change) => {
    expect(refusals(change)).toContainEqual(expect.stringContaining(expected));
  });

  it('is told everything at once, in a stable order', () => {
    const lines = refusals((draft) => {
      setEnv(draft, { B: '1', A: '2', DATASTORE_TYPE: 'etcdv3' });
      editCni(draft, 'k8s-pod-network', 'other');
    });
    expect(lines.map((line) => line.split(':', 2).join(':'))).toEqual([
      'cni-config: name',
      'daemonset/calico-node: env A of container calico-node',
      'daemonset/calico-node: env B of container calico-node',
      'daemonset/calico-node: env DATASTORE_TYPE of container calico-node',
    ]);
  });

  it('is told of values that come from elsewhere than a ConfigMap that is there', () => {
    const lines = refusals(({ node: live, configMaps }) => {
      configMaps.clear();
      const [container] = live.spec?.template.spec?.containers ?? [];
      container?.env?.push({ name: 'IP6', valueFrom: { secretKeyRef: { name: 'secret', key: 'key' } } });
    });
    expect(lines).toContainEqual(expect.stringContaining('ConfigMap kube-system/calico-config, key calico_backend'));
    expect(lines).toContainEqual(
      expect.stringContaining('env IP6 of container calico-node: "secretKeyRef" is a source'),
    );
  });
});
