import * as z from 'zod';
import { anyCase, int32 } from '../../schema.ts';
import { duration, enabledOrDisabled, integer, portOrRange, text } from '../fields.ts';

const allowActions = ['Accept', 'Return'];
const denyActions = ['Drop', 'Reject'];

/** Fields of FelixConfiguration for the dataplanes that write rules: iptables and nftables. */
export const ruleFields = {
  chainInsertMode: anyCase(
    ['Insert', 'Append'],
    'Where the rules of Calico stand among others: before all (Insert) or after. Default: Insert.',
  ),
  ipsetsRefreshInterval: duration('How often IP sets are compared with what Felix wrote. 0: never. Default: 90s.'),
  iptablesBackend: z
    .enum(['Legacy', 'NFT', 'Auto'])
    .meta({ pattern: '^(?i)(Auto|Legacy|NFT)?$' })
    .describe('Which form of iptables is used. Auto finds out what the node uses. Default: Auto.'),
  iptablesFilterAllowAction: anyCase(
    allowActions,
    'What happens to traffic that policy allows: it is accepted, or goes on to the next rule. Default: Accept.',
  ),
  iptablesFilterDenyAction: anyCase(
    denyActions,
    'What happens to traffic that policy denies: nothing, or an answer that says so. Default: Drop.',
  ),
  iptablesLockProbeInterval: duration(
    'How often Felix tries again while another program holds the lock. Default: 50ms.',
  ),
  iptablesMangleAllowAction: anyCase(
    allowActions,
    'What happens in the mangle table to traffic that pre-DNAT policy allows. Default: Accept.',
  ),
  iptablesMarkMask: int32('Bits of the packet mark that Felix may use, at least 8. Default: 0xffff0000.'),
  iptablesNATOutgoingInterfaceFilter: text('Interface by which NAT for outgoing traffic happens only. Default: any.'),
  iptablesPostWriteCheckInterval: duration(
    'Time after a write at which Felix looks whether another program undid it. Default: 1s.',
  ),
  iptablesRefreshInterval: duration('How often rules are compared with what Felix wrote. 0: never. Default: 180s.'),
  maxIpsetSize: integer('Most entries of one IP set. Default: 1048576.'),
  natOutgoingAddress: text('Source address of outgoing traffic after NAT. Default: that of the interface.'),
  natOutgoingExclusions: z
    .enum(['IPPoolsOnly', 'IPPoolsAndHostIPs'])
    .describe('Destinations without NAT for outgoing traffic: the pools, or the nodes too. Default: IPPoolsOnly.'),
  natPortRange: portOrRange(
    'Source ports that NAT for outgoing traffic may use, for example 32768:65535. Default: any.',
  ),
  nftablesFilterAllowAction: anyCase(allowActions, 'As iptablesFilterAllowAction, for nftables. Default: Accept.'),
  nftablesFilterDenyAction: anyCase(denyActions, 'As iptablesFilterDenyAction, for nftables. Default: Drop.'),
  nftablesMangleAllowAction: anyCase(allowActions, 'As iptablesMangleAllowAction, for nftables. Default: Accept.'),
  nftablesMarkMask: int32('As iptablesMarkMask, for nftables. Default: 0xffff0000.'),
  nftablesMode: z
    .enum(['Disabled', 'Enabled', 'Auto'])
    .meta({ default: 'Auto' })
    .describe(
      'Whether rules are written to nftables instead of iptables. Auto follows kube-proxy. Set by the operator from ' +
        'linuxDataplane of the Installation. Default: Auto.',
    ),
  nftablesRefreshInterval: text('As iptablesRefreshInterval, for nftables. Default: 180s.'),
  serviceLoopPrevention: anyCase(
    ['Drop', 'Reject', 'Disabled'],
    'What happens to packets for Service addresses that no Service has, which routers would send in circles. ' +
      'Default: Drop.',
  ),
  workloadSourceSpoofing: anyCase(
    ['Disabled', 'Any'],
    'Whether pods may ask, by annotation, to send from addresses that are not theirs. Default: Disabled.',
  ),
  xdpEnabled: z
    .boolean()
    .describe('Whether untracked policy drops packets in the network driver, where it can. Default: true.'),
  xdpRefreshInterval: duration('How often XDP programs are compared with what Felix wrote. 0: never. Default: 90s.'),
  genericXDPEnabled: z
    .boolean()
    .describe('Whether XDP is used on cards that do not support it, slowly. For tests. Default: false.'),
  sidecarAccelerationEnabled: z
    .boolean()
    .describe('Experimental: whether traffic between a pod and its sidecar skips the TCP stack. Default: false.'),
  floatingIPs: enabledOrDisabled.describe(
    'Whether pods may have further addresses by annotation, which are translated to their own. Default: Disabled.',
  ),
};
