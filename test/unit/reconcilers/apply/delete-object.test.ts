import { describe, expect, it } from '@jest/globals';
import { refOf, type ObjectMeta } from '../../../../src/k8s/object.ts';
import { deleteObject } from '../../../../src/reconcilers/apply/delete-object.ts';
import { aContext, desiredConfigMap, type TestContext } from '../../../support/reconcile-context.ts';

const object = desiredConfigMap('settings');
const ref = refOf(object);

function withLive(metadata: Partial<ObjectMeta> = {}): TestContext {
  const ctx = aContext();
  ctx.holds({ ...object, metadata: { ...object.metadata, ...metadata } });
  return ctx;
}

describe('deleteObject', () => {
  it('asks nothing where a watch shows that the object is gone', async () => {
    const ctx = aContext();
    expect(await deleteObject(ctx, ref)).toBe(true);
    expect(ctx.api.asked).toEqual([]);
  });

  it('asks the API where no watch covers the object', async () => {
    const ctx = aContext();
    expect(await deleteObject(ctx, { ...ref, namespace: 'kube-system' })).toBe(true);
    expect(ctx.api.asked).toEqual(['get ConfigMap kube-system/settings']);
  });

  it('deletes what a live read found, not what a watch shows', async () => {
    const ctx = withLive();
    const { metadata } = ctx.api.has(object);
    expect(await deleteObject(ctx, ref)).toBe(true);
    expect(ctx.api.requests.at(-1)?.body).toEqual({ uid: metadata.uid, resourceVersion: metadata.resourceVersion });
    expect(ctx.cluster.find(ref)).toEqual({ covered: true });
  });

  it('says that finalizers hold the object', async () => {
    const ctx = withLive({ finalizers: ['others/hold'] });
    expect(await deleteObject(ctx, ref)).toBe(false);
    expect(ctx.cluster.find(ref).object?.metadata.deletionTimestamp).toBeDefined();
  });

  it('does not delete twice', async () => {
    const ctx = withLive({ deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['others/hold'] });
    expect(await deleteObject(ctx, ref)).toBe(false);
    expect(ctx.api.asked).toEqual(['get ConfigMap calico-system/settings']);
  });

  it.each([true, false])('asks before it deletes, about what it has read: %s', async (may) => {
    const ctx = withLive();
    const live = ctx.api.has(object);
    const asked: unknown[] = [];
    const mayGo = (found: unknown): Promise<boolean> => Promise.resolve(asked.push(found) > 0 && may);
    expect(await deleteObject(ctx, ref, mayGo)).toBe(may);
    expect(asked).toEqual([live]);
    expect(ctx.api.live('ConfigMap', 'calico-system/settings') === undefined).toBe(may);
  });
});
