import type { Client } from '../../src/k8s/client.ts';
import { Node } from '../../src/k8s/kinds.ts';
import type { KubeObject } from '../../src/k8s/object.ts';

export interface NodeOptions {
  /** Number of the first node. */
  readonly first?: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A node that kwok plays: 32 CPUs, 110 pods, ready at once. */
export function kwokNode(index: number, labels: Readonly<Record<string, string>> = {}): KubeObject {
  const name = `node-${index}`;
  const capacity = { cpu: '32', memory: '256Gi', pods: '110' };
  const object = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        ...(index === 0 && { 'node-role.kubernetes.io/control-plane': '' }),
        ...labels,
      },
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
    },
    status: { allocatable: capacity, capacity },
  };
  return object;
}

/** Creates `count` nodes, a few at a time. */
export async function createNodes(
  admin: Client,
  count: number,
  { first = 0, labels }: NodeOptions = {},
): Promise<void> {
  const indexes = Array.from({ length: count }, (_, offset) => first + offset);
  while (indexes.length > 0) {
    await Promise.all(indexes.splice(0, 20).map((index) => admin.create(Node, kwokNode(index, labels))));
  }
}
