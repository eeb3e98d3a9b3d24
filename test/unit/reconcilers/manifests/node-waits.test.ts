import { describe, expect, it } from '@jest/globals';
import { MOVE_LABEL } from '../../../../src/crds/manifests/facts.ts';
import { nodeFacts, type NodeFacts } from '../../../../src/reconcilers/cluster/node-facts.ts';
import type { NodePod } from '../../../../src/reconcilers/cluster/former-install.ts';
import { NodeWaits } from '../../../../src/reconcilers/manifests/node-waits.ts';

const now = Date.parse('2026-03-01T12:00:00Z');

function aNode(labels: Record<string, string>): NodeFacts {
  return nodeFacts({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'a', labels: { 'kubernetes.io/os': 'linux', ...labels } },
  });
}

function pod(facts: Partial<NodePod>): NodePod {
  return { node: 'a', ready: false, terminating: false, createdAt: '2026-03-01T11:59:00Z', ...facts };
}

describe('NodeWaits', () => {
  it('counts from the birth of the pod, or from when it was missed first', () => {
    const waits = new NodeWaits();
    const moved = [aNode({ [MOVE_LABEL]: 'migrated' })];
    expect(waits.look(moved, { formerPods: [], pods: [pod({})] }, now)[0]?.since).toBe(now - 60_000);
    const later = new NodeWaits();
    later.look(moved, { formerPods: [], pods: [] }, now);
    expect(later.look(moved, { formerPods: [], pods: [] }, now + 5_000)[0]?.since).toBe(now);
  });

  it('looks at the pod that stays, and at Linux nodes only', () => {
    const pods = [pod({ ready: true }), pod({ ready: false })];
    const [found] = new NodeWaits().look([aNode({})], { formerPods: pods, pods: [pod({ terminating: true })] }, now);
    expect(found).toEqual({ name: 'a', ready: true, former: { ready: true } });
    expect(new NodeWaits().look([aNode({ 'kubernetes.io/os': 'windows' })], { formerPods: [], pods: [] }, now)).toEqual(
      [],
    );
  });
});
