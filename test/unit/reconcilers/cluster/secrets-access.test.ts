import { describe, expect, it } from '@jest/globals';
import { ensureSecretsWatched } from '../../../../src/reconcilers/cluster/secrets-access.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

/** A cluster whose answer becomes yes at the given question. */
function allowingFrom(question: number): TestContext {
  const ctx = aContext();
  ctx.api.creates = (review) => withContent(review, { status: { allowed: ctx.api.asked.length >= question } });
  return ctx;
}

describe('ensureSecretsWatched', () => {
  it('watches once the right to is there, asking every 50 ms', async () => {
    const ctx = allowingFrom(3);
    const done = ensureSecretsWatched(ctx);
    await ctx.clock.advance(50);
    expect([ctx.shown.secrets.watched, ctx.api.asked.length]).toEqual([false, 2]);
    await ctx.clock.advance(50);
    await done;
    expect([ctx.shown.secrets.watched, ctx.api.asked.length]).toEqual([true, 3]);
  });

  it('asks for what it needs', async () => {
    const ctx = allowingFrom(1);
    await ensureSecretsWatched(ctx);
    const resourceAttributes = { namespace: 'calico-system', verb: 'watch', resource: 'secrets' };
    expect(ctx.api.requests[0]?.body).toMatchObject({ spec: { resourceAttributes } });
  });

  it('gives up after two seconds, and lets the watch try', async () => {
    const ctx = allowingFrom(1000);
    const done = ensureSecretsWatched(ctx);
    await ctx.clock.advance(2000);
    await done;
    expect([ctx.shown.secrets.watched, ctx.api.asked.length]).toEqual([true, 40]);
  });

  it('asks nothing once they are watched', async () => {
    const ctx = allowingFrom(1);
    ctx.shown.secrets.watch();
    await ensureSecretsWatched(ctx);
    expect(ctx.api.asked).toEqual([]);
  });
});
