import { describe, expect, it } from '@jest/globals';
import { refOf, type KubeObject } from '../../../../src/k8s/object.ts';
import { ensureFinalizers, removeFinalizer } from '../../../../src/reconcilers/apply/finalizers.ts';
import { aContext, desiredConfigMap, type TestContext } from '../../../support/reconcile-context.ts';

const object = desiredConfigMap('settings');

function withFinalizers(finalizers: string[], deletionTimestamp?: string): { ctx: TestContext; live: KubeObject } {
  const ctx = aContext();
  const times = deletionTimestamp === undefined ? {} : { deletionTimestamp };
  ctx.holds({ ...object, metadata: { ...object.metadata, finalizers, ...times } });
  return { ctx, live: ctx.cluster.find(refOf(object)).object ?? object };
}

describe('ensureFinalizers', () => {
  it('adds what is missing behind what is there', async () => {
    const { ctx, live } = withFinalizers(['theirs', 'ours/a']);
    const { metadata } = await ensureFinalizers(ctx, live, ['ours/a', 'ours/b']);
    expect(metadata.finalizers).toEqual(['theirs', 'ours/a', 'ours/b']);
    expect(ctx.cluster.find(refOf(object)).object?.metadata).toEqual(metadata);
  });

  it('asks nothing where none is missing', async () => {
    const { ctx, live } = withFinalizers(['ours/a']);
    expect(await ensureFinalizers(ctx, live, ['ours/a'])).toBe(live);
    expect(ctx.api.asked).toEqual([]);
  });

  it('is refused where somebody else changed the object meanwhile', async () => {
    const { ctx, live } = withFinalizers([]);
    ctx.api.has({ ...object, metadata: { ...object.metadata, finalizers: ['theirs'] } });
    await expect(ensureFinalizers(ctx, live, ['ours/a'])).rejects.toThrow('for the test');
    expect(ctx.api.live('ConfigMap', 'calico-system/settings')?.metadata.finalizers).toEqual(['theirs']);
  });
});

describe('removeFinalizer', () => {
  it('takes off the one and leaves the others', async () => {
    const { ctx, live } = withFinalizers(['theirs', 'ours/a']);
    const { metadata } = await removeFinalizer(ctx, live, 'ours/a');
    expect(metadata.finalizers).toEqual(['theirs']);
  });

  it('asks nothing where it is off already', async () => {
    const { ctx, live } = withFinalizers(['theirs']);
    expect(await removeFinalizer(ctx, live, 'ours/a')).toBe(live);
    expect(ctx.api.asked).toEqual([]);
  });

  it('knows that an object which is being deleted is gone with its last finalizer', async () => {
    const { ctx, live } = withFinalizers(['ours/a'], '2026-01-01T00:00:00Z');
    await removeFinalizer(ctx, live, 'ours/a');
    expect(ctx.cluster.find(refOf(object))).toEqual({ covered: true });
  });
});
