import * as z from 'zod';
import { listOf, matching, struct, structOf, structWith, withRules } from '../schema.ts';
import type { CalicoKind } from './calico-kind.ts';
import { cidr, text } from './fields.ts';

const atomic = { 'x-kubernetes-map-type': 'atomic' };

const uint16 = '([0-9]|[1-9][0-9]{1,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])';
const uint32 =
  '([0-9]|[1-9][0-9]{1,8}|[1-3][0-9]{9}|4[0-1][0-9]{8}|42[0-8][0-9]{7}|429[0-3][0-9]{6}|4294[0-8][0-9]{5}|' +
  '42949[0-5][0-9]{4}|429496[0-6][0-9]{3}|4294967[0-1][0-9]{2}|42949672[0-8][0-9]|429496729[0-5])';

const community = (description: string) =>
  matching(`^(${uint16}:${uint16}|${uint32}:${uint32}:${uint32})$`, description).max(32);

const priority = (description: string) => z.int().min(1).max(2_147_483_646).describe(description);

const operation = struct('One change to a route. Set one field.', {
  addCommunity: structOf('Adds a community.', {
    value: community('Standard (`aa:nn`) or large (`aa:nn:mm`) community.'),
  }).meta(atomic),
  prependASPath: structOf('Puts autonomous systems in front of the path.', {
    prefix: listOf(z.int().meta({ format: 'int32' }), 'The systems, in this order.')
      .min(1)
      .max(10),
  }).meta(atomic),
  setPriority: structOf('Sets the priority.', { value: priority('The priority.') }).meta(atomic),
}).meta({ ...atomic, minProperties: 1, maxProperties: 1 });

/** Rules differ between families in the length of prefixes only. */
const filterRule = (cidrLength: number, prefixBits: number) => {
  const bits = (description: string) => z.int().min(0).max(prefixBits).meta({ format: 'int32' }).describe(description);
  return withRules(
    structWith('What happens to routes of a certain kind. The first rule that fits decides.', {
      required: { action: z.enum(['Accept', 'Reject']).describe('Whether the route is taken.') },
      optional: {
        asPathPrefix: listOf(z.int().meta({ format: 'int32' }), 'Autonomous systems that the path must begin with.'),
        cidr: cidr('Range that the route is compared with by matchOperator.').max(cidrLength),
        communities: structOf('Communities that the route must have.', {
          values: listOf(community('Standard or large community.'), 'The community.').min(1).max(1),
        }).meta(atomic),
        interface: text('Interface that the route must lead to, `*` for any letters.'),
        matchOperator: z
          .enum(['Equal', 'NotEqual', 'In', 'NotIn'])
          .describe('How the route must stand to the range: the same, another, within it, or not within it.'),
        operations: listOf(operation, 'Changes to a route that is accepted.').min(1).max(10),
        peerType: z.enum(['eBGP', 'iBGP']).describe('Kind of session that the rule is for. Default: both.'),
        prefixLength: struct('Prefix length that the route must have.', {
          max: bits('Longest prefix.'),
          min: bits('Shortest prefix.'),
        }).meta(atomic),
        priority: priority('Priority that the route must have.'),
        source: z.enum(['RemotePeers']).describe('Where the route must come from. Default: anywhere.'),
      },
    }),
    [
      {
        message: 'cidr and matchOperator must both be set or both be empty',
        reason: 'FieldValueInvalid',
        rule: '(has(self.cidr) && size(self.cidr) > 0) == (has(self.matchOperator) && size(self.matchOperator) > 0)',
      },
      {
        message: 'cidr is required when prefixLength is set',
        reason: 'FieldValueInvalid',
        rule: '!has(self.prefixLength) || (has(self.cidr) && size(self.cidr) > 0)',
      },
      {
        message: 'operations may only be used with action Accept',
        rule: "!has(self.operations) || size(self.operations) == 0 || self.action == 'Accept'",
      },
    ],
  ).meta(atomic);
};

const ruleV4 = filterRule(18, 32);
const ruleV6 = filterRule(43, 128);

/** The kind BGPFilter, for the generator. */
export const bgpFilter: CalicoKind = {
  kind: 'BGPFilter',
  plural: 'bgpfilters',
  scope: 'Cluster',
  description: 'Which routes are exchanged with the BGPPeers that name this filter. What no rule decides is taken.',
  spec: struct('The rules.', {
    exportV4: listOf(ruleV4, 'Rules for IPv4 routes to the peer.'),
    exportV6: listOf(ruleV6, 'Rules for IPv6 routes to the peer.'),
    importV4: listOf(ruleV4, 'Rules for IPv4 routes from the peer.'),
    importV6: listOf(ruleV6, 'Rules for IPv6 routes from the peer.'),
  }),
};
