import * as z from 'zod';
import { int32, k8sType, listOf, struct, withRules } from '../schema.ts';
import type { CalicoKind } from './calico-kind.ts';
import { boolean, integer, text } from './fields.ts';

const selector = (description: string) => z.string().max(4096).describe(description);

const forbidden = (message: string, rule: string) => ({ message, reason: 'FieldValueForbidden' as const, rule });
const unset = (field: string) => `(!has(self.${field}) || size(self.${field}) == 0)`;

const spec = withRules(
  struct('Who peers with whom.', {
    asNumber: int32('Autonomous system of the peer. Default: that of the cluster.'),
    filters: listOf(z.string(), 'Names of BGPFilters for routes to and from the peer, in this order.'),
    keepOriginalNextHop: boolean('Deprecated, use nextHopMode. Whether next hops are passed on as they came.'),
    keepaliveTime: text('How often the peers say that they live, for example `30s`.'),
    localASNumber: int32('Autonomous system that the node claims for this session.'),
    localWorkloadSelector: selector('Pods of the node that it peers with, as a Calico selector.'),
    maxRestartTime: text('How long routes of the peer are kept while it restarts, for example `120s`.'),
    nextHopMode: z
      .enum(['Auto', 'Self', 'Keep'])
      .describe('Next hop of routes sent to the peer: as BGP has it, the node, or as it came. Default: Auto.'),
    node: z.string().max(253).describe('Name of the one node that peers. Default: all nodes.'),
    nodeSelector: selector('Nodes that peer, as a Calico selector.'),
    numAllowedLocalASNumbers: int32('How often the own autonomous system may be in the path of a route. Default: 0.'),
    password: struct('Password of the session.', {
      secretKeyRef: k8sType('io.k8s.api.core.v1.SecretKeySelector', 'Key of a Secret in the namespace of calico-node.'),
    }),
    peerIP: z.string().max(64).describe('Address of the peer, with port if it is not 179: `192.0.2.1:1790`.'),
    peerSelector: selector('Nodes that are the peers, as a Calico selector.'),
    reachableBy: text('Gateway to the peer, where it is not on a network of the node.'),
    reversePeering: z
      .enum(['Auto', 'Manual'])
      .describe('Whether nodes chosen by peerSelector peer back by themselves. Default: Auto.'),
    sourceAddress: z
      .enum(['UseNodeIP', 'None'])
      .describe(
        'Whether the session comes from the address of the node, or from what routing chooses. Default: UseNodeIP.',
      ),
    ttlSecurity: integer('Most hops to the peer; packets from farther are dropped. Default: no check.'),
  }),
  [
    forbidden('node and nodeSelector cannot both be set', `${unset('node')} || ${unset('nodeSelector')}`),
    forbidden('peerIP and peerSelector cannot both be set', `${unset('peerIP')} || ${unset('peerSelector')}`),
    forbidden(
      'asNumber must be empty when peerSelector is set',
      `${unset('peerSelector')} || !has(self.asNumber) || self.asNumber == 0`,
    ),
    forbidden(
      'peerIP must be empty when localWorkloadSelector is set',
      `${unset('localWorkloadSelector')} || ${unset('peerIP')}`,
    ),
    forbidden(
      'peerSelector must be empty when localWorkloadSelector is set',
      `${unset('localWorkloadSelector')} || ${unset('peerSelector')}`,
    ),
    {
      message: 'asNumber is required when localWorkloadSelector is set',
      reason: 'FieldValueInvalid',
      rule: `${unset('localWorkloadSelector')} || (has(self.asNumber) && self.asNumber != 0)`,
    },
  ],
);

/** The kind BGPPeer, for the generator. */
export const bgpPeer: CalicoKind = {
  kind: 'BGPPeer',
  plural: 'bgppeers',
  scope: 'Cluster',
  description: 'A BGP session between nodes of the cluster and a router, a route reflector or pods.',
  spec,
  printerColumns: [
    { name: 'Node Selector', type: 'string', jsonPath: '.spec.nodeSelector' },
    { name: 'Node', type: 'string', jsonPath: '.spec.node' },
    { name: 'Local ASN', type: 'string', jsonPath: '.spec.localASNumber' },
    { name: 'Peer Selector', type: 'string', jsonPath: '.spec.peerSelector' },
    { name: 'Peer IP', type: 'string', jsonPath: '.spec.peerIP' },
    { name: 'Peer ASN', type: 'string', jsonPath: '.spec.asNumber' },
  ],
};
