import { describe, expect, it } from '@jest/globals';
import type { InstallationSpec } from '../../../../src/crds/installation/spec.ts';
import { MOVE_LABEL } from '../../../../src/crds/manifests/facts.ts';
import { converted, editCni, setEnv, type Draft } from '../../../support/manifest-facts.ts';

type Network = NonNullable<InstallationSpec['calicoNetwork']>;

/** What stands in the usual installation, in the words of the Installation. */
const usual: InstallationSpec = {
  componentResources: [{ componentName: 'Node', resourceRequirements: { requests: { cpu: '250m' } } }],
  nodeUpdateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
  flexVolumePath: 'None',
  cni: { type: 'Calico', ipam: { type: 'Calico' } },
  calicoNetwork: {
    bgp: 'Enabled',
    hostPorts: 'Enabled',
    nodeAddressAutodetectionV4: { firstFound: true },
    mtu: 1440,
    ipPools: [
      {
        name: 'default-ipv4-ippool',
        cidr: '192.168.0.0/16',
        encapsulation: 'IPIP',
        natOutgoing: 'Enabled',
        nodeSelector: 'all()',
        blockSize: 26,
        disableBGPExport: false,
        disableNewAllocations: false,
        allowedUses: ['Workload', 'Tunnel'],
        assignmentMode: 'Automatic',
      },
    ],
  },
};

type Row = readonly [what: string, change: (draft: Draft) => void, expected: object];

const preferredZone = {
  preferredDuringSchedulingIgnoredDuringExecution: [
    { weight: 1, preference: { matchExpressions: [{ key: 'zone', operator: 'Exists' as const }] } },
  ],
};
const spread = {
  preferredDuringSchedulingIgnoredDuringExecution: [
    { weight: 1, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname' } },
  ],
};

const rows: readonly Row[] = [
  ['resources of Typha', typhaResources, { componentResources: [...(usual.componentResources ?? []), typhaRow()] }],
  [
    'the update strategy',
    strategy('30%'),
    { nodeUpdateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '30%' } } },
  ],
  [
    'FlexVolume drivers',
    flexVolume,
    { flexVolumePath: '/usr/libexec/kubernetes/kubelet-plugins/volume/exec/nodeagent~uds' },
  ],
  [
    'preferences of Typha for nodes',
    (draft) => typhaPod(draft, { affinity: { nodeAffinity: preferredZone } }),
    { typhaAffinity: { nodeAffinity: preferredZone } },
  ],
  [
    'the spread of Typha',
    (draft) => typhaPod(draft, { affinity: { podAntiAffinity: spread } }),
    { typhaDeployment: { spec: { template: { spec: { affinity: { podAntiAffinity: spread } } } } } },
  ],
  ['nodes for calico-kube-controllers', controlPlaneNodes, { controlPlaneNodeSelector: { 'node-role': 'infra' } }],
  ['metrics of Felix at the usual port', env({ FELIX_PROMETHEUSMETRICSENABLED: 'true' }), { nodeMetricsPort: 9091 }],
  [
    'metrics of Felix at another port',
    env({ FELIX_PROMETHEUSMETRICSENABLED: 'true', FELIX_PROMETHEUSMETRICSPORT: '9191' }),
    { nodeMetricsPort: 9191 },
  ],
  [
    'metrics of Typha',
    (draft) => typhaEnv(draft, { TYPHA_PROMETHEUSMETRICSENABLED: 'true', TYPHA_PROMETHEUSMETRICSPORT: '9093' }),
    { typhaMetricsPort: 9093 },
  ],
];

const networkRows: readonly (readonly [what: string, change: (draft: Draft) => void, expected: Network])[] = [
  ['VXLAN without BGP', env({ CALICO_NETWORKING_BACKEND: 'vxlan' }), { bgp: 'Disabled' }],
  ['no ports of the host', (draft) => editCni(draft, '"portmap"', '"bandwidth"'), { hostPorts: 'Disabled' }],
  [
    'kernel parameters',
    (draft) =>
      editCni(draft, '{ "type": "bandwidth"', '{ "type": "tuning", "sysctl": {"net.ipv4.tcp_keepalive_time": "40"}'),
    { sysctl: [{ key: 'net.ipv4.tcp_keepalive_time', value: '40' }] },
  ],
  [
    'forwarding in pods',
    (draft) => editCni(draft, '"nodename"', '"container_settings": {"allow_ip_forwarding": true}, "nodename"'),
    { containerIPForwarding: 'Enabled' },
  ],
  [
    'another interface',
    env({ IP_AUTODETECTION_METHOD: 'interface=eth.*' }),
    { nodeAddressAutodetectionV4: { interface: 'eth.*' } },
  ],
  [
    'interfaces to skip',
    env({ IP_AUTODETECTION_METHOD: 'skip-interface=docker.*' }),
    { nodeAddressAutodetectionV4: { skipInterface: 'docker.*' } },
  ],
  [
    'a host to reach',
    env({ IP_AUTODETECTION_METHOD: 'can-reach=8.8.8.8' }),
    { nodeAddressAutodetectionV4: { canReach: '8.8.8.8' } },
  ],
  [
    'ranges of nodes',
    env({ IP_AUTODETECTION_METHOD: 'cidr=10.0.0.0/8, 172.16.0.0/12' }),
    { nodeAddressAutodetectionV4: { cidrs: ['10.0.0.0/8', '172.16.0.0/12'] } },
  ],
  [
    'the address of Kubernetes',
    env({ IP_AUTODETECTION_METHOD: 'kubernetes-internal-ip' }),
    { nodeAddressAutodetectionV4: { kubernetes: 'NodeInternalIP' } },
  ],
  ['no IPv4', env({ IP: 'none', IP_AUTODETECTION_METHOD: 'first-found' }), { nodeAddressAutodetectionV4: {} }],
  ['IPv6', env({ IP6: 'autodetect', FELIX_IPV6SUPPORT: 'true' }), { nodeAddressAutodetectionV6: { firstFound: true } }],
  ['another MTU', (draft) => void (configOf(draft)['veth_mtu'] = '8951'), { mtu: 8951 }],
  ['nftables', env({ FELIX_NFTABLESMODE: 'Enabled' }), { linuxDataplane: 'Nftables' }],
  [
    'nftables by FelixConfiguration',
    (draft) => void (draft.felix.spec = { nftablesMode: 'Enabled' }),
    { linuxDataplane: 'Nftables' },
  ],
];

function env(values: Readonly<Record<string, string | undefined>>): (draft: Draft) => void {
  return (draft) => setEnv(draft, values);
}

function configOf({ configMaps }: Draft): Record<string, string> {
  return configMaps.get('calico-config') ?? {};
}

function typhaRow(): object {
  return { componentName: 'Typha', resourceRequirements: { limits: { memory: '1Gi' } } };
}

function typhaResources(draft: Draft): void {
  const [container] = draft.typha.spec?.template.spec?.containers ?? [];
  if (container !== undefined) container.resources = { limits: { memory: '1Gi' } };
}

function typhaEnv(draft: Draft, values: Readonly<Record<string, string>>): void {
  const [container] = draft.typha.spec?.template.spec?.containers ?? [];
  if (container !== undefined) container.env = Object.entries(values).map(([name, value]) => ({ name, value }));
}

function typhaPod({ typha }: Draft, pod: object): void {
  Object.assign(typha.spec?.template.spec ?? {}, pod);
}

function strategy(maxUnavailable: string): (draft: Draft) => void {
  return ({ node }) =>
    Object.assign(node.spec ?? {}, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable } } });
}

function flexVolume({ node }: Draft): void {
  const pod = node.spec?.template.spec;
  const path = '/usr/libexec/kubernetes/kubelet-plugins/volume/exec/nodeagent~uds';
  pod?.volumes?.push({ name: 'flexvol-driver-host', hostPath: { path } });
  pod?.initContainers?.push({ name: 'flexvol-driver' });
}

function controlPlaneNodes({ kubeControllers }: Draft): void {
  const nodeSelector = { 'kubernetes.io/os': 'linux', 'node-role': 'infra' };
  Object.assign(kubeControllers.spec?.template.spec ?? {}, { nodeSelector });
}

describe('convertManifests', () => {
  it('takes over the usual installation, and tells what will be different', () => {
    const { spec, felix, endpoint, problems, notes } = converted();
    expect({ spec, felix, endpoint, problems }).toEqual({
      spec: usual,
      felix: { iptablesRefreshInterval: '60s' },
      endpoint: undefined,
      problems: [],
    });
    expect(notes).toEqual([expect.stringContaining('the CNI plugin bandwidth goes')]);
  });

  it.each(rows)('takes over %s', (_, change, expected) => {
    const { spec, problems } = converted(change);
    expect({ spec, problems }).toEqual({ spec: { ...usual, ...expected }, problems: [] });
  });

  it.each(networkRows)('takes over %s, in the network', (_, change, expected) => {
    const { spec, problems } = converted(change);
    expect({ network: spec.calicoNetwork, problems }).toEqual({
      network: { ...usual.calicoNetwork, ...expected },
      problems: [],
    });
  });

  it('takes over host-local address management, whose pools are not of Calico', () => {
    const { spec, problems } = converted((draft) => {
      editCni(draft, '"type": "calico-ipam"', '"type": "host-local", "subnet": "usePodCidr"');
      setEnv(draft, { CALICO_NETWORKING_BACKEND: 'none' });
    });
    const { ipPools: _, ...network } = usual.calicoNetwork ?? {};
    expect(problems).toEqual([]);
    expect(spec.cni).toEqual({ type: 'Calico', ipam: { type: 'HostLocal' } });
    expect(spec.calicoNetwork).toEqual({ ...network, bgp: 'Disabled' });
  });

  it('takes over policy beside the CNI plugin of a cloud', () => {
    const { spec, problems } = converted((draft) => {
      const pod = draft.node.spec?.template.spec;
      if (pod !== undefined) pod.initContainers = [];
      const felix = { FELIX_INTERFACEPREFIX: 'eni', FELIX_IPTABLESMANGLEALLOWACTION: 'Return' };
      setEnv(draft, { ...felix, CALICO_NETWORKING_BACKEND: 'none', IP: '' });
    });
    expect(problems).toEqual([]);
    expect(spec.cni).toEqual({ type: 'AmazonVPC', ipam: { type: 'AmazonVPC' } });
    expect(spec.calicoNetwork).toEqual({ mtu: 1440 });
  });

  it('takes over BPF with the address that works without kube-proxy, and says nothing of ports of the host', () => {
    const address = { KUBERNETES_SERVICE_HOST: 'api.example.com', KUBERNETES_SERVICE_PORT: '6443' };
    const { spec, endpoint, problems } = converted((draft) => {
      setEnv(draft, { FELIX_BPFENABLED: 'true' });
      draft.configMaps.set('kubernetes-services-endpoint', { ...address });
    });
    const { hostPorts: _, ...network } = usual.calicoNetwork ?? {};
    expect({ problems, endpoint }).toEqual({ problems: [], endpoint: address });
    expect(spec.calicoNetwork).toEqual({ ...network, linuxDataplane: 'BPF' });
  });

  it('leaves what keeps calico-node from virtual nodes to the operator', () => {
    const avoids = [{ key: 'eks.amazonaws.com/compute-type', operator: 'NotIn' as const, values: ['fargate'] }];
    const required = { nodeSelectorTerms: [{ matchExpressions: avoids }] };
    const { problems } = converted(({ node }) => {
      const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: required };
      Object.assign(node.spec?.template.spec ?? {}, { affinity: { nodeAffinity } });
    });
    expect(problems).toEqual([]);
  });

  it('says nothing about rolling while nodes move: the old DaemonSet is made to wait then', () => {
    const { spec, problems } = converted(({ node }) => {
      Object.assign(node.spec?.template.spec ?? {}, { nodeSelector: { [MOVE_LABEL]: 'pre-operator' } });
      Object.assign(node.spec ?? {}, { updateStrategy: { type: 'OnDelete' } });
    });
    expect({ strategy: spec.nodeUpdateStrategy, problems }).toEqual({ strategy: undefined, problems: [] });
  });
});
