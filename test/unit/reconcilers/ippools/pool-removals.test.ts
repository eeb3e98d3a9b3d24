import { describe, expect, it } from '@jest/globals';
import type { IpPool } from '../../../../src/crds/kinds.ts';
import type { ObjectMeta } from '../../../../src/k8s/object.ts';
import { PoolRemovals, retired } from '../../../../src/reconcilers/ippools/pool-removals.ts';
import type { PassResult } from '../../../../src/reconcilers/report.ts';
import { aggregated } from '../../../support/calico-api.ts';
import { refusal } from '../../../support/fake-client.ts';
import { ourPool } from '../../../support/installation-facts.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

const seconds = 1_000;

interface Scene {
  readonly ctx: TestContext;
  /** The next pass, after a while. */
  after(ms: number): Promise<PassResult>;
  put(pool: IpPool): void;
  isThere(): boolean;
}

/** A pool without addresses to give, that the Installation does not list. */
function aScene(metadata: Partial<ObjectMeta> = {}, disabled = true): Scene {
  const ctx = aContext();
  const removals = new PoolRemovals(ctx.clock);
  const pool = ourPool('old', '10.0.0.0/16', { disabled });
  const put = (each: IpPool): void => ctx.shown.view('ipPools').upsert(ctx.api.has(each));
  put({ ...pool, metadata: { ...pool.metadata, ...metadata } });
  return {
    ctx,
    put,
    isThere: () => ctx.api.live('IPPool', 'old') !== undefined,
    after: async (ms) => {
      await ctx.clock.advance(ms);
      return removals.advance(ctx, ctx.cluster.ipPools.list());
    },
  };
}

function uses({ ctx }: Scene, cidr: string, allocations: readonly (number | null)[]): void {
  const metadata = { name: cidr.replaceAll(/[.:/]/g, '-') };
  ctx.api.has({
    apiVersion: 'projectcalico.org/v3',
    kind: 'IPAMBlock',
    metadata,
    spec: { cidr, allocations },
  } as never);
}

const looks = ({ ctx }: Scene): number => ctx.api.asked.filter((what) => what.startsWith('listInto IPAMBlock')).length;

describe('PoolRemovals', () => {
  it('waits before it looks, because an address may just be on its way', async () => {
    const scene = aScene();
    expect(await scene.after(0)).toMatchObject({
      waits: [expect.stringMatching('IPPool old')],
      againAfterMs: 5 * seconds,
    });
    expect([scene.isThere(), looks(scene)]).toEqual([true, 0]);
  });

  it('deletes a pool of which nobody has an address', async () => {
    const scene = aScene();
    uses(scene, '10.0.0.0/26', [null, null]);
    uses(scene, '10.1.0.0/26', [0, null]);
    await scene.after(0);
    expect(await scene.after(5 * seconds)).toEqual({ waits: [], warnings: [] });
    expect(scene.isThere()).toBe(false);
  });

  it('keeps a pool in use, says so, and looks again after a minute', async () => {
    const scene = aScene();
    uses(scene, '10.0.0.0/26', [0, null]);
    await scene.after(0);
    const drains = { waits: [], warnings: [expect.stringMatching(/^CAL-107 draining: 1 block .* IPPool old/)] };
    expect(await scene.after(5 * seconds)).toEqual({ ...drains, againAfterMs: 60 * seconds });
    expect(await scene.after(30 * seconds)).toEqual({ ...drains, againAfterMs: 30 * seconds });
    expect([scene.isThere(), looks(scene)]).toEqual([true, 1]);
    uses(scene, '10.0.0.0/26', [null, null]);
    await scene.after(30 * seconds);
    expect(scene.isThere()).toBe(false);
  });

  it('deletes a pool in use at once where its annotation allows it', async () => {
    const scene = aScene({ annotations: { 'operator.tigera.io/delete-in-use': 'true' } });
    uses(scene, '10.0.0.0/26', [0]);
    await scene.after(0);
    expect([scene.isThere(), looks(scene)]).toEqual([false, 0]);
  });

  it('does not count the time in which the pool gave out addresses', async () => {
    const scene = aScene({}, false);
    await scene.after(0);
    await scene.after(60 * seconds);
    expect([scene.isThere(), looks(scene)]).toEqual([true, 0]);
  });

  it('looks at the pool as it is now, not as a watch shows it', async () => {
    const scene = aScene();
    await scene.after(0);
    scene.ctx.api.has(ourPool('old', '10.0.0.0/16', { disabled: false }));
    await scene.after(5 * seconds);
    expect([scene.isThere(), looks(scene)]).toEqual([true, 0]);
  });

  it('keeps a pool whose blocks cannot be read, and says why', async () => {
    const scene = aScene();
    scene.ctx.api.fails('listInto IPAMBlock ', refusal(403, 'Forbidden', 'ipamblocks is forbidden'));
    await scene.after(0);
    await expect(scene.after(5 * seconds)).rejects.toThrow(/Could not delete IPPool.* old.*ipamblocks is forbidden/s);
    expect(scene.isThere()).toBe(true);
  });

  it('says that it waits for an API server of Calico that does not answer, and deletes nothing', async () => {
    const ctx = aContext(aggregated);
    const pool: IpPool = {
      ...ourPool('old', '10.0.0.0/16', { disabled: true }),
      apiVersion: 'crd.projectcalico.org/v1',
    };
    ctx.holds(pool);
    const { waits } = await new PoolRemovals(ctx.clock).advance(ctx, [pool]);
    expect(waits).toEqual([
      expect.stringMatching('goes when nobody has one of it'),
      expect.stringMatching('IPPool old: waiting, because projectcalico.org/v3 is not served'),
    ]);
    expect(ctx.api.live('IPPool', 'old')).toBeDefined();
  });

  it('says that Calico still holds a pool', async () => {
    const deletionTimestamp = '2026-01-01T00:00:00Z';
    const scene = aScene({ deletionTimestamp, finalizers: ['projectcalico.org/ippool-finalizer'] });
    expect(await scene.after(0)).toMatchObject({
      waits: [expect.stringMatching('old is being deleted')],
      warnings: [],
    });
    await scene.after(5 * seconds);
    expect(scene.ctx.api.asked).toEqual([]);
  });
});

describe('retired', () => {
  it('is the pool as it is, without new addresses', () => {
    const live = retired(ourPool('old', '10.0.0.0/16', { blockSize: 28, natOutgoing: true }), 'projectcalico.org/v3');
    expect(live.spec).toMatchObject({ cidr: '10.0.0.0/16', blockSize: 28, natOutgoing: true, disabled: true });
  });
});
