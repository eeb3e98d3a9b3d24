import * as fc from 'fast-check';
import type { CalicoNetwork } from '../../src/crds/installation/calico-network.ts';
import type { InstallationSpec } from '../../src/crds/installation/spec.ts';
import { validateInstallation } from '../../src/crds/installation/validate.ts';
import { oneOf, optional, valueOf } from './arbitrary-values.ts';
import { knownEndpoint, settled } from './installation-facts.ts';

type PoolEntry = NonNullable<CalicoNetwork['ipPools']>[number];

type Detection = NonNullable<CalicoNetwork['nodeAddressAutodetectionV4']>;

/** A pool of one name, range and size of blocks: what no pool can change. */
const poolOf = (
  [name, cidr]: readonly [name: string, cidr: string],
  blockSize: number,
  encapsulations: PoolEntry['encapsulation'][],
) =>
  fc
    .record(
      {
        encapsulation: fc.constantFrom(...encapsulations.filter((each) => each !== undefined)),
        blockSize: fc.constant(blockSize),
        natOutgoing: oneOf('Enabled', 'Disabled'),
        nodeSelector: oneOf('all()', 'has(zone)'),
        disableBGPExport: fc.boolean(),
        assignmentMode: oneOf('Automatic', 'Manual'),
      },
      optional,
    )
    .map((others): PoolEntry => ({ name, cidr, ...others }));

const pools = fc
  .tuple(
    fc.option(poolOf(['default-ipv4-ippool', '10.0.0.0/16'], 26, ['IPIP', 'VXLAN', 'VXLANCrossSubnet', 'None'])),
    fc.option(poolOf(['second', '10.1.0.0/16'], 26, ['IPIPCrossSubnet', 'VXLAN'])),
    fc.option(poolOf(['default-ipv6-ippool', 'fd00:10::/48'], 122, ['None', 'VXLAN'])),
  )
  .map((each) => each.filter((pool) => pool !== null))
  .filter(({ length }) => length > 0);

const network = fc.record(
  {
    linuxDataplane: oneOf('Iptables', 'BPF', 'Nftables', 'VPP'),
    bgp: oneOf('Enabled', 'Disabled'),
    clusterRoutingMode: oneOf('BIRD', 'Felix'),
    hostPorts: oneOf('Enabled', 'Disabled'),
    containerIPForwarding: oneOf('Enabled', 'Disabled'),
    multiInterfaceMode: oneOf('None', 'Multus'),
    mtu: oneOf(0, 1400, 8981),
    linuxPolicySetupTimeoutSeconds: oneOf(0, 5),
    nodeAddressAutodetectionV4: fc.constantFrom<Detection[]>(
      { firstFound: true },
      { interface: 'eth.*' },
      { cidrs: ['10.0.0.0/8'] },
    ),
    nodeAddressAutodetectionV6: fc.constantFrom<Detection[]>({ firstFound: true }, { firstFound: false }),
  },
  optional,
);

const rest = fc.record(
  {
    controlPlaneReplicas: oneOf(1, 2, 3),
    controlPlaneNodeSelector: valueOf('controlPlaneNodeSelector', { 'kubernetes.io/os': 'linux' }),
    controlPlaneTolerations: valueOf('controlPlaneTolerations', [{ key: 'infra', operator: 'Exists' }]),
    nodeMetricsPort: oneOf(9091, 9191),
    typhaMetricsPort: oneOf(9093),
    flexVolumePath: oneOf('None', '/opt/volumes'),
    kubeletVolumePluginPath: oneOf('None', '/var/lib/k0s/kubelet'),
    nodeUpdateStrategy: valueOf('nodeUpdateStrategy', { rollingUpdate: { maxUnavailable: '10%' } }),
    fipsMode: oneOf('Enabled', 'Disabled'),
    logging: valueOf(
      'logging',
      { cni: { logSeverity: 'Debug', logFileMaxSize: '1Gi' } },
      { cni: { logFileMaxCount: 3 } },
    ),
    serviceCIDRs: valueOf('serviceCIDRs', [], ['10.96.0.0/12']),
    registry: oneOf('registry.example.com:5000/'),
    imagePath: oneOf('mirror'),
    imagePrefix: oneOf('copy-of-'),
    calicoNodeDaemonSet: valueOf(
      'calicoNodeDaemonSet',
      { spec: { minReadySeconds: 5, template: { spec: { nodeSelector: { team: 'network' } } } } },
      { metadata: { labels: { team: 'network' }, annotations: { 'example.com/a': 'b' } } },
    ),
    typhaDeployment: valueOf('typhaDeployment', {
      spec: { template: { spec: { terminationGracePeriodSeconds: 60 } } },
    }),
    componentResources: valueOf('componentResources', [
      { componentName: 'Typha', resourceRequirements: { requests: { cpu: '100m' } } },
    ]),
  },
  optional,
);

/**
 * Installations that can be installed on a bare cluster. They list a pool and name their CNI plugin, because what
 * is unset stays as it is on a running cluster.
 */
export const possibleInstallation: fc.Arbitrary<InstallationSpec> = fc
  .tuple(rest, network, pools, oneOf('Calico', 'HostLocal'))
  .map(([others, calicoNetwork, ipPools, ipam]) => ({
    ...others,
    cni: { type: 'Calico' as const, ipam: { type: ipam } },
    calicoNetwork: { ...calicoNetwork, ipPools },
  }))
  .filter((spec) => validateInstallation(settled(spec), knownEndpoint).length === 0);
