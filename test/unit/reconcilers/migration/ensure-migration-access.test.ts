import { beforeEach, describe, expect, it } from '@jest/globals';
import { ensureMigrationAccess } from '../../../../src/reconcilers/migration/ensure-migration-access.ts';
import { refusal } from '../../../support/fake-client.ts';
import { anInstallation } from '../../../support/installations.ts';
import { aMigration } from '../../../support/migrations.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

const name = 'calico-kube-controllers-migration';
let ctx: TestContext;

beforeEach(() => {
  ctx = aContext();
});

describe('ensureMigrationAccess', () => {
  it('grants the permissions while a migration is there, in whatever phase', async () => {
    ctx.shown.view('migrations').put('v1-to-v3', aMigration({ phase: 'Complete' }));
    expect(await ensureMigrationAccess(ctx, anInstallation(ctx))).toEqual([]);
    expect(ctx.api.asked).toEqual([`apply ClusterRole ${name}`, `apply ClusterRoleBinding ${name}`]);
  });

  it('takes them away after it, and asks for nothing then', async () => {
    ctx.shown.view('migrations').put('v1-to-v3', aMigration());
    await ensureMigrationAccess(ctx, anInstallation(ctx));
    ctx.shown.view('migrations').remove({ name: 'v1-to-v3' });
    await ensureMigrationAccess(ctx, anInstallation(ctx));
    expect(ctx.api.live('ClusterRole', name)).toBeUndefined();
    const before = ctx.api.asked.length;
    await ensureMigrationAccess(ctx, anInstallation(ctx));
    expect(ctx.api.asked).toHaveLength(before);
  });

  it('says which manifest it lacks where it may not grant them, and stops nothing', async () => {
    ctx.shown.view('migrations').put('v1-to-v3', aMigration());
    ctx.api.fails(`apply ClusterRole ${name}`, refusal(403, 'Forbidden'));
    expect(await ensureMigrationAccess(ctx, anInstallation(ctx))).toEqual([
      expect.stringMatching(/^CAL-703 .*config\/rbac\/datastore-migration/),
    ]);
  });
});
