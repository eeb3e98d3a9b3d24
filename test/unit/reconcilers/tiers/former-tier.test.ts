import { beforeEach, describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../../../src/k8s/object.ts';
import { FormerTier } from '../../../../src/reconcilers/tiers/former-tier.ts';
import { refusal } from '../../../support/fake-client.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

const apiVersion = 'projectcalico.org/v3';
let ctx: TestContext;
let formerTier: FormerTier;

function policy(name: string, tier: string): KubeObject {
  const base = { apiVersion, kind: 'GlobalNetworkPolicy', metadata: { name } };
  return withContent(base, { spec: { tier } });
}

beforeEach(() => {
  ctx = aContext();
  formerTier = new FormerTier(ctx.clock);
  ctx.holds({ apiVersion, kind: 'Tier', metadata: { name: 'allow-tigera' } });
});

describe('FormerTier', () => {
  it('goes when no policy is in it, and nothing is asked for after that', async () => {
    ctx.api.has(policy('default.mine', 'default'));
    expect(await formerTier.remove(ctx)).toEqual({});
    expect(ctx.api.live('Tier', 'allow-tigera')).toBeUndefined();
    const before = ctx.api.asked.length;
    await formerTier.remove(ctx);
    expect(ctx.api.asked).toHaveLength(before);
  });

  it('waits a minute for the controllers to take their policies out', async () => {
    ctx.api.has(policy('allow-tigera.kept', 'allow-tigera'));
    const { waits, warnings, againAfterMs } = await formerTier.remove(ctx);
    expect([waits?.length, warnings, againAfterMs]).toEqual([1, undefined, 60_000]);
  });

  it('stays with the policies of others, and names them in the same words each time', async () => {
    for (const name of ['allow-tigera.b', 'allow-tigera.a']) ctx.api.has(policy(name, 'allow-tigera'));
    await formerTier.remove(ctx);
    await ctx.clock.advance(60_000);
    const told = await formerTier.remove(ctx);
    expect(told.warnings).toEqual([
      expect.stringMatching(
        /^CAL-607 .*: GlobalNetworkPolicy allow-tigera\.a, GlobalNetworkPolicy allow-tigera\.b; move/,
      ),
    ]);
    expect(await formerTier.remove(ctx)).toEqual(told);
    expect(ctx.api.live('Tier', 'allow-tigera')).toBeDefined();
  });

  it('passes on why it cannot be deleted, and stops nothing', async () => {
    ctx.api.fails('delete Tier allow-tigera', refusal(403, 'Forbidden', 'not allowed'));
    const { warnings } = await formerTier.remove(ctx);
    expect(warnings).toEqual([expect.stringMatching(/^CAL-607 .*is left over: .*not allowed/)]);
  });
});
