import { describe, expect, it } from '@jest/globals';
import type { Verdict } from '../../../../src/crds/status/conditions.ts';
import {
  ensureTigeraStatus,
  publishTigeraStatus,
  removeTigeraStatus,
  storedConditions,
  type Publication,
} from '../../../../src/reconcilers/status/publish-tigera-status.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

const rolling = (message: string): Verdict => ({
  type: 'Progressing',
  status: 'True',
  reason: 'ResourceNotReady',
  message,
});
const ended: Verdict = { type: 'Progressing', status: 'False', reason: 'Unknown', message: '' };

function publish(ctx: TestContext, verdict: Verdict, generation = 1): Promise<Publication> {
  return publishTigeraStatus(ctx, 'calico', [verdict], () => generation);
}

describe('publishTigeraStatus', () => {
  it('makes the object, then its status', async () => {
    const ctx = aContext();
    const { before, after } = await publish(ctx, rolling('1 of 3'));
    expect(ctx.api.asked).toEqual(['apply TigeraStatus calico', 'apply status TigeraStatus calico']);
    expect(before).toEqual([]);
    expect(after).toMatchObject([{ observedGeneration: 1, lastTransitionTime: '2026-01-01T00:00:00Z' }]);
    expect(storedConditions(ctx, 'calico')).toEqual(after);
  });

  it('writes nothing where nothing changed', async () => {
    const ctx = aContext();
    await publish(ctx, ended);
    await ctx.clock.advance(60_000);
    const { before, after } = await publish(ctx, ended);
    expect(after).toEqual(before);
    expect(ctx.api.asked).toHaveLength(2);
  });

  it('lets new words rest for three seconds', async () => {
    const ctx = aContext();
    await publish(ctx, rolling('1 of 3'));
    await ctx.clock.advance(1000);
    const { before, after, laterMs } = await publish(ctx, rolling('2 of 3'));
    expect([after, laterMs]).toEqual([before, 2000]);
    await ctx.clock.advance(2000);
    expect((await publish(ctx, rolling('2 of 3'))).after).toMatchObject([{ message: '2 of 3' }]);
  });

  it.each<[string, Verdict, number]>([
    ['a change of status', ended, 1],
    ['a change of reason', { ...rolling('1 of 3'), reason: 'ResourceNotFound' }, 1],
    ['another generation', rolling('1 of 3'), 2],
  ])('lets %s go at once', async (_, verdict, generation) => {
    const ctx = aContext();
    await publish(ctx, rolling('1 of 3'));
    const { after, laterMs } = await publish(ctx, verdict, generation);
    expect(laterMs).toBeUndefined();
    expect(storedConditions(ctx, 'calico')).toEqual(after);
    expect(ctx.api.asked).toHaveLength(3);
  });
});

describe('ensureTigeraStatus', () => {
  it('makes the object once', async () => {
    const ctx = aContext();
    await ensureTigeraStatus(ctx, 'calico');
    await ensureTigeraStatus(ctx, 'calico');
    expect(ctx.api.asked).toEqual(['apply TigeraStatus calico']);
    expect(storedConditions(ctx, 'calico')).toEqual([]);
  });
});

describe('removeTigeraStatus', () => {
  it('asks nothing where there is none', async () => {
    const ctx = aContext();
    await removeTigeraStatus(ctx, 'calico');
    expect(ctx.api.asked).toEqual([]);
  });

  it('deletes the one that is there', async () => {
    const ctx = aContext();
    await ensureTigeraStatus(ctx, 'calico');
    await removeTigeraStatus(ctx, 'calico');
    expect(ctx.api.live('TigeraStatus', 'calico')).toBeUndefined();
  });
});
