import * as z from 'zod';
import { listOf, setOf, stringMap, struct, structWith, withRules } from '../schema.ts';
import { portOrRange, protocol, text } from './fields.ts';

const portList = (description: string) =>
  listOf(portOrRange('A port, a named port, or a range like `8000:8100`.'), description);

const entity = (side: string) =>
  struct(`What the ${side} of the traffic must be like. All that is set must hold.`, {
    namespaceSelector: text('Namespaces of the pods, as a Calico selector; `global()` for what is in none.'),
    nets: setOf(z.string(), 'Ranges that the address must be in.'),
    notNets: listOf(z.string(), 'Ranges that the address must not be in.'),
    notPorts: portList('Ports that it must not be. Needs a protocol with ports.'),
    notSelector: text('Labels that it must not have, as a Calico selector.'),
    ports: portList('Ports of which it must be one. Needs a protocol with ports.'),
    selector: text('Labels that it must have, as a Calico selector, for example `app == "web"`.'),
    serviceAccounts: struct('Service accounts of the pods.', {
      names: setOf(z.string(), 'Names of which it must be one. Empty: any.'),
      selector: text('Labels that the service account must have, as a Calico selector.'),
    }),
    services: struct('A Service whose endpoints, and with them ports, are meant.', {
      name: text('Name of the Service.'),
      namespace: text('Namespace of the Service. Default: that of the policy.'),
    }),
  });

const icmp = (description: string) =>
  withRules(
    struct(description, {
      code: z.int().min(0).max(255).describe('ICMP code. Needs a type.'),
      type: z.int().min(0).max(254).describe('ICMP type, for example 8 for an echo request.'),
    }),
    [
      {
        message: 'ICMP code specified without an ICMP type',
        reason: 'FieldValueInvalid',
        rule: '!has(self.code) || has(self.type)',
      },
    ],
  );

const http = struct('What an HTTP request must be like. Needs application layer policy; Allow rules only.', {
  methods: listOf(z.string(), 'Methods of which it must be one, for example GET.').max(20),
  paths: listOf(
    struct('A path. Set one of the two.', {
      exact: z.string().max(1024).describe('The whole path.'),
      prefix: z.string().max(1024).describe('How the path begins.'),
    }),
    'Paths of which it must be one.',
  ).max(20),
});

const oneRule = withRules(
  structWith('What happens to traffic of a certain kind. The first rule that fits decides.', {
    required: {
      action: z
        .enum(['Allow', 'Deny', 'Log', 'Pass'])
        .describe('Let it through, drop it, log it and ask the next rule, or hand it to the next tier.'),
    },
    optional: {
      destination: entity('destination'),
      http,
      icmp: icmp('What an ICMP message must be like. Needs protocol ICMP or ICMPv6.'),
      ipVersion: z.literal([4, 6]).meta({ type: 'integer' }).describe('IP version that it must have: 4 or 6.'),
      metadata: struct('Notes about the rule.', { annotations: stringMap('Free texts, which Calico does not read.') }),
      notICMP: icmp('What an ICMP message must not be like.'),
      notProtocol: protocol('Protocol that it must not have.'),
      protocol: protocol('Protocol that it must have: TCP, UDP, ICMP, ICMPv6, SCTP, UDPLite or a number.'),
      source: entity('source'),
    },
  }),
  [
    {
      message: 'rules with HTTP match must have protocol TCP or unset',
      reason: 'FieldValueInvalid',
      rule: "!has(self.http) || !has(self.protocol) || self.protocol == 'TCP' || self.protocol == 6",
    },
    {
      message: 'HTTP match is only valid on Allow rules',
      reason: 'FieldValueForbidden',
      rule: "self.action == 'Allow' || !has(self.http)",
    },
    {
      message: 'ports and notPorts cannot be specified with services',
      reason: 'FieldValueForbidden',
      rule: '!has(self.destination) || !has(self.destination.services) || (!has(self.destination.ports) || size(self.destination.ports) == 0) && (!has(self.destination.notPorts) || size(self.destination.notPorts) == 0)',
    },
  ],
);

/** A rule of a Calico policy. */
export type PolicyRule = z.input<typeof oneRule>;

/** Fields that all of Calico's policies share. */
export const policyFields = {
  egress: listOf(oneRule, 'Rules for traffic that selected endpoints send, asked in this order.'),
  ingress: listOf(oneRule, 'Rules for traffic that selected endpoints receive, asked in this order.'),
  order: z.number().describe('Policies of a tier are asked in the order of this number, those without one last.'),
  performanceHints: listOf(
    z.enum(['AssumeNeededOnEveryNode']),
    'Hints to Felix. `AssumeNeededOnEveryNode`: prepare the policy before a pod needs it.',
  ),
  selector: text('Endpoints that the policy is for, as a Calico selector. Default: `all()`.'),
  serviceAccountSelector: text('Service accounts of the pods that the policy is for, as a Calico selector.'),
  tier: z.string().meta({ default: 'default' }).describe('Tier that the policy is in. Default: default.'),
  types: setOf(
    z.enum(['Ingress', 'Egress']),
    'Directions that the policy decides on. Default: Ingress, and Egress if there are egress rules.',
  )
    .min(1)
    .max(2),
};

/** Fields of policies that reach beyond one namespace. */
export const globalPolicyFields = {
  applyOnForward: z
    .boolean()
    .describe('Whether the policy is also for traffic that a node forwards through its host endpoint. Default: false.'),
  doNotTrack: z
    .boolean()
    .describe('Whether the policy is asked before connections are tracked, for host endpoints only. Default: false.'),
  namespaceSelector: text('Namespaces of the endpoints that the policy is for, as a Calico selector.'),
  preDNAT: z
    .boolean()
    .describe('Whether the policy is asked before Services are resolved, for host endpoints only. Default: false.'),
};

/** What a policy that reaches beyond one namespace must keep to. */
export const globalPolicyRules = [
  {
    message: 'preDNAT and doNotTrack cannot both be true',
    reason: 'FieldValueForbidden',
    rule: '!((has(self.doNotTrack) && self.doNotTrack) && (has(self.preDNAT) && self.preDNAT))',
  },
  {
    message: 'preDNAT policy cannot have any egress rules',
    reason: 'FieldValueForbidden',
    rule: '(!has(self.preDNAT) || !self.preDNAT) || !has(self.egress) || size(self.egress) == 0',
  },
  {
    message: "preDNAT policy cannot have 'Egress' type",
    reason: 'FieldValueForbidden',
    rule: "(!has(self.preDNAT) || !self.preDNAT) || !has(self.types) || !self.types.exists(t, t == 'Egress')",
  },
  {
    message: 'applyOnForward must be true if either preDNAT or doNotTrack is true',
    reason: 'FieldValueInvalid',
    rule: '(has(self.applyOnForward) && self.applyOnForward) || ((!has(self.doNotTrack) || !self.doNotTrack) && (!has(self.preDNAT) || !self.preDNAT))',
  },
] as const;

/** What a staged policy would do, once it is enforced. */
export const stagedAction = z
  .enum(['Set', 'Delete', 'Learn', 'Ignore'])
  .meta({ default: 'Set' })
  .describe('What the staged policy stands for: a policy to be set or to be deleted. Default: Set.');

/** Columns of policies. */
export const policyColumns = [
  { name: 'Tier', type: 'string', jsonPath: '.spec.tier' },
  { name: 'Order', type: 'number', jsonPath: '.spec.order' },
] as const;
