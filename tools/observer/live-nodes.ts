import type { Happening, ObjectChange } from './history.ts';
import { listAt, textAt } from './value-at.ts';

/** Which nodes are heard, and since when, while a history goes on. */
export class LiveNodes {
  readonly #settledMs: number;
  readonly #nodes = new Map<string, { readonly ready: boolean; readonly since: number }>();

  /** A node that is heard again counts as live only after `settledMs`: nobody can know it at once. */
  constructor(settledMs: number) {
    this.#settledMs = settledMs;
  }

  take(happening: Happening): void {
    if (happening.kind === 'object' && happening.resource.plural === 'nodes') this.#takeNode(happening);
  }

  isLive(name: string, at: number): boolean {
    const node = this.#nodes.get(name);
    return node !== undefined && node.ready && at - node.since > this.#settledMs;
  }

  #takeNode({ type, object, at }: ObjectChange): void {
    const { name } = object.metadata;
    const ready = isReady(object);
    if (type === 'DELETED') this.#nodes.delete(name);
    else if (this.#nodes.get(name)?.ready !== ready) this.#nodes.set(name, { ready, since: at });
  }
}

/** A node that says nothing of it counts as ready: nobody reports for it. */
export function isReady(node: unknown): boolean {
  const conditions = listAt(node, 'status', 'conditions');
  return !conditions.some((each) => textAt(each, 'type') === 'Ready' && textAt(each, 'status') !== 'True');
}
