import type { NodeFacts } from '../../src/reconcilers/cluster/node-facts.ts';

/** What is kept of an ordinary Linux node, with changes. */
export function aNodeFacts(changes: Partial<NodeFacts> = {}): NodeFacts {
  return {
    name: 'node',
    os: 'linux',
    unschedulable: false,
    ready: true,
    virtual: false,
    labels: [],
    taints: [],
    platform: '',
    address: '',
    ...changes,
  };
}

/** So many of them, named by their numbers. */
export function manyNodeFacts(count: number, changes: Partial<NodeFacts> = {}): NodeFacts[] {
  return Array.from({ length: count }, (_, index) => aNodeFacts({ name: `node-${index}`, ...changes }));
}
