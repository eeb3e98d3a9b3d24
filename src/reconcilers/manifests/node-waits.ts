import type { NodePod } from '../cluster/former-install.ts';
import type { NodeFacts } from '../cluster/node-facts.ts';
import { labelOf } from '../cluster/node-facts.ts';
import { MOVE_LABEL } from '../../crds/manifests/facts.ts';
import { MIGRATED, type MovingNode } from './node-moves.ts';

/**
 * Since when moved nodes wait for their calico-node. Its pod tells where there is one; where none comes, only memory does,
 * and a restarted operator begins to count anew.
 */
export class NodeWaits {
  #since: ReadonlyMap<string, number> = new Map();

  /** The Linux nodes, with their pods in kube-system and in calico-system. `now` in wall milliseconds. */
  look(
    nodes: readonly NodeFacts[],
    { formerPods, pods }: { readonly formerPods: readonly NodePod[]; readonly pods: readonly NodePod[] },
    now: number,
  ): MovingNode[] {
    const former = byNode(formerPods);
    const current = byNode(pods);
    const found = nodes
      .filter(({ os, virtual }) => os === 'linux' && !virtual)
      .map((node) => ({
        node,
        label: labelOf(node, MOVE_LABEL),
        former: former.get(node.name),
        current: current.get(node.name),
      }));
    const waiting = found.filter(({ label, current: pod }) => label === MIGRATED && pod?.ready !== true);
    this.#since = new Map(waiting.map(({ node, current: pod }) => [node.name, this.#sinceOf(node.name, pod, now)]));
    return found.map(({ node, label, former: old, current: pod }) => ({
      name: node.name,
      ready: node.ready,
      ...(label !== undefined && { label }),
      ...(old && { former: { ready: old.ready } }),
      ...(pod && { current: { ready: pod.ready } }),
      ...sinceIn(this.#since, node.name),
    }));
  }

  #sinceOf(name: string, pod: NodePod | undefined, now: number): number {
    const created = pod === undefined ? NaN : Date.parse(pod.createdAt);
    return Number.isNaN(created) ? (this.#since.get(name) ?? now) : created;
  }
}

function sinceIn(since: ReadonlyMap<string, number>, name: string): { since?: number } {
  const found = since.get(name);
  return found === undefined ? {} : { since: found };
}

/** The pod that counts on each node: one that stays, and of those a ready one. */
function byNode(pods: readonly NodePod[]): Map<string, NodePod> {
  const staying = pods.filter(({ terminating }) => !terminating);
  return new Map(
    staying.toSorted((one, other) => Number(one.ready) - Number(other.ready)).map((pod) => [pod.node, pod]),
  );
}
