import { beforeEach, describe, expect, it } from '@jest/globals';
import { ensureAddon } from '../../../../src/reconcilers/addons/ensure-addon.ts';
import { whiskerAddon } from '../../../../src/reconcilers/addons/whisker.ts';
import { Refusals } from '../../../../src/reconcilers/certificates/refusals.ts';
import type { PassResult } from '../../../../src/reconcilers/report.ts';
import { aCalicoCluster, anAddonResource } from '../../../support/api-server-cluster.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import type { TestContext } from '../../../support/reconcile-context.ts';

let ctx: TestContext;

const pass = (): Promise<PassResult> => ensureAddon(ctx, whiskerAddon, new Refusals(ctx.clock));
const live = (): string => JSON.stringify(ctx.api.live('Deployment', 'calico-system/whisker') ?? null);

beforeEach(async () => {
  ctx = await aCalicoCluster({ clusterDomain: 'example.org' });
  anAddonResource(ctx, 'Whisker');
});

describe('Whisker', () => {
  it('waits for Goldmane by name, and what is there stays', async () => {
    anAddonResource(ctx, 'Goldmane');
    await pass();
    const before = live();
    ctx.shown.view('goldmanes').remove({ name: 'default' });
    anAddonResource(ctx, 'Whisker', { notifications: 'Disabled' });
    await expect(pass()).rejects.toMatchObject({ reason: 'ResourceNotFound', retry: 'on-watch', message: /Goldmane/ });
    expect(live()).toBe(before);
  });

  it('has a certificate for itself and its neighbours in the pod', async () => {
    anAddonResource(ctx, 'Goldmane');
    await pass();
    const { metadata } = ctx.api.live('Secret', 'tigera-operator/whisker-backend-key-pair') ?? {};
    expect(metadata?.annotations?.['certificates.operator.tigera.io/dns-names']).toBe(
      'localhost,whisker-backend,whisker-backend.calico-system,whisker-backend.calico-system.svc,whisker-backend.calico-system.svc.example.org,127.0.0.1',
    );
  });

  it('shows which cluster it is in, once Calico knows', async () => {
    anAddonResource(ctx, 'Goldmane');
    await pass();
    expect(live()).not.toContain('0123abcd');
    const information = {
      apiVersion: 'projectcalico.org/v3',
      kind: 'ClusterInformation',
      metadata: { name: 'default' },
    };
    ctx.holds(withContent(information, { spec: { clusterGUID: '0123abcd' } }));
    await pass();
    expect(live()).toContain('0123abcd');
  });
});
