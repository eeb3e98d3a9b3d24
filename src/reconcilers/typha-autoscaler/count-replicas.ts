import type { NodeFacts } from '../cluster/node-facts.ts';

/** Why there are so many Typhas. */
export interface TyphaCount {
  readonly replicas: number;
  /** A sentence when there are fewer nodes for Typha than it should have. */
  readonly warning?: string;
}

/**
 * One Typha for 200 nodes and one to spare, three at least from five nodes on; on tiny clusters a node stays free of
 * Typha, so that a replacement has somewhere to go. Cordoned and virtual nodes do not count; Windows nodes need a Typha
 * but cannot run one. Pure.
 */
export function countReplicas(nodes: readonly NodeFacts[]): TyphaCount {
  const usable = nodes.filter(({ unschedulable, virtual }) => !unschedulable && !virtual);
  const wanted = wantedReplicas(usable.length);
  const linux = usable.filter(({ os }) => os === 'linux').length;
  if (linux >= wanted) return { replicas: wanted };
  const replicas = Math.max(1, linux);
  const warning = `Typha should have ${wanted} pods for ${usable.length} nodes, but only ${linux} Linux nodes can run it; uncordon or add Linux nodes`;
  return { replicas, warning };
}

function wantedReplicas(nodes: number): number {
  if (nodes <= 2) return 1;
  return nodes <= 4 ? 2 : Math.max(3, Math.floor(nodes / 200) + 2);
}
