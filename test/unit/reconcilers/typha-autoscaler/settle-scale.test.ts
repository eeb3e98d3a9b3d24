import { describe, expect, it } from '@jest/globals';
import { settleTyphaScale } from '../../../../src/reconcilers/typha-autoscaler/settle-scale.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import { settled } from '../../../support/installation-facts.ts';
import { manyNodeFacts } from '../../../support/node-facts.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

function aCluster(nodes: number): TestContext {
  const ctx = aContext();
  for (const node of manyNodeFacts(nodes)) ctx.shown.view('nodes').put(node.name, node);
  return ctx;
}

describe('settleTyphaScale', () => {
  it('counts nodes where the overrides of Typha let it run', () => {
    const ctx = aCluster(9);
    const override = { spec: { template: { spec: { nodeSelector: { role: 'infra' } } } } };
    const { replicas, warnings } = settleTyphaScale(ctx, settled({ typhaDeployment: override }));
    expect({ replicas, warnings }).toEqual({ replicas: 1, warnings: [expect.stringMatching(/^CAL-401 .* 3 pods/)] });
  });

  it('keeps more for a while when nodes go, and fewer at once when the Installation says so', () => {
    const ctx = aCluster(400);
    expect(settleTyphaScale(ctx, settled({})).replicas).toBe(4);
    ctx.shown.view('nodes').remove({ name: 'node-0' });
    expect(settleTyphaScale(ctx, settled({}))).toMatchObject({ replicas: 4, againAfterMs: 600_000 });
    expect(settleTyphaScale(ctx, settled({ typhaAutoscaling: { maximum: 2 } })).replicas).toBe(2);
  });

  it('has a maximum that holds whatever runs when the operator starts', () => {
    const ctx = aCluster(9);
    const metadata = { name: 'calico-typha', namespace: 'calico-system' };
    ctx.holds(withContent({ apiVersion: 'apps/v1', kind: 'Deployment', metadata }, { spec: { replicas: 9 } }));
    expect(settleTyphaScale(ctx, settled({ typhaAutoscaling: { maximum: 4 } })).replicas).toBe(4);
  });
});
