import * as z from 'zod';
import { anyCase, listOf, matching, structOf } from '../../schema.ts';
import { boolean, duration, enabledOrDisabled, integer, text } from '../fields.ts';

const tableRange = structOf('Numbers of routing tables, both ends included.', {
  min: integer('First number.'),
  max: integer('Last number.'),
});

/** Fields of FelixConfiguration about routes, tunnels and interfaces. */
export const routingFields = {
  allowIPIPPacketsFromWorkloads: boolean('Whether pods may send IP-in-IP of their own. Default: false.'),
  allowVXLANPacketsFromWorkloads: boolean('Whether pods may send VXLAN of their own. Default: false.'),
  awsSrcDstCheck: z
    .enum(['DoNothing', 'Enable', 'Disable'])
    .describe(
      'What Felix does to the source/destination check of its EC2 instance, which must be off for traffic that is ' +
        'not wrapped. Needs permission in AWS. Default: DoNothing.',
    ),
  deviceRouteProtocol: integer('Protocol number that routes of Felix are marked with. Default: 80.'),
  deviceRouteSourceAddress: text('Source address hint of routes to pods, IPv4. Default: none.'),
  deviceRouteSourceAddressIPv6: text('Source address hint of routes to pods, IPv6. Default: none.'),
  externalNodesList: listOf(z.string(), 'Ranges of hosts outside the cluster that may send tunnelled traffic.'),
  interfaceExclude: text(
    'Interfaces that Felix takes no notice of, with commas between; `/…/` for a regular expression. ' +
      'Default: kube-ipvs0.',
  ),
  interfacePrefix: text('First letters of the interfaces of pods, with commas between several. Default: cali.'),
  interfaceRefreshInterval: duration('How often Felix lists all interfaces again. 0: never. Default: 90s.'),
  ipForwarding: enabledOrDisabled.describe('Whether Felix turns IP forwarding on. Default: Enabled.'),
  ipipEnabled: boolean('Whether the IP-in-IP tunnel is made. Default: if a pool uses it.'),
  ipipMTU: integer('MTU of the IP-in-IP tunnel. 0: found. Default: 0.'),
  ipv4ElevatedRoutePriority: integer('Metric of IPv4 routes to a virtual machine that moves, while it moves.'),
  ipv4NormalRoutePriority: integer('Metric of IPv4 routes to pods.'),
  ipv6ElevatedRoutePriority: integer('Metric of IPv6 routes to a virtual machine that moves, while it moves.'),
  ipv6NormalRoutePriority: integer('Metric of IPv6 routes to pods.'),
  ipv6Support: boolean('Whether Felix manages IPv6. Default: true.'),
  liveMigrationRouteConvergenceTime: matching(
    '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))*$',
    'Time that routes to a virtual machine get to settle after it moved.',
  ),
  mtuIfacePattern: text(
    'Regular expression for the interfaces whose MTU Felix looks at to find that of the pod network. ' +
      'Default: names of usual network cards.',
  ),
  netlinkTimeout: duration('How long Felix waits for the kernel to answer. Default: 10s.'),
  programClusterRoutes: enabledOrDisabled.describe(
    'Whether Felix programs routes of pools without VXLAN instead of BIRD. Set by the operator where the ' +
      'Installation has a clusterRoutingMode. Default: Disabled.',
  ),
  removeExternalRoutes: boolean('Whether routes to pods that something else made are removed. Default: true.'),
  requireMTUFile: boolean('Whether Felix waits for the file with the MTU that calico-node writes. Default: false.'),
  routeRefreshInterval: duration('How often routes are compared with what Felix wrote. 0: never. Default: 90s.'),
  routeSource: anyCase(
    ['WorkloadIPs', 'CalicoIPAM'],
    'Where Felix learns which addresses are on which node: from pods, or from blocks of Calico IPAM. ' +
      'Default: CalicoIPAM.',
  ),
  routeSyncDisabled: boolean('Whether Felix leaves routes to pods to another program. Default: false.'),
  routeTableRange: tableRange.describe('Deprecated, use routeTableRanges. One range of routing tables.'),
  routeTableRanges: listOf(tableRange, 'Routing tables that Felix may use. Default: 1 to 250.'),
  vxlanEnabled: boolean('Whether the VXLAN tunnel is made. Default: if a pool uses it.'),
  vxlanMTU: integer('MTU of the IPv4 VXLAN tunnel. 0: found. Default: 0.'),
  vxlanMTUV6: integer('MTU of the IPv6 VXLAN tunnel. 0: found. Default: 0.'),
  vxlanPort: integer('UDP port of VXLAN. The same on all nodes. Default: 4789.'),
  vxlanVNI: integer('Network identifier of VXLAN. The same on all nodes. Default: 4096.'),
};

/** Fields of FelixConfiguration about WireGuard, which encrypts traffic between nodes. */
export const wireguardFields = {
  wireguardEnabled: boolean('Whether IPv4 traffic between nodes is encrypted. Default: false.'),
  wireguardEnabledV6: boolean('Whether IPv6 traffic between nodes is encrypted. Default: false.'),
  wireguardHostEncryptionEnabled: boolean(
    'Whether traffic of the nodes themselves is encrypted, too, on platforms that need it. Default: false.',
  ),
  wireguardInterfaceName: text('Name of the IPv4 interface. Default: wireguard.cali.'),
  wireguardInterfaceNameV6: text('Name of the IPv6 interface. Default: wg-v6.cali.'),
  wireguardKeepAlive: duration('How often a packet keeps a tunnel open through NAT. 0: never. Default: 0.'),
  wireguardListeningPort: integer('UDP port of the IPv4 interface. Default: 51820.'),
  wireguardListeningPortV6: integer('UDP port of the IPv6 interface. Default: 51821.'),
  wireguardMTU: integer('MTU of the IPv4 interface. 0: found. Default: 0.'),
  wireguardMTUV6: integer('MTU of the IPv6 interface. 0: found. Default: 0.'),
  wireguardRoutingRulePriority: integer('Priority of the rule that routes traffic into the tunnel. Default: 99.'),
  wireguardThreadingEnabled: boolean('Whether the kernel spreads decryption over processors. Default: false.'),
};
