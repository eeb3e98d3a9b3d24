import type { Happening, History, ObjectChange } from '../history.ts';
import { isReady } from '../live-nodes.ts';
import { listAt, textAt } from '../value-at.ts';

/** Too many nodes were without calico-node at once. */
export interface Shortage {
  /** Milliseconds of the history. */
  readonly at: number;
  /** The nodes, sorted. */
  readonly nodes: readonly string[];
}

/**
 * The worst moments of a rollout that began at `from`: when more than `budget` nodes, which had a calico-node that was
 * ready, had none. Nodes that are not heard, or were not at any time since, are nobody's loss.
 */
export function shortages(history: History, { from, budget }: { from: number; budget: number }): Shortage[] {
  const fleet = new Fleet();
  const found: Shortage[] = [];
  for (const happening of history.all) {
    fleet.take(happening, happening.at >= from);
    const without = happening.at >= from ? fleet.without : noNodes;
    if (without.size > budget && without.size > (found.at(-1)?.nodes.length ?? 0))
      found.push({ at: happening.at, nodes: [...without].toSorted() });
  }
  return found;
}

const noNodes: ReadonlySet<string> = new Set();

/** Which nodes have a calico-node, moment by moment. */
class Fleet {
  readonly without = new Set<string>();
  readonly #readyPods = new Map<string, Set<string>>();
  readonly #served = new Set<string>();
  readonly #lost = new Set<string>();
  readonly #nodes = new Set<string>();

  take(happening: Happening, isRolling: boolean): void {
    if (happening.kind !== 'object') return;
    const { resource, object } = happening;
    if (resource.plural === 'nodes') this.#takeNode(happening, isRolling);
    else if (resource.plural === 'pods' && object.metadata.labels?.['k8s-app'] === 'calico-node')
      this.#takePod(happening);
  }

  #takeNode({ object, type }: ObjectChange, isRolling: boolean): void {
    const { name } = object.metadata;
    if (type === 'DELETED') this.#nodes.delete(name);
    else this.#nodes.add(name);
    if (!isReady(object)) this.#lost.add(name);
    else if (!isRolling) this.#lost.delete(name);
    this.#judge(name);
  }

  #takePod({ object, type }: ObjectChange): void {
    const node = textAt(object, 'spec', 'nodeName') ?? '';
    const ready = this.#readyPods.get(node) ?? new Set<string>();
    this.#readyPods.set(node, ready);
    const isGoing = type === 'DELETED' || object.metadata.deletionTimestamp !== undefined;
    if (isGoing || !serves(object)) ready.delete(object.metadata.name);
    else ready.add(object.metadata.name);
    if (ready.size > 0) this.#served.add(node);
    this.#judge(node);
  }

  #judge(node: string): void {
    const counts = this.#nodes.has(node) && this.#served.has(node) && !this.#lost.has(node);
    if (counts && (this.#readyPods.get(node)?.size ?? 0) === 0) this.without.add(node);
    else this.without.delete(node);
  }
}

function serves(pod: unknown): boolean {
  const conditions = listAt(pod, 'status', 'conditions');
  return conditions.some((each) => textAt(each, 'type') === 'Ready' && textAt(each, 'status') === 'True');
}
