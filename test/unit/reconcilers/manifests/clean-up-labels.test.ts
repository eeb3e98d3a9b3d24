import { describe, expect, it } from '@jest/globals';
import { MOVE_LABEL } from '../../../../src/crds/manifests/facts.ts';
import { cleanUpLabels } from '../../../../src/reconcilers/manifests/clean-up-labels.ts';
import { aMovingCluster } from '../../../support/moving-context.ts';
import { aDaemonSet } from '../../../support/workloads.ts';

const moved = { [MOVE_LABEL]: 'migrated' };
const rolled = aDaemonSet('calico-node');

describe('cleanUpLabels', () => {
  it('has nothing to do where no node has the label', async () => {
    const ctx = aMovingCluster([{}, {}]);
    expect(await cleanUpLabels(ctx)).toEqual({});
    expect(ctx.api.asked).toEqual([]);
  });

  it('leaves the labels while anything is left in kube-system', async () => {
    const ctx = aMovingCluster([moved], { isThere: true });
    ctx.holds(rolled);
    expect(await cleanUpLabels(ctx)).toEqual({});
  });

  it('waits while pods of calico-node ask for the label', async () => {
    const template = { spec: { containers: [], nodeSelector: moved } };
    const ctx = aMovingCluster([moved]);
    ctx.holds({ ...rolled, spec: { selector: {}, template } } as typeof rolled);
    expect(await cleanUpLabels(ctx)).toMatchObject({ waits: [/lose the label .* once calico-node does without it/] });
    expect(ctx.api.asked).toEqual([]);
  });

  it('waits while calico-node is not there', async () => {
    expect(await cleanUpLabels(aMovingCluster([moved]))).toMatchObject({ waits: [/it is not there/] });
  });

  it('takes the label off the nodes that have it', async () => {
    const ctx = aMovingCluster([moved, {}, moved]);
    ctx.holds(rolled);
    await cleanUpLabels(ctx);
    expect(ctx.api.asked).toEqual(['patch Node node-0', 'patch Node node-2']);
    expect(ctx.api.live('Node', 'node-0')?.metadata.labels).not.toHaveProperty([MOVE_LABEL]);
  });
});
