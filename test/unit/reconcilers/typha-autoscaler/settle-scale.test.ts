import { describe, expect, it } from '@jest/globals';
import { settleTyphaScale } from '../../../../src/reconcilers/typha-autoscaler/settle-scale.ts';
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

  it('keeps more for a while, and a new maximum at once', () => {
    const ctx = aCluster(9);
    expect(settleTyphaScale(ctx, settled({ typhaAutoscaling: { minimum: 6 } })).replicas).toBe(6);
    expect(settleTyphaScale(ctx, settled({}))).toMatchObject({ replicas: 6, againAfterMs: 600_000 });
    expect(settleTyphaScale(ctx, settled({ typhaAutoscaling: { maximum: 4 } })).replicas).toBe(4);
  });
});
