import * as z from 'zod';
import { setOf, struct, structWith, withRules } from '../schema.ts';
import { conditions } from '../status/condition-schema.ts';
import type { CalicoKind, CalicoObject } from './calico-kind.ts';
import { boolean, cidr, text } from './fields.ts';

const tunnelMode = z.enum(['Never', 'Always', 'CrossSubnet']);

const unchangeable = (what: string) => [
  {
    message: `${what} cannot be changed; follow IP pool migration guide to avoid corruption.`,
    reason: 'FieldValueInvalid' as const,
    rule: 'self == oldSelf',
  },
];

const spec = withRules(
  structWith('The range and who may use it.', {
    required: {
      cidr: withRules(
        cidr('The range, for example `192.168.0.0/16`. It cannot change: make a second pool and disable this one.').max(
          48,
        ),
        unchangeable('CIDR'),
      ),
    },
    optional: {
      allowedUses: setOf(
        z.enum(['Workload', 'Tunnel', 'LoadBalancer']),
        'What addresses are given out for. LoadBalancer stands alone. Default: Workload and Tunnel.',
      ).max(10),
      assignmentMode: z
        .enum(['Automatic', 'Manual'])
        .meta({ default: 'Automatic' })
        .describe('Whether any pod may get an address, or only pods that ask for the pool. Default: Automatic.'),
      blockSize: withRules(
        z
          .int()
          .min(0)
          .max(128)
          .describe(
            'Prefix length of the blocks that nodes take. It cannot change. Default: 26 for IPv4, 122 for IPv6.',
          ),
        unchangeable('Block size'),
      ),
      disableBGPExport: boolean('Whether routes to the pool are kept from BGP peers. Default: false.'),
      disabled: boolean('Whether the pool gives out no new addresses. Default: false.'),
      ipipMode: tunnelMode.describe(
        'When packets travel in IP-in-IP: always, between subnets, or never. Default: Never.',
      ),
      namespaceSelector: text('Namespaces whose pods may use the pool, as a Calico selector. Default: all.'),
      natOutgoing: boolean('Whether packets that leave the cluster carry the address of their node. Default: false.'),
      nodeSelector: text('Nodes that may use the pool, as a Calico selector. Default: `all()`.'),
      vxlanMode: tunnelMode.describe(
        'When packets travel in VXLAN: always, between subnets, or never. Default: Never.',
      ),
    },
  }),
  [
    {
      message: 'ipipMode and vxlanMode cannot both be enabled',
      reason: 'FieldValueForbidden',
      rule: "!has(self.ipipMode) || !has(self.vxlanMode) || self.ipipMode == 'Never' || self.vxlanMode == 'Never' || size(self.ipipMode) == 0 || size(self.vxlanMode) == 0",
    },
    {
      message: 'LoadBalancer IP pool cannot have IPIP or VXLAN enabled',
      reason: 'FieldValueForbidden',
      rule: "!has(self.allowedUses) || !self.allowedUses.exists(u, u == 'LoadBalancer') || (!has(self.ipipMode) || size(self.ipipMode) == 0 || self.ipipMode == 'Never') && (!has(self.vxlanMode) || size(self.vxlanMode) == 0 || self.vxlanMode == 'Never')",
    },
    {
      message: 'LoadBalancer cannot be combined with Workload or Tunnel allowed uses',
      reason: 'FieldValueForbidden',
      rule: "!has(self.allowedUses) || !self.allowedUses.exists(u, u == 'LoadBalancer') || !self.allowedUses.exists(u, u == 'Workload' || u == 'Tunnel')",
    },
    {
      message: 'IPIP is not supported on IPv6 pools',
      reason: 'FieldValueForbidden',
      rule: "!self.cidr.contains(':') || !has(self.ipipMode) || self.ipipMode == 'Never' || size(self.ipipMode) == 0",
    },
  ],
);

const status = struct('What Calico says about the pool.', {
  conditions: conditions('`Allocatable` tells whether addresses are given out, and if not, why.'),
});

export type IPPoolSpec = z.input<typeof spec>;
export type IPPool = CalicoObject<'IPPool', IPPoolSpec, z.input<typeof status>>;

/** The kind IPPool, for the generator. */
export const ipPool: CalicoKind = {
  kind: 'IPPool',
  plural: 'ippools',
  scope: 'Cluster',
  description:
    'A range of addresses that pods, tunnels or load balancers get addresses from. Pools listed in the Installation ' +
    'are kept by the operator; all others are yours.',
  spec,
  status,
  statusSubresource: true,
  printerColumns: [
    { name: 'CIDR', type: 'string', jsonPath: '.spec.cidr' },
    { name: 'VXLAN', type: 'string', jsonPath: '.spec.vxlanMode' },
    { name: 'IPIP', type: 'string', jsonPath: '.spec.ipipMode' },
    { name: 'NAT', type: 'boolean', jsonPath: '.spec.natOutgoing' },
    { name: 'Allocatable', type: 'string', jsonPath: ".status.conditions[?(@.type=='Allocatable')].status" },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
};
