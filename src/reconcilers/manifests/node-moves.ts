import { secondTime } from '../../k8s/time.ts';
import { inNodes } from '../../renderers/shared/lost-nodes.ts';

/** A node on its way from kube-system's calico-node to that of calico-system. */
export interface MovingNode {
  readonly name: string;
  /** Whether its kubelet is heard. */
  readonly ready: boolean;
  readonly label?: string;
  /** Its pod in kube-system; absent where there is none, or it is going. */
  readonly former?: { readonly ready: boolean };
  /** Its pod in calico-system; `since`: when the wait for it began, in wall milliseconds. */
  readonly current?: { readonly ready: boolean };
  readonly since?: number;
}

/** What to do with the nodes now, and what to say about it. */
export interface NodeMoves {
  /** Nodes to move now. */
  readonly move: readonly string[];
  /** All that can be moved are, and are served. */
  readonly isComplete: boolean;
  /** How far it is, and who is waited for. */
  readonly progress: string;
  /** Nodes whose new calico-node does not come, or that cannot be moved. */
  readonly stuck: readonly string[];
  /** Too many are stuck to go on. */
  readonly isHalted: boolean;
  /** When a node will have waited too long. */
  readonly againAfterMs?: number;
}

/** Values of the label. */
export const PRE_OPERATOR = 'pre-operator';
export const MIGRATED = 'migrated';

/** After so long a node is stuck: others go on, as long as enough of them make it. */
const patienceMs = 60_000;

/**
 * Which nodes move now. No more than `budget` nodes are without a calico-node at a time, not counting those that are
 * stuck: one, and one more for each ten that made it, so that a calico-node that works nowhere stops early. Nodes without
 * a pod to lose go at once; those whose kubelet is silent stay until it is heard, or get the new calico-node when the old
 * one is gone. A node without the label is new: it becomes ready only when it has a calico-node. Pure.
 */
export function planMoves(nodes: readonly MovingNode[], budget: number, now: number): NodeMoves {
  const moved = nodes.filter(({ label }) => label === MIGRATED);
  const served = moved.filter(({ current }) => current?.ready === true);
  const waiting = moved.filter(({ ready, current }) => ready && current?.ready !== true);
  const stuck = waiting.filter((node) => waitedMs(node, now) >= patienceMs);
  const silent = nodes.filter((node) => !node.ready && node.label !== MIGRATED && !isNew(node));
  const allowed = 1 + Math.floor(served.length / 10);
  const isHalted = stuck.length > allowed;
  const pending = nodes.filter((node) => (node.ready || isNew(node)) && node.label !== MIGRATED);
  const inFlight = waiting.length - stuck.length;
  const isComplete = pending.length === 0 && inFlight === 0 && !isHalted && silent.length <= allowed;
  const left = waiting.map((node) => patienceMs - waitedMs(node, now)).filter((ms) => ms > 0);
  return {
    move: isHalted ? [] : chosen(nodes, pending, { budget, inFlight, stuck }),
    isComplete,
    isHalted,
    progress: `${served.length} of ${nodes.length} nodes moved`,
    stuck: [...stuck.map(stuckNode), ...(pending.length === 0 ? silent.map(silentNode) : [])].toSorted(),
    ...(left.length > 0 && { againAfterMs: Math.min(...left) }),
  };
}

interface Room {
  readonly budget: number;
  readonly inFlight: number;
  readonly stuck: readonly MovingNode[];
}

function chosen(
  nodes: readonly MovingNode[],
  pending: readonly MovingNode[],
  { budget, inFlight, stuck }: Room,
): string[] {
  const free = pending.filter(({ former }) => former === undefined);
  const ailing = pending.filter(({ former }) => former?.ready === false).slice(0, Math.max(0, budget - inFlight));
  const unserved = nodes.filter((node) => node.ready && !isServed(node) && !stuck.includes(node)).length;
  const room = Math.max(0, budget - Math.max(unserved, inFlight + ailing.length));
  const well = pending.filter(({ former }) => former?.ready === true).slice(0, room);
  return [...free, ...ailing, ...well].map(({ name }) => name).toSorted();
}

/** Both DaemonSets pass it by, and without a CNI plugin its kubelet calls it not ready. */
function isNew({ label, former }: MovingNode): boolean {
  return label === undefined && former === undefined;
}

function isServed({ label, former, current }: MovingNode): boolean {
  return label === MIGRATED ? current?.ready === true : former?.ready === true;
}

function waitedMs({ since }: MovingNode, now: number): number {
  return since === undefined ? 0 : now - since;
}

function stuckNode({ name, since = 0, current }: MovingNode): string {
  const what = current === undefined ? 'for a pod of calico-node' : 'for its calico-node to become ready';
  return `${name} has waited ${what} since ${secondTime(new Date(since))}`;
}

function silentNode({ name }: MovingNode): string {
  return `${name} is not ready, and gets the new calico-node when it is`;
}

/** How many nodes may be without calico-node at a time: as the new DaemonSet rolls, at least one. Pure. */
export function moveBudget(maxUnavailable: number | string = 1, nodes: number): number {
  const count = inNodes(maxUnavailable, nodes);
  return Math.max(1, Number.isNaN(count) ? 1 : count);
}
