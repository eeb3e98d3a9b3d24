import * as z from 'zod';
import { listOf, setOf, struct, structOf, withRules } from '../schema.ts';
import type { CalicoKind, CalicoObject } from './calico-kind.ts';
import { protocol, text } from './fields.ts';

const namedPort = structOf('A port with a name, for use in policies.', {
  name: text('The name.'),
  port: z.int().min(1).max(65_535).describe('The port.'),
  protocol: protocol('Its protocol, by name or number.'),
});

const spec = withRules(
  struct('Which interface of which node. Set interfaceName, expectedIPs, or both.', {
    expectedIPs: setOf(z.string(), 'Addresses of the node by which the interface is found.'),
    interfaceName: z.string().max(15).describe('Name of the interface, `*` for all of the node.'),
    node: z.string().max(253).describe('Name of the node.'),
    ports: listOf(namedPort, 'Ports with names.'),
    profiles: setOf(z.string(), 'Profiles that apply when no policy does, for example projectcalico-default-allow.'),
  }),
  [
    {
      message: 'at least one of interfaceName or expectedIPs must be specified',
      reason: 'FieldValueInvalid',
      rule: '(has(self.interfaceName) && size(self.interfaceName) > 0) || (has(self.expectedIPs) && size(self.expectedIPs) > 0)',
    },
    {
      message: 'node must be specified',
      reason: 'FieldValueInvalid',
      rule: 'has(self.node) && size(self.node) > 0',
    },
  ],
);

export type HostEndpointSpec = z.input<typeof spec>;
export type HostEndpoint = CalicoObject<'HostEndpoint', HostEndpointSpec>;

/** The kind HostEndpoint, for the generator. */
export const hostEndpoint: CalicoKind = {
  kind: 'HostEndpoint',
  plural: 'hostendpoints',
  scope: 'Cluster',
  shortNames: ['hep', 'heps'],
  description: 'An interface of a node, so that policy can protect it. Without a policy that allows it, it is cut off.',
  spec,
  printerColumns: [
    { name: 'Node', type: 'string', jsonPath: '.spec.node' },
    { name: 'Interface', type: 'string', jsonPath: '.spec.interfaceName' },
  ],
};
