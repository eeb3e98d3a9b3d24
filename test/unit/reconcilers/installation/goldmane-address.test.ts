import { describe, expect, it } from '@jest/globals';
import { GoldmanePatience, goldmaneAddress } from '../../../../src/reconcilers/installation/goldmane-address.ts';
import { anAddonResource } from '../../../support/api-server-cluster.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

function aService(ctx: TestContext, clusterIP: string): void {
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'goldmane', namespace: 'calico-system' } };
  ctx.holds(withContent(service, { spec: { clusterIP } }));
}

/** calico-node that sends to an address. */
function aNodeSendingTo(ctx: TestContext, ip: string): void {
  const node = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'calico-node', namespace: 'calico-system' },
  };
  const hostAliases = [{ ip, hostnames: ['goldmane.calico-system.svc'] }];
  ctx.holds(withContent(node, { spec: { template: { spec: { hostAliases } } } }));
}

describe('goldmaneAddress', () => {
  it('is that of the Service', () => {
    const ctx = aContext();
    expect(goldmaneAddress(ctx)).toEqual({});
    aService(ctx, '10.96.0.7');
    expect(goldmaneAddress(ctx)).toEqual({ goldmaneClusterIp: '10.96.0.7' });
  });

  it.each(['', 'None'])('is none while the Service has %j for one', (clusterIP) => {
    const ctx = aContext();
    aService(ctx, clusterIP);
    expect(goldmaneAddress(ctx)).toEqual({});
  });

  it('stays while somebody has deleted the Service of a Goldmane, so that no node rolls for it', () => {
    const ctx = aContext();
    aNodeSendingTo(ctx, '10.96.0.7');
    anAddonResource(ctx, 'Goldmane');
    expect(goldmaneAddress(ctx)).toEqual({ goldmaneClusterIp: '10.96.0.7' });
  });

  it('goes with Goldmane', () => {
    const ctx = aContext();
    aNodeSendingTo(ctx, '10.96.0.7');
    expect(goldmaneAddress(ctx)).toEqual({});
    anAddonResource(ctx, 'Goldmane', {}, { deletionTimestamp: '2026-01-01T00:00:00Z' });
    expect(goldmaneAddress(ctx)).toEqual({});
  });
});

describe('GoldmanePatience', () => {
  it('holds the first calico-node back for a moment, and no longer', async () => {
    const ctx = aContext();
    anAddonResource(ctx, 'Goldmane');
    const patience = new GoldmanePatience(ctx.clock);
    expect(patience.hold(ctx, {})).toMatchObject({ forMs: 5_000, because: /flow logs/ });
    await ctx.clock.advance(2_000);
    expect(patience.hold(ctx, {})).toMatchObject({ forMs: 3_000 });
    await ctx.clock.advance(3_000);
    expect(patience.hold(ctx, {})).toBeUndefined();
  });

  it('holds nothing where nobody asks for Goldmane, or its address is known', () => {
    const ctx = aContext();
    expect(new GoldmanePatience(ctx.clock).hold(ctx, {})).toBeUndefined();
    anAddonResource(ctx, 'Goldmane');
    expect(new GoldmanePatience(ctx.clock).hold(ctx, { goldmaneClusterIp: '10.96.0.7' })).toBeUndefined();
  });

  it('holds no calico-node that is there', () => {
    const ctx = aContext();
    anAddonResource(ctx, 'Goldmane');
    aNodeSendingTo(ctx, '10.96.0.7');
    expect(new GoldmanePatience(ctx.clock).hold(ctx, {})).toBeUndefined();
  });
});
