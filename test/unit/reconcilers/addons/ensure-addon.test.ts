import { beforeEach, describe, expect, it } from '@jest/globals';
import { addonWorkloads, ensureAddon } from '../../../../src/reconcilers/addons/ensure-addon.ts';
import { goldmaneAddon } from '../../../../src/reconcilers/addons/goldmane.ts';
import { Refusals } from '../../../../src/reconcilers/certificates/refusals.ts';
import type { PassResult } from '../../../../src/reconcilers/report.ts';
import { aCalicoCluster, anAddonResource, heldInstallation } from '../../../support/api-server-cluster.ts';
import type { TestContext } from '../../../support/reconcile-context.ts';

let ctx: TestContext;

const pass = (): Promise<PassResult> => ensureAddon(ctx, goldmaneAddon, new Refusals(ctx.clock));
const deployment = (): unknown => ctx.api.live('Deployment', 'calico-system/goldmane');
const finalizers = (): string[] => ctx.cluster.installations.get('default')?.metadata.finalizers ?? [];

beforeEach(async () => {
  ctx = await aCalicoCluster();
  anAddonResource(ctx, 'Goldmane');
});

describe('ensureAddon', () => {
  it('makes all of it, holds the Installation, and rests', async () => {
    expect(await pass()).toEqual({ waits: [], warnings: [] });
    expect(deployment()).toBeDefined();
    expect(finalizers()).toContain('operator.tigera.io/goldmane-controller');
    const before = ctx.api.asked.length;
    await pass();
    expect(ctx.api.asked.slice(before).filter((what) => !what.startsWith('get'))).toEqual([]);
  });

  it('waits for the tier with its policy alone, and says so', async () => {
    ctx.shown.view('tiers').remove({ name: 'calico-system' });
    const { waits = [] } = await pass();
    expect(waits).toEqual([expect.stringMatching(/^Tier calico-system is not there yet, so policies wait/)]);
    expect(deployment()).toBeDefined();
    expect(ctx.api.live('NetworkPolicy', 'calico-system/calico-system.goldmane')).toBeUndefined();
  });

  it('says everything that is wrong, and writes nothing', async () => {
    anAddonResource(ctx, 'Goldmane', {
      metricsPort: 7443,
      goldmaneDeployment: { metadata: { labels: { 'a b': 'c' } } },
    });
    await expect(pass()).rejects.toMatchObject({ reason: 'ResourceValidationError', message: /metricsPort/ });
    await expect(pass()).rejects.toThrow(/a b/);
    expect(ctx.api.asked).toEqual([]);
  });

  it('waits by name for an Installation and for a valid one', async () => {
    heldInstallation(ctx, { spec: { controlPlaneReplicas: 0 } });
    await expect(pass()).rejects.toThrow(/kubectl get tigerastatus calico/);
    ctx.shown.view('installations').remove({ name: 'default' });
    await expect(pass()).rejects.toMatchObject({ reason: 'ResourceNotFound', message: /the Goldmane is a part of it/ });
  });

  it('tells Goldmane to send its flows on while there is a connection', async () => {
    const settings = (): string => JSON.stringify(ctx.api.live('ConfigMap', 'calico-system/goldmane'));
    anAddonResource(ctx, 'ManagementClusterConnection', {}, { name: 'tigera-secure' });
    await pass();
    expect(settings()).toContain(String.raw`{\"emitFlows\":true}`);
    ctx.shown.view('managementClusterConnections').remove({ name: 'tigera-secure' });
    await pass();
    expect(settings()).toContain(String.raw`{\"emitFlows\":false}`);
  });

  it('takes the pods down when the Installation is deleted under it, and lets that go', async () => {
    await pass();
    const { metadata } = ctx.cluster.installations.get('default') ?? heldInstallation(ctx);
    heldInstallation(ctx, { metadata: { ...metadata, deletionTimestamp: '2026-01-02T00:00:00Z' } });
    expect(addonWorkloads(ctx, goldmaneAddon)).toMatchObject([{ progress: 'is being removed' }]);
    expect((await pass()).waits).toEqual(['Goldmane is gone, because it is deleted or the Installation is']);
    expect(deployment()).toBeUndefined();
    expect(finalizers()).not.toContain('operator.tigera.io/goldmane-controller');
  });

  it('has nothing more to say once its custom resource is gone', async () => {
    await pass();
    ctx.shown.view('goldmanes').remove({ name: 'default' });
    expect(await pass()).toEqual({});
    expect(deployment()).toBeUndefined();
  });
});
