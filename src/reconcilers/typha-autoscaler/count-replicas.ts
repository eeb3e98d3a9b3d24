import type { TyphaAutoscaling } from '../../crds/installation/typha-autoscaling.ts';
import type { Placement } from '../../renderers/typha/placement.ts';
import type { NodeFacts } from '../cluster/node-facts.ts';
import { hindranceOf, type Hindrance } from './can-run.ts';

/** Why there are so many Typhas. */
export interface TyphaCount {
  readonly replicas: number;
  /** Sentences with a code (docs/warnings.md). */
  readonly warnings: readonly string[];
}

/** What an Installation says about Typha. */
export interface TyphaWishes {
  readonly placement: Placement;
  readonly autoscaling?: TyphaAutoscaling;
}

/**
 * As many Typhas as the nodes need, within the user's bounds, and no more than there are nodes that can run one: a Typha
 * has a port of its node for itself. Cordoned and virtual nodes need none. Pure.
 */
export function countReplicas(nodes: readonly NodeFacts[], { placement, autoscaling = {} }: TyphaWishes): TyphaCount {
  const clients = nodes.filter(({ unschedulable, virtual }) => !unschedulable && !virtual);
  const wanted = bounded(byNodes(clients.length, autoscaling), autoscaling);
  const able = clients.filter((node) => hindranceOf(node, placement) === undefined).length;
  const replicas = Math.max(1, Math.min(wanted, able));
  const warnings = [
    ...(able < wanted ? [shortage(nodes, wanted, placement)] : []),
    ...(wanted < byFormula(clients.length) ? crowding(clients.length, wanted) : []),
  ];
  return { replicas, warnings };
}

function byNodes(nodes: number, { ladder }: TyphaAutoscaling): number {
  if (ladder === undefined || ladder.length === 0) return byFormula(nodes);
  return ladder.findLast((step) => step.nodes <= nodes)?.replicas ?? 1;
}

/**
 * One for 200 nodes and two more, three at least from five nodes on; on tiny clusters a node stays free of Typha, so that
 * a replacement has somewhere to go.
 */
function byFormula(nodes: number): number {
  if (nodes <= 2) return 1;
  return nodes <= 4 ? 2 : Math.max(3, Math.floor(nodes / 200) + 2);
}

function bounded(replicas: number, { minimum = 1, maximum = Infinity }: TyphaAutoscaling): number {
  return Math.min(Math.max(replicas, minimum), maximum);
}

const hindrances: readonly (readonly [hindrance: Hindrance, text: string])[] = [
  ['cordoned', 'cordoned'],
  ['os', 'without Linux'],
  ['labels', 'without the labels that Typha asks for'],
  ['taints', 'with taints that Typha does not tolerate'],
];

function shortage(nodes: readonly NodeFacts[], wanted: number, placement: Placement): string {
  const found = nodes.filter(({ virtual }) => !virtual).map((node) => hindranceOf(node, placement));
  const able = found.filter((hindrance) => hindrance === undefined).length;
  const reasons = hindrances.flatMap(([hindrance, text]) => {
    const count = found.filter((each) => each === hindrance).length;
    return count === 0 ? [] : [`${count} ${text}`];
  });
  const because = reasons.length === 0 ? '' : ` (others: ${reasons.join(', ')})`;
  return `CAL-401 Typha should have ${wanted} ${wanted === 1 ? 'pod' : 'pods'}, but of ${found.length} nodes ${able} can run one${because}; add nodes, change what keeps Typha from the others, or lower spec.typhaAutoscaling.maximum`;
}

/** The documentation of Typha speaks of 200 nodes for each; twice as many still work. */
const mostNodesPerTypha = 400;

function crowding(nodes: number, wanted: number): string[] {
  const share = Math.ceil(nodes / wanted);
  if (share <= mostNodesPerTypha) return [];
  return [
    `CAL-402 spec.typhaAutoscaling allows ${wanted} Typha pods for ${nodes} nodes, ${share} each; allow at least ${Math.ceil(nodes / mostNodesPerTypha)}`,
  ];
}
