import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  isFormerNamespaceUnused,
  notYetServing,
  servingHealth,
  silenceOf,
} from '../../../../src/reconcilers/apiserver/api-service.ts';
import { aCalicoApi, aggregated } from '../../../support/calico-api.ts';
import { anApiServer } from '../../../support/api-server-cluster.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';
import { aDeployment } from '../../../support/workloads.ts';

const refused = 'dial tcp 10.96.1.2:443: connect: connection refused';
let ctx: TestContext;

beforeEach(() => {
  ctx = aContext(aggregated);
  anApiServer(ctx);
});

function runs(available: number): void {
  ctx.holds(aDeployment('calico-apiserver', 2, { replicas: 2, availableReplicas: available, observedGeneration: 9 }));
}

describe('requests for projectcalico.org/v3', () => {
  it('go to calico-apiserver once one of its pods answers, and stay with it', () => {
    runs(0);
    expect(notYetServing(ctx)).toContain('before a pod');
    runs(1);
    expect(notYetServing(ctx)).toBeUndefined();
    aCalicoApi(ctx);
    runs(0);
    expect(notYetServing(ctx)).toBeUndefined();
  });

  it('go on to the namespace of an earlier release meanwhile, which is left when nothing serves from it', () => {
    const ownerReferences = [{ apiVersion: 'operator.tigera.io/v1', kind: 'APIServer', name: 'default', uid: 'u' }];
    ctx.shown.view('formerNamespaces').put('calico-apiserver', { metadata: { ownerReferences } });
    aCalicoApi(ctx, undefined, 'calico-apiserver');
    expect([notYetServing(ctx), isFormerNamespaceUnused(ctx)]).toEqual([expect.any(String), false]);
    aCalicoApi(ctx, refused);
    expect(isFormerNamespaceUnused(ctx)).toBe(false);
    aCalicoApi(ctx);
    expect(isFormerNamespaceUnused(ctx)).toBe(true);
  });
});

describe('a namespace calico-apiserver', () => {
  it('that nothing of ours owns is not ours to delete', () => {
    ctx.shown.view('formerNamespaces').put('calico-apiserver', { metadata: { name: 'calico-apiserver' } });
    aCalicoApi(ctx);
    expect(isFormerNamespaceUnused(ctx)).toBe(false);
  });
});

describe('servingHealth', () => {
  it('needs pods, and an API that answers', () => {
    runs(2);
    aCalicoApi(ctx, refused);
    expect(servingHealth(ctx)).toMatchObject({ verdict: 'progressing', progress: expect.stringContaining(refused) });
    aCalicoApi(ctx);
    expect(servingHealth(ctx)).toMatchObject({ verdict: 'healthy' });
  });
});

describe('silenceOf', () => {
  it('is a problem of who has answered before, or has had its time', () => {
    aCalicoApi(ctx, refused);
    expect(silenceOf(ctx)).toEqual({ reason: 'ResourceNotReady', message: expect.stringContaining(refused) });
    aCalicoApi(ctx);
    expect(silenceOf(ctx)).toBeUndefined();
  });

  it('is none before anything is registered', () => {
    expect(silenceOf(ctx)).toBeUndefined();
  });
});
