import type { ObjectRef } from '../k8s/object.ts';
import { csiRefs } from './csi/index.ts';
import { kubeControllersRefs } from './kube-controllers/index.ts';
import { nodeRbacRefs } from './node/rbac.ts';
import { nodeWindowsRefs } from './node-windows/index.ts';
import { CALICO_NODE } from './shared/names.ts';
import { refTo } from './shared/refs.ts';

/**
 * What deleting an Installation takes apart by name, in this order; the rest goes by garbage collection. Names alone are
 * needed: neither a valid spec nor images, secrets or pools.
 */
export const coreTeardown: {
  /** Components whose pods are on the pod network, with all they may ever have had. */
  readonly podNetworked: readonly ObjectRef[];
  /** calico-node of every system, the last to leave a node. */
  readonly hostNetworked: readonly ObjectRef[];
  /** Holders of `CNI_FINALIZER`, to be released once no pod of the first group is left. */
  readonly finalized: readonly ObjectRef[];
} = {
  podNetworked: [...kubeControllersRefs, ...csiRefs],
  hostNetworked: [refTo.daemonSet(CALICO_NODE), ...nodeWindowsRefs],
  finalized: nodeRbacRefs,
};

export { CNI_FINALIZER } from './node/rbac.ts';
