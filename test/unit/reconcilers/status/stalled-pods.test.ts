import { describe, expect, it } from '@jest/globals';
import { StalledPods } from '../../../../src/reconcilers/status/stalled-pods.ts';
import type { WorkloadHealth } from '../../../../src/reconcilers/status/workload-health.ts';
import { aContext } from '../../../support/reconcile-context.ts';
import { aPod, waitingPod } from '../../../support/workloads.ts';

const healthy: WorkloadHealth = { kind: 'DaemonSet', name: 'calico-node', verdict: 'healthy', progress: '' };
const rolling = (progress: string): WorkloadHealth => ({ ...healthy, verdict: 'progressing', progress });

describe('StalledPods', () => {
  it('asks nothing where all is well', async () => {
    const ctx = aContext();
    expect(await new StalledPods().look(ctx, [healthy])).toMatchObject({ failures: [] });
    expect(ctx.api.asked).toEqual([]);
  });

  it('gives a rollout twenty seconds from its last progress', async () => {
    const ctx = aContext();
    const stalled = new StalledPods();
    await stalled.look(ctx, [rolling('1 of 3')]);
    await ctx.clock.advance(15_000);
    expect(await stalled.look(ctx, [rolling('1 of 3')])).toMatchObject({ failures: [], againAfterMs: 5000 });
    expect(await stalled.look(ctx, [rolling('2 of 3')])).toMatchObject({ failures: [], againAfterMs: 20_000 });
    expect(ctx.api.asked).toEqual([]);
  });

  it('then looks at the pods that are not ready, again and again', async () => {
    const ctx = aContext();
    ctx.holds(waitingPod(1, 'CrashLoopBackOff'), aPod(2, { conditions: [{ type: 'Ready', status: 'True' }] }));
    const stalled = new StalledPods();
    await stalled.look(ctx, [rolling('1 of 3')]);
    await ctx.clock.advance(20_000);
    const { failures, againAfterMs } = await stalled.look(ctx, [rolling('1 of 3')]);
    expect(failures).toEqual([expect.stringContaining('DaemonSet calico-node: pod calico-system/calico-node-1')]);
    expect(againAfterMs).toBe(20_000);
    expect(ctx.api.asked).toEqual(['listInto Pod k8s-app=calico-node']);
  });

  it('forgets what became healthy', async () => {
    const ctx = aContext();
    const stalled = new StalledPods();
    await stalled.look(ctx, [rolling('1 of 3')]);
    await ctx.clock.advance(20_000);
    await stalled.look(ctx, [healthy]);
    expect(await stalled.look(ctx, [rolling('1 of 3')])).toMatchObject({ failures: [], againAfterMs: 20_000 });
  });

  it('names the pod that is waited for longest, and where it is', async () => {
    const ctx = aContext();
    const madeAt = (number: number, creationTimestamp: string): void => {
      const pod = aPod(number);
      ctx.holds({ ...pod, metadata: { ...pod.metadata, creationTimestamp } });
    };
    madeAt(1, '2026-01-01T00:00:05Z');
    madeAt(2, '2026-01-01T00:00:01Z');
    const stalled = new StalledPods();
    await stalled.look(ctx, [rolling('1 of 3')]);
    await ctx.clock.advance(20_000);
    const { slowest } = await stalled.look(ctx, [rolling('1 of 3')]);
    expect(slowest).toEqual([
      'DaemonSet calico-node: waiting longest for pod calico-node-2 on node node-2, made at 2026-01-01T00:00:01Z',
    ]);
  });
});
