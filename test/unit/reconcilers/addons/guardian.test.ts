import { beforeEach, describe, expect, it } from '@jest/globals';
import { ensureAddon } from '../../../../src/reconcilers/addons/ensure-addon.ts';
import { guardianAddon } from '../../../../src/reconcilers/addons/guardian.ts';
import { Refusals } from '../../../../src/reconcilers/certificates/refusals.ts';
import type { PassResult } from '../../../../src/reconcilers/report.ts';
import { aCalicoCluster, anAddonResource } from '../../../support/api-server-cluster.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import type { TestContext } from '../../../support/reconcile-context.ts';

const kind = 'ManagementClusterConnection';
const spec = { managementClusterAddr: 'manager.example.com:9449' };
const name = 'tigera-managed-cluster-connection';
let ctx: TestContext;

const template = (): string => JSON.stringify(ctx.api.live('Deployment', 'calico-system/guardian'));
const pass = (): Promise<PassResult> => ensureAddon(ctx, guardianAddon, new Refusals(ctx.clock));

/** What the management cluster handed out. */
function aTunnelSecret(key: string): void {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'tigera-operator' } };
  ctx.holds(withContent(secret, { type: 'Opaque', data: { 'managed-cluster.key': key } }));
}

beforeEach(async () => {
  ctx = await aCalicoCluster();
  anAddonResource(ctx, kind, spec, { name: 'tigera-secure' });
});

describe('guardian', () => {
  it('says what it lacks of the management cluster, and goes on when it is there', async () => {
    await expect(pass()).rejects.toMatchObject({ reason: 'ResourceReadError', message: /management cluster gave you/ });
    aTunnelSecret('a2V5');
    expect((await pass()).waits).toEqual([]);
    expect(ctx.api.live('Secret', `calico-system/${name}`)).toMatchObject({ data: { 'managed-cluster.key': 'a2V5' } });
  });

  it('starts anew with other certificates of the tunnel', async () => {
    aTunnelSecret('a2V5');
    await pass();
    const before = template();
    aTunnelSecret('b3RoZXI=');
    await pass();
    expect(template()).not.toBe(before);
  });

  it('tells a connection of another name that it has no effect', async () => {
    ctx.shown.view('managementClusterConnections').remove({ name: 'tigera-secure' });
    anAddonResource(ctx, kind, spec);
    await expect(pass()).rejects.toMatchObject({ reason: 'ResourceValidationError', message: /tigera-secure/ });
    expect(ctx.api.asked).toEqual([]);
  });

  it('refuses what belongs to the enterprise edition', async () => {
    anAddonResource(ctx, kind, { ...spec, tls: { ca: 'Public' }, impersonation: {} }, { name: 'tigera-secure' });
    await expect(pass()).rejects.toThrow(/spec\.impersonation[\s\S]*spec\.tls\.ca/);
  });
});
