import type { ObjectRef } from '../../k8s/object.ts';
import type { Component } from '../component.ts';
import type { CoreInput } from '../input.ts';
import { BGP_LAYOUT, BIRD_TEMPLATES, CNI_CONFIG } from '../shared/names.ts';
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
  | 'formerNodePods'
  | 'lostNodes'
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
    absent: [
      ...(input.migration === undefined
        ? [refTo.clusterRoleBinding(NODE_MIGRATION), refTo.clusterRole(NODE_MIGRATION)]
        : []),
      ...unusedConfigMaps(input),
    ],
  }),
};

/** What is left of another CNI plugin, or of files that the user has taken away: no pod mounts it any more. */
function unusedConfigMaps(input: NodeInput): ObjectRef[] {
  const used = new Map([
    [CNI_CONFIG, cniConfigMap(input)],
    [BIRD_TEMPLATES, birdTemplatesCopy(input)],
    [BGP_LAYOUT, bgpLayoutCopy(input)],
  ]);
  return [...used].flatMap(([name, rendered]) => (rendered.length === 0 ? [refTo.configMap(name)] : []));
}
