import * as z from 'zod';
import type { ResourceDefinition } from '../definition.ts';
import { k8sType, listOf, setOf, struct, structOf, structWith, withRules } from '../schema.ts';
import { conditions } from '../status/condition-schema.ts';

const exactlyOne = { minProperties: 1, maxProperties: 1 };

const selector = (description: string) =>
  k8sType('io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector', `${description} An empty selector means all.`);

const namespaces = selector('Namespaces whose pods are meant.');

const pods = structWith('Pods by their own labels and those of their namespace.', {
  required: { podSelector: selector('Pods that are meant.') },
  optional: { namespaceSelector: selector('Namespaces of the pods.') },
});

const portNumber = (description: string) => z.int().min(1).max(65_535).meta({ format: 'int32' }).describe(description);

const portRange = withRules(
  structOf('Ports from `start` to `end`, both included.', {
    end: portNumber('Last port.'),
    start: portNumber('First port.'),
  }),
  [{ message: 'Start port must be less than End port', rule: 'self.start < self.end' }],
);

const transport = (name: string) =>
  struct(`Traffic by ${name}.`, {
    destinationPort: struct('Port that the traffic goes to. Set one field.', {
      number: portNumber('The port.'),
      range: portRange,
    }).meta(exactlyOne),
  }).meta({ minProperties: 1 });

const protocols = listOf(
  struct('A protocol. Set one field.', {
    destinationNamedPort: z.string().describe('Name of a port that the pods declare.'),
    sctp: transport('SCTP'),
    tcp: transport('TCP'),
    udp: transport('UDP'),
  }).meta(exactlyOne),
  'Protocols that the rule is for. Default: all.',
)
  .min(1)
  .max(25);

const action = z
  .enum(['Accept', 'Deny', 'Pass'])
  .describe('Let the traffic through, drop it, or leave it to policies of namespaces and to the Baseline tier.');

const ruleName = z.string().max(100).describe('A name for people to know the rule by.');

const ingressPeer = struct('Where traffic comes from. Set one field.', { namespaces, pods }).meta(exactlyOne);

const network = withRules(z.string().max(43).describe('A range of addresses.'), [
  { message: 'Invalid CIDR format provided', rule: 'isCIDR(self)' },
]);

const egressPeer = struct('Where traffic goes to. Set one field.', {
  namespaces,
  networks: setOf(network, 'Ranges outside the cluster.').min(1).max(25),
  pods,
}).meta(exactlyOne);

const spec = structWith('Whom the policy is for, and its rules.', {
  required: {
    priority: z
      .int()
      .min(0)
      .max(1000)
      .meta({ format: 'int32' })
      .describe('Policies of a tier are asked in the order of this number, the smallest first.'),
    subject: struct('Pods that the policy is for. Set one field.', { namespaces, pods }).meta(exactlyOne),
    tier: z
      .enum(['Admin', 'Baseline'])
      .describe('Whether the policy is asked before those of namespaces (Admin) or after (Baseline).'),
  },
  optional: {
    egress: listOf(
      structWith('What happens to traffic that the pods send.', {
        required: { action, to: listOf(egressPeer, 'Where it goes to.').min(1).max(25) },
        optional: { name: ruleName, protocols },
      }),
      'Rules for traffic that the pods send. The first that fits decides.',
    ).max(25),
    ingress: listOf(
      structWith('What happens to traffic that the pods receive.', {
        required: { action, from: listOf(ingressPeer, 'Where it comes from.').min(1).max(25) },
        optional: { name: ruleName, protocols },
      }),
      'Rules for traffic that the pods receive. The first that fits decides.',
    ).max(25),
  },
});

const status = structOf('What implementations say about the policy.', {
  conditions: conditions('One condition for each implementation.').meta({
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['type'],
  }),
});

/** The API server takes kinds of `*.k8s.io` only with the word of those who reviewed them. */
const annotations = {
  'policy.networking.k8s.io/bundle-version': 'v0.2.0',
  'policy.networking.k8s.io/channel': 'standard',
  'api-approved.kubernetes.io': 'https://github.com/kubernetes-sigs/network-policy-api/pull/300',
};

/** The kind ClusterNetworkPolicy of the Kubernetes network policy group, for the generator. */
export const clusterNetworkPolicy: ResourceDefinition = {
  annotations,
  group: 'policy.networking.k8s.io',
  version: 'v1alpha2',
  kind: 'ClusterNetworkPolicy',
  plural: 'clusternetworkpolicies',
  shortNames: ['cnp'],
  scope: 'Cluster',
  description:
    'A policy of the cluster administrator, which namespaces cannot override (tier Admin) or can (Baseline).',
  spec,
  status,
  statusSubresource: true,
  required: ['metadata', 'spec'],
  printerColumns: [
    { name: 'Tier', type: 'string', jsonPath: '.spec.tier' },
    { name: 'Priority', type: 'string', jsonPath: '.spec.priority' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
};
