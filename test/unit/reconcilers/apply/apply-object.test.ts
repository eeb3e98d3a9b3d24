import { describe, expect, it } from '@jest/globals';
import type { KubeObject, ObjectMeta } from '../../../../src/k8s/object.ts';
import { applyObject, lostARace } from '../../../../src/reconcilers/apply/apply-object.ts';
import { formerFieldManager } from '../../../../src/reconcilers/apply/take-over.ts';
import { refusal } from '../../../support/fake-client.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import { aContext, desiredConfigMap, type TestContext } from '../../../support/reconcile-context.ts';

const desired = desiredConfigMap('settings');

/** A cluster in which the ConfigMap is live, with other metadata than ours. */
function withLive(metadata: Partial<ObjectMeta> = {}, content: object = {}): TestContext {
  const ctx = aContext();
  ctx.holds({ ...desired, ...content, metadata: { ...desired.metadata, ...metadata } });
  return ctx;
}

describe('applyObject', () => {
  it('sends what is not there, and nothing the next time', async () => {
    const ctx = aContext();
    expect(await applyObject(ctx, desired, 'whole')).toEqual({ result: 'written' });
    expect(await applyObject(ctx, desired, 'whole')).toEqual({ result: 'unchanged' });
    expect(ctx.api.asked).toEqual(['apply ConfigMap calico-system/settings']);
  });

  it('makes nothing in a namespace that is being deleted', async () => {
    const ctx = aContext();
    const deletionTimestamp = '2026-01-01T00:00:00Z';
    ctx.holds({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'calico-system', deletionTimestamp } });
    expect(await applyObject(ctx, desired, 'whole')).toEqual({ result: 'terminating' });
    expect(ctx.api.asked).toEqual([]);
  });

  it('asks the API where no watch covers the object', async () => {
    const ctx = aContext();
    const elsewhere = { ...desired, metadata: { name: 'settings', namespace: 'kube-system' } };
    await applyObject(ctx, elsewhere, 'whole');
    expect(ctx.api.asked).toEqual(['get ConfigMap kube-system/settings', 'apply ConfigMap kube-system/settings']);
  });

  it('claims the fields of the former operator with the version that it saw', async () => {
    const ctx = withLive({ managedFields: [{ manager: formerFieldManager, fieldsV1: { 'f:data': { 'f:key': {} } } }] });
    expect(await applyObject(ctx, desired, 'whole')).toEqual({ result: 'written' });
    const { body } = ctx.api.requests[0] ?? {};
    expect(body).toMatchObject({
      operations: [{ path: '/metadata/managedFields' }, { path: '/metadata/resourceVersion' }],
    });
    expect(ctx.api.asked.map((what) => what.split(' ')[0])).toEqual(['patch', 'apply']);
  });

  it('does not send again what the server stored differently', async () => {
    const ctx = aContext();
    await applyObject(ctx, desired, 'whole');
    const live = ctx.api.live('ConfigMap', 'calico-system/settings') as KubeObject;
    ctx.shown.wrote(withContent(live, { data: { key: 'rewritten by a webhook' } }));
    expect(await applyObject(ctx, desired, 'whole')).toEqual({ result: 'unchanged' });
  });

  it('takes away what somebody added after it had looked', async () => {
    const ctx = withLive();
    const theirs = { manager: 'kubectl', operation: 'Update' as const, fieldsV1: { 'f:data': { 'f:more': {} } } };
    ctx.api.has({ ...desired, metadata: { ...desired.metadata, managedFields: [theirs] } });
    expect(await applyObject(ctx, desired, 'whole')).toEqual({ result: 'written' });
    expect(await applyObject(ctx, desired, 'whole')).toEqual({ result: 'resting', forMs: 1000 });
    await ctx.clock.advance(1000);
    await applyObject(ctx, desired, 'whole');
    expect(ctx.api.asked.map((what) => what.split(' ')[0])).toEqual(['apply', 'patch', 'apply']);
    expect(await applyObject(ctx, desired, 'whole')).toEqual({ result: 'unchanged' });
  });

  it('lets a fight with another writer rest for a second', async () => {
    const ctx = aContext();
    await applyObject(ctx, desired, 'whole');
    ctx.holds(withContent(desired, { data: { key: 'theirs' } }));
    expect(await applyObject(ctx, desired, 'whole')).toEqual({ result: 'resting', forMs: 1000 });
    await ctx.clock.advance(1000);
    expect(await applyObject(ctx, desired, 'whole')).toEqual({ result: 'written' });
  });

  it('leaves an object alone that a user took out of our hands', async () => {
    const ctx = withLive({ annotations: { 'unsupported.operator.tigera.io/ignore': 'true' } });
    expect(await applyObject(ctx, desired, 'whole')).toEqual({ result: 'ignored' });
    expect(ctx.api.asked).toEqual([]);
  });
});

describe('what became of objects', () => {
  it('is counted by kind', async () => {
    const counted: string[] = [];
    const ctx = { ...aContext(), tally: (kind: string, result: string) => void counted.push(`${kind} ${result}`) };
    await applyObject(ctx, desired, 'whole');
    await applyObject(ctx, desired, 'whole');
    expect(counted).toEqual(['ConfigMap written', 'ConfigMap unchanged']);
  });

  it('is counted where the API says no', async () => {
    const counted: string[] = [];
    const ctx = { ...aContext(), tally: (kind: string, result: string) => void counted.push(`${kind} ${result}`) };
    ctx.api.fails('apply ConfigMap calico-system/settings', refusal(403, 'Forbidden'));
    await expect(applyObject(ctx, desired, 'whole')).rejects.toThrow();
    expect(counted).toEqual(['ConfigMap refused']);
  });
});

describe('applyObject, for an object that is being deleted', () => {
  const deletionTimestamp = '2026-01-01T00:00:00Z';

  it('takes off our finalizers and keeps those of others', async () => {
    const ctx = withLive({ deletionTimestamp, finalizers: ['tigera.io/cni-protector', 'others/hold'] });
    expect(await applyObject(ctx, desired, 'whole')).toEqual({ result: 'terminating' });
    expect(ctx.api.live('ConfigMap', 'calico-system/settings')?.metadata.finalizers).toEqual(['others/hold']);
  });

  it('waits while others hold it', async () => {
    const ctx = withLive({ deletionTimestamp, finalizers: ['others/hold'] });
    expect(await applyObject(ctx, desired, 'whole')).toEqual({ result: 'terminating' });
    expect(ctx.api.asked).toEqual([]);
  });

  it('loses the race where somebody changed it since', async () => {
    const ctx = withLive({ deletionTimestamp, finalizers: ['tigera.io/cni-protector'] });
    ctx.api.has({ ...desired, metadata: { ...desired.metadata, deletionTimestamp } });
    const error: unknown = await applyObject(ctx, desired, 'whole').catch((reason: unknown) => reason);
    expect(lostARace(error)).toBe(true);
  });
});

describe('applyObject, for what cannot be changed', () => {
  const secret = withContent({ ...desired, kind: 'Secret' }, { type: 'kubernetes.io/tls' });

  it('deletes exactly what a live read found, and creates it anew', async () => {
    const ctx = aContext();
    const { metadata } = ctx.api.has(withContent(secret, { type: 'Opaque' }));
    await applyObject(ctx, secret, 'whole');
    expect(ctx.api.asked.map((what) => what.split(' ')[0])).toEqual(['get', 'get', 'delete', 'apply']);
    const { uid, resourceVersion } = metadata;
    expect(ctx.api.requests[2]?.body).toEqual({ uid, resourceVersion });
  });
});

describe('lostARace', () => {
  it.each([
    [refusal(409, 'Conflict'), true],
    [refusal(409, 'AlreadyExists'), true],
    [refusal(403, 'Forbidden'), false],
    [new Error('other'), false],
  ])('says of %s: %s', (error, expected) => {
    expect(lostARace(error)).toBe(expected);
  });
});
