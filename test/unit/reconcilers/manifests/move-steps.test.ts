import { describe, expect, it } from '@jest/globals';
import { MOVE_LABEL } from '../../../../src/crds/manifests/facts.ts';
import { describeStep, takeStep } from '../../../../src/reconcilers/manifests/move-steps.ts';
import type { MoveStep } from '../../../../src/reconcilers/manifests/plan-move.ts';
import { formerInstall } from '../../../../tools/cluster/former-install.ts';
import { refusal } from '../../../support/fake-client.ts';
import { anInstallation } from '../../../support/installations.ts';
import { aMovingCluster } from '../../../support/moving-context.ts';

const { node, typha, kubeControllers } = formerInstall();

async function take(step: MoveStep, refused?: string): Promise<ReturnType<typeof aMovingCluster>> {
  const ctx = aMovingCluster([{}, {}]);
  ctx.holds(node, typha, kubeControllers);
  if (refused !== undefined) ctx.api.fails(refused, refusal(403, 'Forbidden'));
  await takeStep(ctx, step, anInstallation(ctx));
  return ctx;
}

describe('a step of a move from manifests', () => {
  it('labels nodes, and asks for nothing else', async () => {
    const { api } = await take({ do: 'label', nodes: ['node-1'], value: 'migrated' });
    expect(api.asked).toEqual(['patch Node node-1']);
    expect(api.live('Node', 'node-1')?.metadata.labels).toHaveProperty([MOVE_LABEL], 'migrated');
  });

  it('does not mind a node that has left', async () => {
    const { api } = await take({ do: 'label', nodes: ['node-7', 'node-0'], value: 'migrated' });
    expect(api.live('Node', 'node-0')?.metadata.labels).toHaveProperty([MOVE_LABEL], 'migrated');
  });

  it('holds the old DaemonSet where it is, without rolling it', async () => {
    const { api } = await take({ do: 'hold nodes' });
    const { spec } = api.live('DaemonSet', 'kube-system/calico-node') as typeof node;
    expect(spec?.updateStrategy?.type).toBe('OnDelete');
    expect(spec?.template.spec?.nodeSelector).toHaveProperty([MOVE_LABEL], 'pre-operator');
  });

  it('makes room for the new Typha', async () => {
    const { api } = await take({ do: 'scale', replicas: 1 });
    expect((api.live('Deployment', 'kube-system/calico-typha') as typeof typha).spec?.replicas).toBe(1);
  });

  it('tells what is left behind before the last delete', async () => {
    const { api, happenings } = await take({ do: 'finish', objects: [node] });
    expect(api.live('DaemonSet', 'kube-system/calico-node')).toBeUndefined();
    expect(happenings).toMatchObject([{ reason: 'MovedFromManifests' }]);
  });

  it('says what it may not do', async () => {
    const step: MoveStep = { do: 'label', nodes: ['node-0'], value: 'migrated' };
    await expect(take(step, 'patch Node node-0')).rejects.toMatchObject({
      reason: 'ResourceMigrationError',
      message: /Could not label 1 nodes/,
    });
  });

  it('is told in words', () => {
    const step: MoveStep = { do: 'delete', objects: [kubeControllers] };
    expect(describeStep(step)).toBe('deleting Deployment calico-kube-controllers');
  });
});
