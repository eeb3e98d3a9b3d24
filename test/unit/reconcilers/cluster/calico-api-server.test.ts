import { describe, expect, it } from '@jest/globals';
import {
  awaitedCalicoApi,
  isServedByCalico,
  isTierReady,
} from '../../../../src/reconcilers/cluster/calico-api-server.ts';
import { aCalicoApi, aggregated } from '../../../support/calico-api.ts';
import { anApiServer } from '../../../support/api-server-cluster.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import { aContext } from '../../../support/reconcile-context.ts';

describe('awaitedCalicoApi', () => {
  it('is nothing where CRDs serve', () => {
    expect(awaitedCalicoApi(aContext())).toBeUndefined();
  });

  it('says what to do where nothing will ever serve', () => {
    expect(awaitedCalicoApi(aContext(aggregated))).toContain('create an APIServer');
  });

  it('says where to look while nothing is registered', () => {
    const ctx = aContext(aggregated);
    anApiServer(ctx);
    expect(awaitedCalicoApi(ctx)).toContain('kubectl get tigerastatus apiserver');
  });

  it('has the word of the Kubernetes API server for who does not answer', () => {
    const ctx = aContext(aggregated);
    aCalicoApi(ctx, 'dial tcp 10.96.1.2:443: connect: connection refused');
    expect(awaitedCalicoApi(ctx)).toContain('10.96.1.2:443');
  });

  it('has that of a watch, which knows it sooner', () => {
    const ctx = aContext(aggregated);
    aCalicoApi(ctx);
    expect(awaitedCalicoApi(ctx)).toBeUndefined();
    ctx.shown.view('tiers').state = { phase: 'waiting', lastError: new Error('10.96.1.2:443 is gone') };
    expect(awaitedCalicoApi(ctx)).toContain('10.96.1.2:443 is gone');
  });
});

describe('isTierReady', () => {
  it('takes an API that answers and a tier in it', () => {
    const ctx = aContext(aggregated);
    aCalicoApi(ctx);
    expect(isTierReady(ctx)).toBe(false);
    const tier = { apiVersion: 'projectcalico.org/v3', kind: 'Tier', metadata: { name: 'calico-system' } };
    ctx.holds(withContent(tier, { spec: {} }));
    expect(isTierReady(ctx)).toBe(true);
    aCalicoApi(ctx, 'it is away');
    expect(isTierReady(ctx)).toBe(false);
  });
});

describe('isServedByCalico', () => {
  it('is what users see of a cluster whose storage is another group', () => {
    const v3 = { apiVersion: 'projectcalico.org/v3' };
    expect([aContext(aggregated), aContext()].map((ctx) => isServedByCalico(ctx, v3))).toEqual([true, false]);
    expect(isServedByCalico(aContext(aggregated), { apiVersion: 'crd.projectcalico.org/v1' })).toBe(false);
  });
});
