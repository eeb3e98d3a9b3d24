import * as z from 'zod';
import { anyCase, dscpMark, listOf, struct, structWith, withRules } from '../schema.ts';
import type { CalicoKind, CalicoSettings } from './calico-kind.ts';
import { bpfFields } from './felix/bpf.ts';
import { ruleFields } from './felix/iptables.ts';
import { debugFields, logFields, reportingFields } from './felix/observability.ts';
import { routingFields, wireguardFields } from './felix/routing.ts';
import { boolean, enabledOrDisabled, integer, portOrRange, text } from './fields.ts';

const failsafePort = structWith('A port that stays open whatever policy says.', {
  required: { port: integer('The port.') },
  optional: {
    net: text('Range of the other side. Default: any address.'),
    protocol: text('TCP, UDP and so on. Default: TCP.'),
  },
});

const generalFields = {
  cgroupV2Path: text('Where the cgroup v2 file system is on the node. Default: found by Felix.'),
  dataplaneDriver: text('File name of a dataplane other than the built-in ones.'),
  useInternalDataplaneDriver: boolean('Whether the built-in dataplane is used. Default: true.'),
  defaultEndpointToHostAction: anyCase(
    ['Drop', 'Accept', 'Return'],
    'What happens to traffic from a pod to its own node when no policy decides. Default: Drop; calico-node sets Accept.',
  ),
  disableConntrackInvalidCheck: boolean('Whether packets are kept that fit no known connection. Default: false.'),
  failsafeInboundHostPorts: listOf(
    failsafePort,
    'Ports of the nodes that anyone may reach whatever policy says, so that no policy locks you out. ' +
      'Default: ssh, DHCP, BGP, etcd, Typha and the API server.',
  ),
  failsafeOutboundHostPorts: listOf(
    failsafePort,
    'Ports that nodes may reach whatever policy says. Default: DNS, DHCP, BGP, etcd, Typha and the API server.',
  ),
  istioAmbientMode: enabledOrDisabled.describe(
    'Whether Felix works together with Istio in ambient mode. Set by the operator with the kind Istio.',
  ),
  istioDSCPMark: dscpMark('DSCP mark by which Felix knows the traffic of the mesh. Set by the operator. Default: 23.'),
  kubeNodePortRanges: listOf(
    portOrRange('A port or range of ports.'),
    'Node ports of Services, at most 7 ranges. Default: 30000:32767.',
  ),
  metadataAddr: text('Address of the metadata service of OpenStack. `none`: no rule for it. Default: 127.0.0.1.'),
  metadataPort: integer('Port of the metadata service of OpenStack. Default: 8775.'),
  openstackRegion: text('Name of the region of OpenStack that this node is in.'),
  nodeSelector: z
    .string()
    .max(1024)
    .describe('Which nodes this configuration is for, as a Calico selector. Not for `default` and `node.<name>`.'),
  windowsManageFirewallRules: enabledOrDisabled.describe(
    'Whether Felix opens the firewall of Windows nodes for what it serves. Default: Disabled.',
  ),
};

const spec = withRules(
  struct('Settings of Felix, the agent on every node.', {
    ...generalFields,
    ...bpfFields,
    ...ruleFields,
    ...routingFields,
    ...wireguardFields,
    ...logFields,
    ...reportingFields,
    ...debugFields,
  }),
  [
    {
      message: 'routeTableRange and routeTableRanges cannot both be set',
      reason: 'FieldValueForbidden',
      rule: '!has(self.routeTableRange) || !has(self.routeTableRanges)',
    },
  ],
);

export type FelixConfigurationSpec = z.input<typeof spec>;
export type FelixConfiguration = CalicoSettings<'FelixConfiguration', FelixConfigurationSpec>;

/** The kind FelixConfiguration, for the generator. */
export const felixConfiguration: CalicoKind = {
  kind: 'FelixConfiguration',
  plural: 'felixconfigurations',
  scope: 'Cluster',
  description:
    'Settings of Felix. `default` is for all nodes, `node.<name>` for one. What the Installation has a field for is ' +
    'set there; the rest is yours.',
  spec,
  rules: [
    {
      message: "nodeSelector must not be set on the 'default' or per-node ('node.*') FelixConfiguration",
      reason: 'FieldValueForbidden',
      rule: "self.metadata.name == 'default' || self.metadata.name.startsWith('node.') ? !has(self.spec.nodeSelector) : true",
    },
  ],
};
