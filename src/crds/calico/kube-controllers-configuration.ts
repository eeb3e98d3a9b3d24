import * as z from 'zod';
import { setOf, listOf, stringMap, struct, structWith } from '../schema.ts';
import type { CalicoKind, CalicoSettings } from './calico-kind.ts';
import { enabledOrDisabled, text } from './fields.ts';

const reconcilerPeriod = text('How often everything is compared again, for example `5m`. Default: 5m.');

const template = struct('A kind of host endpoint that every selected node gets.', {
  generateName: z.string().max(253).describe('Text that names are made with. Two templates must not share it.'),
  interfaceCIDRs: setOf(z.string(), 'Addresses of the node in these ranges are those of the host endpoint.'),
  interfacePattern: text('Regular expression for the interfaces of the node that get a host endpoint.'),
  labels: stringMap('Labels of the host endpoints.'),
  nodeSelector: text('Nodes that get the host endpoint, as a Calico selector.'),
});

const node = struct('Keeps what Calico knows of a node in step with the Node. Needed by Calico IPAM.', {
  hostEndpoint: struct('Host endpoints that are made by themselves, so that policy can protect nodes.', {
    autoCreate: enabledOrDisabled.describe('Whether host endpoints are made. Default: Disabled.'),
    createDefaultHostEndpoint: text('Whether each node also gets one for all its interfaces: Enabled or Disabled.'),
    templates: listOf(template, 'Further host endpoints.'),
  }),
  leakGracePeriod: text('Time after which an address without a pod is freed. 0: never. Default: 15m.'),
  reconcilerPeriod,
  syncLabels: enabledOrDisabled.describe('Whether labels of the Node are copied. Default: Enabled.'),
});

const controllers = struct('The controllers to run. One that is absent does not run.', {
  loadBalancer: struct('Gives addresses of pools for LoadBalancer to Services.', {
    assignIPs: z
      .enum(['AllServices', 'RequestedServicesOnly'])
      .meta({ default: 'AllServices' })
      .describe('Which Services of type LoadBalancer get an address: all, or those that ask by annotation.'),
  }),
  namespace: struct('Copies Namespaces. Etcd only.', { reconcilerPeriod }),
  node,
  policy: struct('Copies NetworkPolicies. Etcd only.', { reconcilerPeriod }),
  policyMigration: struct('Moves policies to names without the prefix of their tier.', {
    enabled: z
      .enum(['Disabled', 'Enabled'])
      .meta({ default: 'Enabled' })
      .describe('Whether it runs. Default: Enabled.'),
  }),
  serviceAccount: struct('Copies ServiceAccounts. Etcd only.', { reconcilerPeriod }),
  workloadEndpoint: struct('Copies labels of pods. Etcd only.', { reconcilerPeriod }),
});

const settings = {
  debugProfilePort: z
    .int()
    .min(0)
    .max(65_535)
    .meta({ format: 'int32' })
    .describe('Port of the profiling server. Default: none.'),
  etcdV3CompactionPeriod: text('How often etcd is compacted. 0: never. Default: 10m.'),
  healthChecks: enabledOrDisabled
    .meta({ default: 'Enabled' })
    .describe('Whether health checks are answered. Default: Enabled.'),
  logSeverityScreen: z
    .enum(['None', 'Debug', 'Info', 'Warning', 'Error', 'Fatal', 'Panic'])
    .describe('Least severe messages that are logged. Default: Info.'),
  prometheusMetricsPort: z.int().min(0).max(65_535).describe('Port of Prometheus metrics. 0: none. Default: 9094.'),
};

const required = { controllers };

const spec = structWith('Settings of calico-kube-controllers.', { required, optional: settings });

const status = struct('What calico-kube-controllers runs with.', {
  environmentVars: stringMap('Settings that the environment of the pod overrides.'),
  runningConfig: structWith('The settings in effect.', { required, optional: settings }),
});

export type KubeControllersConfigurationSpec = z.input<typeof spec>;
export type KubeControllersConfiguration = CalicoSettings<
  'KubeControllersConfiguration',
  KubeControllersConfigurationSpec,
  z.input<typeof status>
>;

/** The kind KubeControllersConfiguration, for the generator. */
export const kubeControllersConfiguration: CalicoKind = {
  kind: 'KubeControllersConfiguration',
  plural: 'kubecontrollersconfigurations',
  scope: 'Cluster',
  shortNames: ['kcc', 'kccs'],
  description: 'Settings of calico-kube-controllers. Only `default` is read.',
  spec,
  status,
  statusSubresource: true,
  stored: { status, statusSubresource: true },
};
