import * as z from 'zod';
import { struct } from '../schema.ts';
import { conditions } from '../status/condition-schema.ts';
import type { CalicoKind, CalicoObject } from './calico-kind.ts';

const spec = struct('Where the tier stands and how it ends.', {
  defaultAction: z
    .enum(['Pass', 'Deny'])
    .meta({ default: 'Deny' })
    .describe(
      'What happens to traffic that policies of the tier select and none decides on: on to the next tier (Pass), or ' +
        'not at all. Default: Deny.',
    ),
  order: z.number().describe('Tiers are asked in the order of this number, those without one last.'),
});

const status = struct('What Calico says about the tier.', {
  conditions: conditions('`Ready` tells whether the tier can be used.'),
});

export type TierSpec = z.input<typeof spec>;
export type Tier = CalicoObject<'Tier', TierSpec, z.input<typeof status>>;

const endsWith = (name: string, action: 'Pass' | 'Deny') => ({
  message: `The '${name}' tier must have default action '${action}'`,
  reason: 'FieldValueInvalid' as const,
  rule: `self.metadata.name == '${name}' ? (has(self.spec.defaultAction) && self.spec.defaultAction == '${action}') : true`,
});

/** Behind an API server the default is always there, and nobody reads reasons. */
const endsAlwaysWith = (name: string, action: 'Pass' | 'Deny') => ({
  message: `The '${name}' tier must have default action '${action}'`,
  rule: `self.metadata.name == '${name}' ? self.spec.defaultAction == '${action}' : true`,
});

/** The kind Tier, for the generator. */
export const tier: CalicoKind = {
  kind: 'Tier',
  plural: 'tiers',
  scope: 'Cluster',
  description: 'A group of policies that is asked before or after other groups.',
  spec,
  status,
  statusSubresource: true,
  rules: [endsWith('kube-admin', 'Pass'), endsWith('kube-baseline', 'Pass'), endsWith('default', 'Deny')],
  stored: {
    required: ['metadata', 'spec'],
    rules: [
      endsAlwaysWith('kube-admin', 'Pass'),
      endsAlwaysWith('kube-baseline', 'Pass'),
      endsAlwaysWith('default', 'Deny'),
    ],
  },
  printerColumns: [
    { name: 'Order', type: 'integer', jsonPath: '.spec.order' },
    { name: 'DefaultAction', type: 'string', jsonPath: '.spec.defaultAction' },
    { name: 'Status', type: 'string', jsonPath: ".status.conditions[?(@.type=='Ready')].reason" },
  ],
};
