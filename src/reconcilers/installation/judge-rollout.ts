import type { NodeFacts } from '../cluster/node-facts.ts';

/** What is kept of a pod of calico-node while a new version rolls. */
export interface RollingPod {
  readonly node: string;
  /** Whether it runs the images that its DaemonSet asks for now. */
  readonly isNew: boolean;
  /** Whether a kubelet has taken it up. */
  readonly hasBegun: boolean;
  readonly ready: boolean;
  /** RFC 3339. */
  readonly createdAt: string;
}

/** How far a new version of calico-node is. */
export interface Rollout {
  /** Whether every node that is waited for runs it, and is ready. */
  readonly isDone: boolean;
  /** Nodes that are waited for: those whose new pod is longest on its way first, then those that still run the old one. */
  readonly remaining: readonly string[];
  /** Nodes that have not been heard for a while, and are not waited for. */
  readonly leftOut: readonly string[];
  /** Those of them on which the new pod never began: they were lost before, so they are none of the rollout's victims. */
  readonly excused: readonly string[];
}

/**
 * Judges nodes by their pods. `silent` names the nodes that are not waited for; `allCounted` tells whether the status of
 * the DaemonSets accounts for every node but these. A node with several pods counts as the oldest of them says. Pure.
 */
export function judgeRollout(
  pods: readonly RollingPod[],
  { silent, allCounted }: { readonly silent: ReadonlySet<string>; readonly allCounted: boolean },
): Rollout {
  const begun = new Set(pods.filter(({ isNew, hasBegun }) => isNew && hasBegun).map(({ node }) => node));
  const live = pods.filter(({ node }) => !silent.has(node));
  const coming = live.filter(({ isNew, ready }) => isNew && !ready).toSorted(byAge);
  const old = live.filter(({ isNew }) => !isNew).toSorted(byNode);
  const remaining = [...new Set([...coming, ...old].map(({ node }) => node))];
  const leftOut = [...silent].toSorted();
  return {
    isDone: allCounted && remaining.length === 0,
    remaining,
    leftOut,
    excused: leftOut.filter((name) => !begun.has(name)),
  };
}

const named = 3;

/** How far it is, for people: how many nodes are waited for, the slowest of them, and those that are not. Pure. */
export function describeRollout({ remaining, leftOut }: Rollout, nodes: number): string {
  const slowest = remaining.length === 0 ? '' : `, slowest ${listed(remaining)}`;
  const others = leftOut.length === 0 ? '' : `; not waited for, because they are not ready: ${listed(leftOut)}`;
  return `${remaining.length} of ${nodes} nodes to go${slowest}${others}`;
}

function listed(names: readonly string[]): string {
  const more = names.length - named;
  return `${names.slice(0, named).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function byAge(left: RollingPod, right: RollingPod): number {
  if (left.createdAt === right.createdAt) return byNode(left, right);
  return left.createdAt < right.createdAt ? -1 : 1;
}

function byNode(left: RollingPod, right: RollingPod): number {
  return left.node < right.node ? -1 : 1;
}

/** Since when nodes are not ready, as far as this process has seen it; a restarted one begins to count anew. */
export class Silences {
  #since: ReadonlyMap<string, number> = new Map();

  /** Nodes that have been silent for `graceMs`, and when the next of them will have been. `now` is monotonic. */
  look(
    nodes: readonly NodeFacts[],
    { now, graceMs }: { readonly now: number; readonly graceMs: number },
  ): { readonly silent: ReadonlySet<string>; readonly againAfterMs?: number } {
    const quiet = nodes.filter(({ ready, virtual }) => !ready && !virtual);
    this.#since = new Map(quiet.map(({ name }) => [name, this.#since.get(name) ?? now]));
    const lefts = [...this.#since].map(([name, since]) => ({ name, left: since + graceMs - now }));
    const pending = lefts.filter(({ left }) => left > 0).map(({ left }) => left);
    return {
      silent: new Set(lefts.filter(({ left }) => left <= 0).map(({ name }) => name)),
      ...(pending.length > 0 && { againAfterMs: Math.min(...pending) }),
    };
  }
}
