import { describe, expect, it } from '@jest/globals';
import type { Installation } from '../../../../src/crds/installation/spec.ts';
import { MOVE_LABEL } from '../../../../src/crds/manifests/facts.ts';
import type { PassResult } from '../../../../src/reconcilers/report.ts';
import { cleanUp } from '../../../../src/reconcilers/manifests/clean-up.ts';
import { formerInstall } from '../../../../tools/cluster/former-install.ts';
import type { TestContext } from '../../../support/reconcile-context.ts';
import { anInstallation } from '../../../support/installations.ts';
import { aMovingCluster } from '../../../support/moving-context.ts';
import { aDaemonSet } from '../../../support/workloads.ts';

const moved = { [MOVE_LABEL]: 'migrated' };
const rolled = aDaemonSet('calico-node');
const recorded = { adoptedFields: ['cni.type'] } as Installation['status'] & object;

function cleansUp(ctx: TestContext, status: Installation['status'] = recorded): Promise<PassResult> {
  return cleanUp(ctx, anInstallation(ctx, { status }));
}

describe('cleanUp', () => {
  it('has nothing to do where no node has the label', async () => {
    const ctx = aMovingCluster([{}, {}]);
    expect(await cleansUp(ctx)).toEqual({});
    expect(ctx.api.asked).toEqual([]);
  });

  it('leaves the labels while anything is left in kube-system', async () => {
    const ctx = aMovingCluster([moved], { isThere: true });
    ctx.holds(rolled);
    expect(await cleansUp(ctx)).toEqual({});
  });

  it('waits while pods of calico-node ask for the label', async () => {
    const template = { spec: { containers: [], nodeSelector: moved } };
    const ctx = aMovingCluster([moved]);
    ctx.holds({ ...rolled, spec: { selector: {}, template } } as typeof rolled);
    expect(await cleansUp(ctx)).toMatchObject({ waits: [/lose the label .* once calico-node does without it/] });
    expect(ctx.api.asked).toEqual([]);
  });

  it('waits while calico-node is not there', async () => {
    expect(await cleansUp(aMovingCluster([moved]))).toMatchObject({ waits: [/it is not there/] });
  });

  it('takes the label off the nodes that have it', async () => {
    const ctx = aMovingCluster([moved, {}, moved]);
    ctx.holds(rolled);
    await cleansUp(ctx);
    expect(ctx.api.asked.filter((what) => !what.startsWith('get '))).toEqual([
      'patch Node node-0',
      'patch Node node-2',
    ]);
    expect(ctx.api.live('Node', 'node-0')?.metadata.labels).not.toHaveProperty([MOVE_LABEL]);
  });
});

describe('cleanUp, where somebody has deleted the old DaemonSet amid the move', () => {
  const { typha, kubeControllers } = formerInstall();
  const left = [typha, kubeControllers];

  function isLeft(ctx: TestContext): boolean[] {
    return left.map(({ metadata }) => ctx.api.live('Deployment', `kube-system/${metadata.name}`) !== undefined);
  }

  it('deletes the rest, and says what harms nobody', async () => {
    const ctx = aMovingCluster([moved]);
    ctx.holds(rolled, ...left);
    await cleansUp(ctx);
    expect(isLeft(ctx)).toEqual([false, false]);
    expect(ctx.happenings).toMatchObject([{ reason: 'MovedFromManifests' }]);
  });

  it('does so also where no node had the label yet, if what was read stands in the status', async () => {
    const ctx = aMovingCluster([{}], { mayHaveLeftovers: true });
    ctx.holds(rolled, ...left);
    await cleansUp(ctx, {});
    expect(isLeft(ctx)).toEqual([true, true]);
    await cleansUp(ctx);
    expect(isLeft(ctx)).toEqual([false, false]);
  });

  it('leaves the rest while calico-node is not everywhere', async () => {
    const ctx = aMovingCluster([moved]);
    ctx.holds(aDaemonSet('calico-node', { numberAvailable: 1 }), ...left);
    await cleansUp(ctx);
    expect(isLeft(ctx)).toEqual([true, true]);
  });
});
