import * as fc from 'fast-check';
import type { InstallationSpec } from '../../src/crds/installation/spec.ts';
import { oneOf, optional, valueOf } from './arbitrary-values.ts';

type Sysctl = NonNullable<NonNullable<InstallationSpec['calicoNetwork']>['sysctl']>[number];
const onOff = oneOf('Enabled', 'Disabled');

const pool = fc
  .tuple(
    oneOf(
      '10.0.0.0/16',
      '10.0.128.0/17',
      '10.9.0.0/28',
      '192.168.0.0/16',
      'fd00:10::/48',
      'fd00:20::/64',
      '10.0.0.0',
      'x',
    ),
    fc.record(
      {
        name: oneOf('one', 'two'),
        encapsulation: oneOf('IPIP', 'IPIPCrossSubnet', 'VXLAN', 'VXLANCrossSubnet', 'None'),
        natOutgoing: onOff,
        nodeSelector: oneOf('all()', 'has(zone)'),
        blockSize: oneOf(19, 20, 26, 32, 64, 116, 122),
        disableBGPExport: fc.boolean(),
        disableNewAllocations: fc.boolean(),
        allowedUses: fc.constantFrom<string[]>(
          ['Workload'],
          ['Tunnel', 'Workload'],
          ['LoadBalancer'],
          ['LoadBalancer', 'Workload'],
        ),
        assignmentMode: oneOf('Automatic', 'Manual'),
      },
      optional,
    ),
  )
  .map(([cidr, rest]) => ({ cidr, ...rest }));

const detection = fc.record(
  {
    firstFound: fc.boolean(),
    kubernetes: oneOf('NodeInternalIP'),
    interface: oneOf('', 'eth.*'),
    skipInterface: oneOf('cali.*'),
    canReach: oneOf('', '8.8.8.8'),
    cidrs: fc.array(oneOf('10.0.0.0/8', 'fd00::/8', 'x'), { maxLength: 2 }),
  },
  optional,
);

const network = fc.record(
  {
    linuxDataplane: oneOf('Iptables', 'BPF', 'VPP', 'Nftables'),
    windowsDataplane: oneOf('HNS', 'Disabled'),
    bpfNetworkBootstrap: onOff,
    kubeProxyManagement: onOff,
    bgp: onOff,
    clusterRoutingMode: oneOf('BIRD', 'Felix'),
    hostPorts: onOff,
    multiInterfaceMode: oneOf('None', 'Multus'),
    containerIPForwarding: onOff,
    mtu: oneOf(-1, 0, 1400, 65_535, 65_536),
    linuxPolicySetupTimeoutSeconds: oneOf(-1, 0, 5),
    nodeAddressAutodetectionV4: detection,
    nodeAddressAutodetectionV6: detection,
    ipPools: fc.array(pool, { maxLength: 3 }),
    sysctl: fc.constant<Sysctl[]>([{ key: 'net.ipv4.tcp_keepalive_time', value: '40' }]),
  },
  optional,
);

const cni = fc
  .tuple(
    oneOf('Calico', 'GKE', 'AmazonVPC', 'AzureVNET'),
    fc.option(oneOf('Calico', 'HostLocal', 'AmazonVPC', 'AzureVNET')),
  )
  .map(([type, ipam]) => ({ type, ...(ipam !== null && { ipam: { type: ipam } }) }));

const cniLogging = fc.record(
  {
    logSeverity: oneOf('Error', 'Debug'),
    logFileMaxAgeDays: oneOf(0, 1, 30),
    logFileMaxCount: oneOf(0, 1, 10),
    logFileMaxSize: oneOf('100Mi', '1Gi', '100M', '5'),
  },
  optional,
);

/** Installations that people could write, possible and impossible ones alike. Most of their fields are unset. */
export const anyInstallation: fc.Arbitrary<InstallationSpec> = fc.record(
  {
    variant: oneOf('Calico', 'TigeraSecureEnterprise'),
    kubernetesProvider: oneOf('', 'EKS', 'GKE', 'AKS', 'OpenShift', 'RKE2'),
    cni,
    calicoNetwork: network,
    controlPlaneReplicas: oneOf(-1, 0, 1, 3),
    controlPlaneNodeSelector: valueOf(
      'controlPlaneNodeSelector',
      { pool: 'infra' },
      { 'kubernetes.io/os': 'linux' },
      { 'kubernetes.io/os': 'windows' },
    ),
    controlPlaneTolerations: valueOf('controlPlaneTolerations', [], [{ key: 'infra', operator: 'Exists' }]),
    nodeMetricsPort: oneOf(-1, 0, 9091, 65_536),
    typhaMetricsPort: oneOf(9093, 70_000),
    flexVolumePath: oneOf('None', '/opt/volumes', 'volumes'),
    kubeletVolumePluginPath: oneOf('None', '/var/lib/k0s/kubelet', 'kubelet'),
    nodeUpdateStrategy: valueOf(
      'nodeUpdateStrategy',
      { rollingUpdate: { maxUnavailable: '10%' } },
      { type: 'OnDelete' },
    ),
    nonPrivileged: onOff,
    fipsMode: onOff,
    azure: valueOf('azure', { policyMode: 'Default' }, { policyMode: 'Manual' }),
    logging: cniLogging.map((settings) => ({ cni: settings })),
    serviceCIDRs: valueOf('serviceCIDRs', [], ['10.96.0.0/12'], ['services']),
    windowsNodes: valueOf('windowsNodes', { vxlanMACPrefix: '0E-2A' }),
    certificateManagement: valueOf(
      'certificateManagement',
      { caCert: 'Y2VydA==', signerName: 'example.com/calico' },
      { caCert: 'Y2VydA==', signerName: 'calico' },
    ),
    registry: oneOf(
      '',
      'UseDefault',
      'quay.io/',
      'registry.example.com:5000//',
      '[fd00::1]:5000/a/',
      'https://a/',
      'a/B',
    ),
    imagePrefix: oneOf('', 'copy-of-', '-'),
    typhaAutoscaling: fc.record({ minimum: oneOf(1, 3), maximum: oneOf(2, 5) }, optional),
    namespaces: valueOf(
      'namespaces',
      { labels: { 'pod-security.kubernetes.io/warn': 'baseline' } },
      { labels: { a: 'b' } },
    ),
    imagePath: oneOf('mirror', '/a//b/', 'Mirror'),
  },
  optional,
);
