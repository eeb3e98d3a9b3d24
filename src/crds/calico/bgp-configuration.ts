import * as z from 'zod';
import { anyCase, atomicListOf, int32, k8sType, listOf, matching, setOf, struct, withRules } from '../schema.ts';
import type { CalicoKind, CalicoSettings } from './calico-kind.ts';
import { SEVERITIES, boolean, cidr, enabledOrDisabled, text } from './fields.ts';

const atomic = { 'x-kubernetes-map-type': 'atomic' };

const community = struct('A BGP community by name.', {
  name: text('Name, for use in prefixAdvertisements.'),
  value: matching('^(\\d+):(\\d+)$|^(\\d+):(\\d+):(\\d+)$', 'Standard (`aa:nn`) or large (`aa:nn:mm`) community.'),
});

const prefixAdvertisement = struct('Communities for the routes of one range.', {
  cidr: cidr('The range.'),
  communities: listOf(z.string(), 'Names of communities above, or communities themselves.'),
});

const cidrBlock = (what: string) => struct(what, { cidr: cidr('The range.') }).meta(atomic);

const routePriority = (family: string) =>
  z.int().min(1).max(2_147_483_646).describe(`Metric of ${family} routes to pods that BIRD programs.`);

const spec = withRules(
  struct('How the nodes of the cluster speak BGP.', {
    asNumber: int32('Autonomous system that nodes belong to unless they say otherwise. Default: 64512.'),
    bindMode: z
      .enum(['None', 'NodeIP'])
      .describe('Whether BIRD listens on all addresses (None) or on that of its node only. Default: None.'),
    communities: atomicListOf(community.meta(atomic), 'Communities that have a name.'),
    ignoredInterfaces: setOf(z.string(), 'Interfaces whose routes BIRD does not take over, `*` for any letters.'),
    ipv4NormalRoutePriority: routePriority('IPv4'),
    ipv6NormalRoutePriority: routePriority('IPv6'),
    listenPort: z.int().min(1).max(65_535).describe('Port of BGP on all nodes. Default: 179.'),
    localWorkloadPeeringIPV4: text('IPv4 address of the node that pods peer with, the same on all nodes.'),
    localWorkloadPeeringIPV6: text('IPv6 address of the node that pods peer with, the same on all nodes.'),
    logSeverityScreen: anyCase(SEVERITIES, 'Least severe messages that BIRD logs. Default: Info.').meta({
      default: 'Info',
    }),
    nodeMeshMaxRestartTime: text('How long routes of a mesh peer are kept while it restarts, for example `120s`.'),
    nodeMeshPassword: struct('Password of the sessions between nodes.', {
      secretKeyRef: k8sType('io.k8s.api.core.v1.SecretKeySelector', 'Key of a Secret in the namespace of calico-node.'),
    }),
    nodeToNodeMeshEnabled: boolean(
      'Whether every node peers with every other. Turn it off with route reflectors. Default: true.',
    ),
    prefixAdvertisements: atomicListOf(prefixAdvertisement.meta(atomic), 'Communities by range of addresses.'),
    programClusterRoutes: enabledOrDisabled.describe(
      'Whether BIRD programs routes of pools without VXLAN. Set by the operator where the Installation has a ' +
        'clusterRoutingMode. Default: Enabled.',
    ),
    serviceClusterIPs: atomicListOf(cidrBlock('A range of cluster IPs.'), 'Ranges of cluster IPs that are advertised.'),
    serviceExternalIPs: atomicListOf(
      cidrBlock('A range of external IPs.'),
      'Ranges of external IPs that are advertised.',
    ),
    serviceLoadBalancerAggregation: enabledOrDisabled
      .meta({ default: 'Enabled' })
      .describe('Whether load balancer IPs are advertised as ranges rather than one by one. Default: Enabled.'),
    serviceLoadBalancerIPs: atomicListOf(
      cidrBlock('A range of load balancer IPs.'),
      'Ranges of load balancer IPs that are advertised.',
    ),
  }),
  [
    {
      message: 'nodeMeshPassword cannot be set when nodeToNodeMeshEnabled is false',
      reason: 'FieldValueForbidden',
      rule: '!has(self.nodeMeshPassword) || !has(self.nodeToNodeMeshEnabled) || self.nodeToNodeMeshEnabled == true',
    },
    {
      message: 'nodeMeshMaxRestartTime cannot be set when nodeToNodeMeshEnabled is false',
      reason: 'FieldValueForbidden',
      rule: '!has(self.nodeMeshMaxRestartTime) || !has(self.nodeToNodeMeshEnabled) || self.nodeToNodeMeshEnabled == true',
    },
  ],
);

export type BGPConfigurationSpec = z.input<typeof spec>;
export type BGPConfiguration = CalicoSettings<'BGPConfiguration', BGPConfigurationSpec>;

/** The kind BGPConfiguration, for the generator. */
export const bgpConfiguration: CalicoKind = {
  kind: 'BGPConfiguration',
  plural: 'bgpconfigurations',
  scope: 'Cluster',
  shortNames: ['bgpconfig', 'bgpconfigs'],
  description: 'How the nodes of the cluster speak BGP. `default` is for all nodes, `node.<name>` for one.',
  spec,
};
