import { describe, expect, it } from '@jest/globals';
import type { PassResult } from '../../../../src/reconcilers/report.ts';
import { ensureTiers } from '../../../../src/reconcilers/tiers/ensure-tiers.ts';
import { FormerTier } from '../../../../src/reconcilers/tiers/former-tier.ts';
import { anInstallation } from '../../../support/installations.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

const pass = (ctx: TestContext): Promise<PassResult> => ensureTiers(ctx, new FormerTier(ctx.clock));
const asked = (ctx: TestContext): string[] => ctx.api.asked.filter((what) => !what.startsWith('get'));

describe('ensureTiers', () => {
  it('makes the tier before the policy that is in it', async () => {
    const ctx = aContext();
    anInstallation(ctx);
    await pass(ctx);
    expect(asked(ctx)).toEqual([
      'apply Tier calico-system',
      'apply NetworkPolicy kube-system/calico-system.cluster-dns',
    ]);
  });

  it('makes nothing where nothing is to serve policies, and is content with a note', async () => {
    const ctx = aContext({ calicoApi: 'crd.projectcalico.org/v1' });
    anInstallation(ctx);
    expect(await pass(ctx)).toEqual({ warnings: [expect.stringMatching(/^CAL-606/)] });
    expect(asked(ctx)).toEqual([]);
  });

  it('leaves all as it is while the Installation goes', async () => {
    const ctx = aContext();
    anInstallation(ctx, { metadata: { name: 'default', deletionTimestamp: '2026-01-01T00:00:00Z' } });
    expect(await pass(ctx)).toEqual({});
    expect(ctx.api.asked).toEqual([]);
  });
});
