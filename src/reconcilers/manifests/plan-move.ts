import type { DaemonSet, Deployment } from '../../crds/generated/core.gen.ts';
import { askedMoveLabel } from '../../crds/manifests/facts.ts';
import { isHeldToMoved } from './move-stage.ts';
import { MIGRATED, planMoves, PRE_OPERATOR, type MovingNode, type NodeMoves } from './node-moves.ts';

/** All that decides about the next step of a move from kube-system to calico-system. */
export interface MoveFacts {
  /** DaemonSet calico-node of kube-system. */
  readonly formerNode: DaemonSet;
  readonly formerTypha: Deployment | undefined;
  /** Deployments of kube-system that have to go first. */
  readonly inTheWay: readonly Deployment[];
  readonly node: DaemonSet | undefined;
  readonly typha: Deployment | undefined;
  /** How many Typhas there are to be. */
  readonly typhaReplicas: number;
  /** Linux nodes that are no virtual ones. */
  readonly nodes: readonly MovingNode[];
  /** Whether what was read off the manifests stands in the status, so that they can go. */
  readonly isRecorded: boolean;
  readonly budget: number;
  /** Wall clock, in milliseconds. */
  readonly now: number;
}

/** One step. What is not done yet is found out from the cluster again in the next pass. */
export type MoveStep =
  | { readonly do: 'wait'; readonly for: string }
  | { readonly do: 'delete'; readonly objects: readonly (DaemonSet | Deployment)[] }
  | { readonly do: 'label'; readonly nodes: readonly string[]; readonly value: string }
  | { readonly do: 'hold nodes' }
  | { readonly do: 'scale'; readonly replicas: number }
  | { readonly do: 'finish'; readonly objects: readonly (DaemonSet | Deployment)[] };

/** The next step, and how far the nodes are. */
export interface MovePlan {
  readonly step: MoveStep;
  readonly moves: NodeMoves;
}

/** Labels are written so many at a time; the next pass goes on. */
const labelsAtOnce = 100;

/**
 * The next step: calico-kube-controllers goes; every node gets a label, `migrated` at once where the new calico-node is;
 * the old DaemonSet is held to the others, without rolling; the old Typha makes room for the new one; then node after node
 * changes the label and with it the DaemonSet; at last the old objects go, the DaemonSet at the very end, because by it
 * everybody knows that a move is on. Pure.
 */
export function planMove(facts: MoveFacts): MovePlan {
  const moves = planMoves(facts.nodes, facts.budget, facts.now);
  const step = steps.map((each) => each(facts, moves)).find((found) => found !== undefined);
  return { moves, step: step ?? { do: 'wait', for: 'the new calico-node' } };
}

type Decision = (facts: MoveFacts, moves: NodeMoves) => MoveStep | undefined;

const steps: readonly Decision[] = [
  ({ isRecorded }) => {
    const text =
      'status.adoptedFields of the Installation to name what was read; without it, update the CRD of Installations';
    return isRecorded ? undefined : { do: 'wait', for: text };
  },
  ({ inTheWay }) => (inTheWay.length === 0 ? undefined : { do: 'delete', objects: inTheWay }),
  ({ formerNode, node, nodes }) => {
    if (isHeldToMoved(node) || isHeldBack(formerNode)) return undefined;
    // They have moved before, and the manifests were applied again.
    const served = nodes.filter(({ label, current }) => label !== MIGRATED && current !== undefined);
    return served.length === 0 ? undefined : labelling(served, MIGRATED);
  },
  ({ node }) => {
    return isHeldToMoved(node)
      ? undefined
      : { do: 'wait', for: 'DaemonSet calico-system/calico-node to be held to moved nodes' };
  },
  ({ formerNode, nodes }) => {
    const bare = nodes.filter(({ label }) => label === undefined);
    return isHeldBack(formerNode) || bare.length === 0 ? undefined : labelling(bare, PRE_OPERATOR);
  },
  ({ formerNode }) => (isHeldBack(formerNode) ? undefined : { do: 'hold nodes' }),
  ({ formerNode }) => {
    const isSeen = (formerNode.status?.observedGeneration ?? 0) >= (formerNode.metadata.generation ?? 0);
    return isSeen
      ? undefined
      : { do: 'wait', for: 'DaemonSet kube-system/calico-node to notice the label of its nodes' };
  },
  ({ formerTypha, typhaReplicas, nodes }) => {
    const replicas = formerTypha?.spec?.replicas ?? 1;
    const room = roomForFormerTypha(nodes.length, typhaReplicas);
    return formerTypha === undefined || replicas <= room ? undefined : { do: 'scale', replicas: room };
  },
  ({ typha, typhaReplicas }) => {
    const available = typha?.status?.availableReplicas ?? 0;
    if (available * 2 > typhaReplicas || available >= typhaReplicas) return undefined;
    return { do: 'wait', for: `Typha in calico-system: ${available} of ${typhaReplicas} pods available` };
  },
  (_, { move }) =>
    move.length === 0 ? undefined : { do: 'label', nodes: move.slice(0, labelsAtOnce), value: MIGRATED },
  ({ formerNode, formerTypha }, { isComplete }) => {
    const objects = [...(formerTypha === undefined ? [] : [formerTypha]), formerNode];
    return isComplete ? { do: 'finish', objects } : undefined;
  },
];

function labelling(nodes: readonly MovingNode[], value: string): MoveStep {
  return { do: 'label', nodes: nodes.slice(0, labelsAtOnce).map(({ name }) => name), value };
}

/** Its pods stay where the label is. Only together with OnDelete, so that nothing rolls. */
function isHeldBack(live: DaemonSet): boolean {
  return askedMoveLabel(live) !== undefined;
}

/** A Typha has a port of its node for itself, so the old ones leave as many nodes as the new ones need. */
function roomForFormerTypha(nodes: number, typhaReplicas: number): number {
  if (nodes <= 1) return 0;
  return nodes <= 3 ? 1 : Math.max(1, nodes - typhaReplicas);
}
