import { describe, expect, it } from '@jest/globals';
import { MOVE_LABEL } from '../../../../src/crds/manifests/facts.ts';
import type { NodePod } from '../../../../src/reconcilers/cluster/former-install.ts';
import { moveStage } from '../../../../src/reconcilers/manifests/move-stage.ts';
import { formerInstall } from '../../../../tools/cluster/former-install.ts';
import { aMovingCluster } from '../../../support/moving-context.ts';
import { aDaemonSet } from '../../../support/workloads.ts';

const moved = { [MOVE_LABEL]: 'migrated' };
const { node } = formerInstall();
const running = aDaemonSet('calico-node');

const podOn = (name: string): NodePod => ({ node: name, ready: true, terminating: false, createdAt: '' });

function stage(labels: Record<string, string>, former: object, ...live: (typeof running)[]): string | undefined {
  const settings = { isThere: true, isIncomplete: false, node, pods: () => [podOn('node-0')], ...former };
  const ctx = aMovingCluster([labels], settings);
  ctx.holds(...live);
  return moveStage(ctx);
}

describe('moveStage', () => {
  it('is none where there is nothing to move', () => {
    expect(stage({}, { isThere: false }, running)).toBeUndefined();
  });

  it('holds the first calico-node to nodes that have moved', () => {
    expect(stage({}, { pods: () => [] })).toBe('from-kube-system');
  });

  it('does not take a calico-node that runs off nodes without the label', () => {
    expect(stage({}, {}, running)).toBe('labelling');
    expect(stage(moved, {}, running)).toBe('from-kube-system');
    expect(stage(moved, { isIncomplete: true }, running)).toBe('labelling');
  });

  it('goes on holding it once the old DaemonSet is held, whatever somebody has made of the new one', () => {
    const held = structuredClone(node);
    Object.assign(held.spec?.template.spec ?? {}, { nodeSelector: { [MOVE_LABEL]: 'pre-operator' } });
    expect(stage({}, { node: held }, running)).toBe('from-kube-system');
  });

  it('does not mind pods on nodes that have left', () => {
    expect(stage({}, { pods: () => [podOn('gone')] }, running)).toBe('from-kube-system');
  });
});
