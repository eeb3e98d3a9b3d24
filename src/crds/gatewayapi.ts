import * as z from 'zod';
import { operatorKind, type OperatorObject } from './operator-kind.ts';
import { gatewayCertgenJob, gatewayControllerDeployment, gatewayDaemonSet, gatewayDeployment } from './overrides.ts';
import { listOf, stringMap, struct, structOf, structWith } from './schema.ts';

const reference = (description: string) =>
  structOf(description, {
    name: z.string().describe('Name of the object.'),
    namespace: z.string().describe('Namespace of the object.'),
  });

const gatewayService = struct('Changes to the Service of type LoadBalancer in front of a Gateway.', {
  metadata: struct('Labels and annotations added to the Service.', {
    labels: stringMap('Labels added to the Service.'),
    annotations: stringMap('Annotations added to the Service. Cloud load balancers take their settings from these.'),
  }),
  spec: struct('The Service.', {
    loadBalancerClass: z.string().describe('Which load balancer implementation serves it. Default: that of the cloud.'),
    allocateLoadBalancerNodePorts: z.boolean().describe('Whether node ports are opened, too. Default: true.'),
    loadBalancerSourceRanges: listOf(z.string(), 'Ranges of clients that are let in. Default: all.'),
    loadBalancerIP: z.string().describe('Address to ask for. Deprecated by Kubernetes in favour of annotations.'),
  }),
});

const gatewayClass = structWith('A GatewayClass that the operator makes.', {
  required: { name: z.string().describe('Name of the GatewayClass.') },
  optional: {
    envoyProxyRef: reference(
      'An EnvoyProxy of your own that the class starts from. Settings made here are laid over it.',
    ),
    gatewayKind: z
      .enum(['Deployment', 'DaemonSet'])
      .describe('Whether Envoy runs as a Deployment or on every node. Default: as the EnvoyProxy says, or Deployment.'),
    gatewayDeployment,
    gatewayDaemonSet,
    gatewayService,
  },
});

const spec = struct('How Envoy Gateway runs. An empty spec is a complete one.', {
  envoyGatewayConfigRef: reference(
    'A ConfigMap whose key `envoy-gateway.yaml` is the configuration that Envoy Gateway starts from.',
  ),
  gatewayClasses: listOf(gatewayClass, 'The GatewayClasses to make. Default: one, named tigera-gateway-class.'),
  gatewayControllerDeployment,
  gatewayCertgenJob,
  crdManagement: z
    .enum(['Reconcile', 'PreferExisting'])
    .describe(
      'Whether the operator keeps the CRDs of Gateway API at its own version (`Reconcile`) or leaves those that it ' +
        'finds (`PreferExisting`). Default: PreferExisting if they were there before, else Reconcile.',
    ),
});

export type GatewayAPISpec = z.input<typeof spec>;
export type GatewayAPI = OperatorObject<'GatewayAPI', GatewayAPISpec>;

/** The resource definition of GatewayAPI, for the generator. */
export const gatewayApi = operatorKind({
  kind: 'GatewayAPI',
  plural: 'gatewayapis',
  description: 'Installs Envoy Gateway as an implementation of Gateway API. Named `default` (or `tigera-secure`).',
  spec,
  statusSubresource: false,
  singleton: { names: ['default', 'tigera-secure'], message: "resource name must be 'default'" },
});
