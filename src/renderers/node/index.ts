import type { Component } from '../component.ts';
import type { CoreInput } from '../input.ts';
import { refTo } from '../shared/refs.ts';
import { cniConfigMap } from './cni-config.ts';
import { bgpLayoutCopy, birdTemplatesCopy } from './config-maps.ts';
import { nodeDaemonSet } from './daemonset.ts';
import { dockerEnterpriseBinding, migrationRbac, NODE_MIGRATION, nodeRbac } from './rbac.ts';

export type NodeInput = Pick<
  CoreInput,
  | 'spec'
  | 'annotations'
  | 'calicoApi'
  | 'images'
  | 'certs'
  | 'felix'
  | 'bgp'
  | 'pools'
  | 'endpoint'
  | 'nodeDns'
  | 'birdTemplates'
  | 'bgpLayout'
  | 'goldmaneClusterIp'
  | 'bpfBootstrap'
  | 'migration'
>;

/** calico-node: the agent on every Linux node, which programs routes and policy and installs the CNI plugin. */
export const node: Component<NodeInput> = {
  name: 'node',
  images: ['node', 'cni', 'pod2daemon-flexvol'],
  render: (input) => ({
    present: [
      ...nodeRbac(input),
      ...dockerEnterpriseBinding(input.spec.kubernetesProvider),
      ...(input.migration === undefined ? [] : migrationRbac()),
      ...cniConfigMap(input),
      ...birdTemplatesCopy(input),
      ...bgpLayoutCopy(input),
      nodeDaemonSet(input),
    ],
    absent:
      input.migration === undefined
        ? [refTo.clusterRoleBinding(NODE_MIGRATION), refTo.clusterRole(NODE_MIGRATION)]
        : [],
  }),
};
