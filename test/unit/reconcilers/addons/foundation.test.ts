import { describe, expect, it } from '@jest/globals';
import { awaitedTier } from '../../../../src/reconcilers/addons/foundation.ts';
import type { ReconcileContext } from '../../../../src/reconcilers/context.ts';
import { aContext } from '../../../support/reconcile-context.ts';

/** A cluster whose tiers are as far as this, and none of them known. */
function withTiers(hasSynced: boolean, phase: string): ReconcileContext {
  const ctx = aContext();
  const tiers = {
    hasSynced,
    state: { phase },
    get: () => undefined,
  } as unknown as ReconcileContext['cluster']['tiers'];
  return { ...ctx, cluster: { ...ctx.cluster, tiers } };
}

describe('awaitedTier', () => {
  it('says that policies wait where there is no tier', () => {
    expect(awaitedTier(withTiers(true, 'watching'))).toEqual([
      expect.stringMatching(/^Tier calico-system is not there/),
    ]);
  });

  it('says nothing while tiers are read for the first time, so that a restart shows in no status', () => {
    expect(awaitedTier(withTiers(false, 'listing'))).toEqual([]);
  });
});
