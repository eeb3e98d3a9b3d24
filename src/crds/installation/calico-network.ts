import * as z from 'zod';
import { int32, listOf, struct, structOf } from '../schema.ts';
import { ipPoolEntry, type SettledIpPool } from './ip-pool.ts';

const enabledOrDisabled = z.enum(['Enabled', 'Disabled']);
const disabledOrEnabled = z.enum(['Disabled', 'Enabled']);

const autodetectionShape = {
  firstFound: z
    .boolean()
    .describe('Take the first address of the first interface that is neither virtual nor loopback.'),
  kubernetes: z.enum(['NodeInternalIP']).describe('Take the address that Kubernetes shows as InternalIP of the node.'),
  interface: z
    .string()
    .describe('Take the first address of an interface that matches this regular expression, for example `eth.*`.'),
  skipInterface: z.string().describe('Like `firstFound`, without the interfaces that match this regular expression.'),
  canReach: z
    .string()
    .describe('Take the address from which this host name or address is reached, for example `8.8.8.8`.'),
  cidrs: listOf(z.string(), 'Take the first address that lies in one of these ranges.'),
};

const nodeAddressAutodetection = (family: string, defaults: string) =>
  struct(
    `How calico-node finds the ${family} address of its node. Set one field; an object without any turns detection ` +
      `off. ${defaults}`,
    autodetectionShape,
  );

const sysctl = structOf('A kernel parameter of every pod.', {
  key: z
    .enum(['net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes', 'net.ipv4.tcp_keepalive_time'])
    .describe('Name of the parameter.'),
  value: z.string().describe('Its value, for example `"40"`.'),
});

/** `spec.calicoNetwork`. */
export const calicoNetwork = struct('The network that Calico makes: dataplane, addresses, routing.', {
  linuxDataplane: z
    .enum(['Iptables', 'BPF', 'VPP', 'Nftables'])
    .describe(
      'What enforces policy and balances Services on Linux nodes. A change rolls calico-node through all nodes. ' +
        'BPF replaces kube-proxy and needs kernel 5.10 or newer. Default: Iptables.',
    ),
  windowsDataplane: z
    .enum(['HNS', 'Disabled'])
    .describe('Whether Calico runs on Windows nodes (`HNS`). It then needs `serviceCIDRs`. Default: Disabled.'),
  bpfNetworkBootstrap: disabledOrEnabled.describe(
    'Whether the operator tells calico-node where the API server is, so that it starts without kube-proxy. With ' +
      'linuxDataplane BPF only, and instead of the ConfigMap kubernetes-services-endpoint. Default: Disabled.',
  ),
  kubeProxyManagement: disabledOrEnabled.describe(
    'Whether the operator stops the DaemonSet kube-proxy while the BPF dataplane is on and starts it again after. ' +
      'Not for a kube-proxy that another tool manages. Default: Disabled.',
  ),
  bgp: enabledOrDisabled.describe(
    'Whether nodes exchange routes by BGP. Needed by pools with encapsulation IPIP or None, unless ' +
      'clusterRoutingMode is Felix. Default: Enabled with the Calico CNI except on EKS, else Disabled.',
  ),
  clusterRoutingMode: z
    .enum(['BIRD', 'Felix'])
    .describe(
      'Who programs the routes of pools without VXLAN: BIRD (by BGP) or Felix. Unset leaves programClusterRoutes of ' +
        'FelixConfiguration and BGPConfiguration as they are.',
    ),
  ipPools: z
    .array(ipPoolEntry)
    .max(25)
    .describe(
      'The IP pools that the operator keeps. Unset: it takes the ranges that OpenShift or kubeadm name, else ' +
        '192.168.0.0/16 (172.16.0.0/16 on EKS), once, in a cluster without pools. An empty list: it makes none and ' +
        'waits for pools of your own. A pool that leaves the list is deleted.',
    ),
  mtu: int32('Largest packet of the pod network in bytes. 0 or unset: Calico finds it from the interfaces of a node.'),
  nodeAddressAutodetectionV4: nodeAddressAutodetection(
    'IPv4',
    'Default, where an IPv4 pool or the BPF dataplane is in use: `firstFound: true`; on EKS `canReach: 8.8.8.8`.',
  ),
  nodeAddressAutodetectionV6: nodeAddressAutodetection(
    'IPv6',
    'Default, where an IPv6 pool is in use: `firstFound: true`.',
  ),
  hostPorts: enabledOrDisabled.describe(
    'Whether pods may use `hostPort`, by the CNI plugin portmap. Calico CNI only. Default: Enabled.',
  ),
  multiInterfaceMode: z
    .enum(['None', 'Multus'])
    .describe('Whether pods may have several interfaces. Calico CNI only; no effect in open-source Calico.'),
  containerIPForwarding: enabledOrDisabled.describe(
    'Whether the kernel forwards packets inside pods, as pods that route need it. Calico CNI only. Default: Disabled.',
  ),
  sysctl: listOf(sysctl, 'Kernel parameters set in the network namespace of every pod by the CNI plugin tuning.'),
  linuxPolicySetupTimeoutSeconds: int32(
    'Seconds that a new pod waits until its policy is in force, at most. 0 does not wait. Not with dataplane VPP.',
  ),
});

export type CalicoNetwork = z.input<typeof calicoNetwork>;
export type LinuxDataplane = NonNullable<CalicoNetwork['linuxDataplane']>;
export type NodeAddressAutodetection = NonNullable<CalicoNetwork['nodeAddressAutodetectionV4']>;

/** The network with its defaults: what is needed by every renderer is present. */
export interface SettledCalicoNetwork extends Omit<CalicoNetwork, 'ipPools'> {
  linuxDataplane: LinuxDataplane;
  windowsDataplane: NonNullable<CalicoNetwork['windowsDataplane']>;
  bgp: NonNullable<CalicoNetwork['bgp']>;
  /** The pools to keep. Absent: the cluster's pools are managed elsewhere. */
  ipPools?: SettledIpPool[];
}
