import type { DaemonSet } from '../../crds/generated/core.gen.ts';
import type { NodeFacts } from '../cluster/node-facts.ts';
import { lacksOnReadyNodes } from '../status/workload-health.ts';

/** The DaemonSet that kubeadm and most platforms run. */
export const KUBE_PROXY = 'kube-system/kube-proxy';

/** A node selector that no node has; a contract with clusters that the Go operator made. */
export const OFF_SELECTOR = 'operator.tigera.io/disable-kube-proxy';

/** Whether an operator of Calico has taken kube-proxy off all nodes. */
export function isSwitchedOff(proxy: DaemonSet | undefined): boolean {
  return proxy?.spec?.template.spec?.nodeSelector?.[OFF_SELECTOR] !== undefined;
}

/**
 * What kube-proxy lacks to serve every node, for people; '' where nothing, or where no DaemonSet is there to wait for.
 * Nodes that are not ready do not count: their old pods may never go, and new ones never come. Pure.
 */
export function lacksToServe(proxy: DaemonSet | undefined, nodes: readonly Pick<NodeFacts, 'os' | 'ready'>[]): string {
  if (proxy === undefined) return '';
  if (isSwitchedOff(proxy)) return 'it is switched off';
  return lacksOnReadyNodes(proxy, nodes.filter(({ os, ready }) => os === 'linux' && !ready).length);
}
