import type { CalicoNetwork } from '../../src/crds/installation/calico-network.ts';
import type { InstallationSpec } from '../../src/crds/installation/spec.ts';

type PoolEntry = NonNullable<CalicoNetwork['ipPools']>[number];

const network = (calicoNetwork: CalicoNetwork, rest: InstallationSpec = {}): InstallationSpec => ({
  ...rest,
  calicoNetwork,
});

const pool = (changes: Partial<PoolEntry>, rest: InstallationSpec = {}): InstallationSpec =>
  network({ ipPools: [{ cidr: '10.0.0.0/16', ...changes }] }, rest);

const gke: InstallationSpec = { cni: { type: 'GKE' } };
const vpp: CalicoNetwork = { linuxDataplane: 'VPP' };

/** Installations that the admission policy refuses: where, what was written, and a part of what the user reads. */
export const refusedInstallations: readonly (readonly [path: string, spec: InstallationSpec, said: string])[] = [
  ['spec.calicoNetwork.mtu', network({ mtu: 65_536 }), '65536 must be from 0'],
  ['spec.nodeMetricsPort', { nodeMetricsPort: 65_536 }, '65536 must be a port'],
  ['spec.typhaMetricsPort', { typhaMetricsPort: -1 }, '-1 must be a port'],
  ['spec.controlPlaneReplicas', { controlPlaneReplicas: 0 }, '0 must be 1 or more'],
  ['spec.logging.cni.logFileMaxCount', { logging: { cni: { logFileMaxCount: 0 } } }, '0 must be'],
  ['spec.logging.cni.logFileMaxAgeDays', { logging: { cni: { logFileMaxAgeDays: 0 } } }, '0 must be'],
  ['spec.calicoNetwork.linuxPolicySetupTimeoutSeconds', network({ linuxPolicySetupTimeoutSeconds: -1 }), '-1 must be'],
  ['spec.calicoNetwork.linuxPolicySetupTimeoutSeconds', network({ ...vpp, linuxPolicySetupTimeoutSeconds: 1 }), 'VPP'],
  ['spec.flexVolumePath', { flexVolumePath: 'volumes' }, '"volumes" must be an absolute path'],
  ['spec.kubeletVolumePluginPath', { kubeletVolumePluginPath: 'none' }, '"none" must be an absolute path'],
  ['spec.nodeUpdateStrategy.type', { nodeUpdateStrategy: { type: 'OnDelete' } }, '"OnDelete" must be RollingUpdate'],
  ['spec.nonPrivileged', { nonPrivileged: 'Enabled' }, '"Enabled" is no longer possible'],
  [
    'spec.certificateManagement.signerName',
    { certificateManagement: { caCert: 'Y2VydA==', signerName: 'calico' } },
    '"calico" is not the name of a signer',
  ],
  ['spec.registry', { registry: 'https://registry.example.com/' }, '"https://registry.example.com/" is no registry'],
  ['spec.imagePath', { imagePath: 'Team' }, '"Team" is no path'],
  ['spec.imagePrefix', { imagePrefix: '-' }, '"-" cannot begin'],
  ['spec.imagePullSecrets[].name', { imagePullSecrets: [{ name: '' }] }, 'must name a Secret'],
  ['spec.typhaAutoscaling.minimum', { typhaAutoscaling: { minimum: 4, maximum: 3 } }, '4 is more than the maximum'],
  [
    'spec.namespaces.labels',
    { namespaces: { labels: { 'pod-security.kubernetes.io/enforce': 'high' } } },
    'has a pod security level that is none',
  ],
  ['spec.controlPlaneNodeSelector', { controlPlaneNodeSelector: { 'kubernetes.io/os': 'windows' } }, 'must be linux'],
  [
    'spec.cni.ipam.type',
    { cni: { type: 'Calico', ipam: { type: 'AmazonVPC' } } },
    '"AmazonVPC" .* set Calico or HostLocal',
  ],
  ['spec.cni.type', { ...gke, kubernetesProvider: 'EKS' }, '"GKE" works on GKE only'],
  ['spec.azure', { azure: { policyMode: 'Manual' }, kubernetesProvider: 'EKS' }, 'is for AKS only'],
  ['spec.variant', network(vpp, { variant: 'TigeraSecureEnterprise' }), 'must be Calico'],
  ['spec.cni.type', network(vpp, gke), 'must be Calico'],
  ['spec.calicoNetwork.bgp', network({ ...vpp, bgp: 'Disabled' }), '"Disabled" must be Enabled'],
  ['spec.calicoNetwork.hostPorts', network({ ...vpp, hostPorts: 'Disabled' }), 'must be Enabled'],
  [
    'spec.calicoNetwork.bpfNetworkBootstrap',
    network({ linuxDataplane: 'Nftables', bpfNetworkBootstrap: 'Enabled' }),
    'needs linuxDataplane BPF',
  ],
  ['spec.calicoNetwork.multiInterfaceMode', network({ multiInterfaceMode: 'Multus' }, gke), 'needs the Calico CNI'],
  ['spec.calicoNetwork.containerIPForwarding', network({ containerIPForwarding: 'Enabled' }, gke), 'the Calico CNI'],
  ...(['V4', 'V6'] as const).flatMap((family) => [
    [
      `spec.calicoNetwork.nodeAddressAutodetection${family}`,
      network({ [`nodeAddressAutodetection${family}`]: { firstFound: true, canReach: '8.8.8.8' } }),
      'keep one',
    ] as const,
    [
      `spec.calicoNetwork.nodeAddressAutodetection${family}.cidrs`,
      network({ [`nodeAddressAutodetection${family}`]: { cidrs: [family === 'V4' ? 'fd00::/8' : '10.0.0.0/8'] } }),
      'holds what is no IPv',
    ] as const,
  ]),
  ['spec.calicoNetwork.ipPools[].cidr', pool({ cidr: '10.0.0.0' }), 'of 10.0.0.0 is no range'],
  [
    'spec.calicoNetwork.ipPools[].encapsulation',
    pool({ cidr: 'fd00::/64', encapsulation: 'IPIP' }),
    'is for IPv4 only',
  ],
  [
    'spec.calicoNetwork.ipPools[].encapsulation',
    pool({ encapsulation: 'VXLAN' }, { cni: { type: 'Calico', ipam: { type: 'HostLocal' } } }),
    'does not work with spec.cni.ipam.type HostLocal',
  ],
  ['spec.calicoNetwork.ipPools[].encapsulation', pool({ encapsulation: 'VXLAN' }, gke), 'must be None'],
  [
    'spec.calicoNetwork.ipPools[].encapsulation',
    network(
      { bgp: 'Disabled', clusterRoutingMode: 'BIRD', ipPools: [{ cidr: '10.0.0.0/16', encapsulation: 'IPIP' }] },
      { cni: { type: 'Calico', ipam: { type: 'Calico' } } },
    ),
    'needs routes that BGP brings',
  ],
  ['spec.calicoNetwork.ipPools[].nodeSelector', pool({ nodeSelector: 'has(zone)' }, gke), 'must be all'],
  ['spec.calicoNetwork.ipPools[].blockSize', pool({ blockSize: 33 }), 'must be from 20 to 32'],
  ['spec.calicoNetwork.ipPools[].blockSize', pool({ cidr: '10.0.0.0/28', blockSize: 26 }), 'is larger than the pool'],
  [
    'spec.calicoNetwork.ipPools[].allowedUses',
    pool({ allowedUses: ['LoadBalancer', 'Workload'] }),
    'must be LoadBalancer alone',
  ],
  [
    'spec.calicoNetwork.ipPools[].nodeSelector',
    pool({ allowedUses: ['LoadBalancer'], nodeSelector: 'has(zone)' }),
    'in a pool for load balancers',
  ],
  [
    'spec.calicoNetwork.ipPools[].disableBGPExport',
    pool({ allowedUses: ['LoadBalancer'], disableBGPExport: true }),
    'must be false',
  ],
  [
    'spec.calicoNetwork.ipPools',
    network({ ipPools: [{ cidr: '10.0.0.0/16' }, { cidr: '10.0.128.0/17' }] }),
    'has two pools that overlap',
  ],
  ['spec.calicoNetwork.ipPools', network({ ipPools: [{ cidr: '10.0.0.0/16' }, { cidr: '10.0.0.0/16' }] }), 'overlap'],
  [
    'spec.calicoNetwork.bgp',
    network({ bgp: 'Enabled', ipPools: [{ cidr: '10.0.0.0/16', encapsulation: 'None' }] }, gke),
    'must be Disabled while pools are listed',
  ],
  ['spec.serviceCIDRs', { serviceCIDRs: ['services'] }, 'no range of addresses'],
  [
    'spec.windowsNodes',
    network({ windowsDataplane: 'Disabled' }, { windowsNodes: { vxlanMACPrefix: '0E-2A' } }),
    'is for windows',
  ],
  [
    'spec.certificateManagement',
    network(
      { windowsDataplane: 'HNS' },
      { certificateManagement: { caCert: 'Y2VydA==', signerName: 'example.com/calico' } },
    ),
    'does not work with windowsDataplane HNS',
  ],
];
