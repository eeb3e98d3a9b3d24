import { beforeEach, describe, expect, it } from '@jest/globals';
import { ensureApiServer } from '../../../../src/reconcilers/apiserver/ensure-api-server.ts';
import { Refusals } from '../../../../src/reconcilers/certificates/refusals.ts';
import type { PassResult } from '../../../../src/reconcilers/report.ts';
import {
  anApiServer,
  anApiServerCluster,
  heldInstallation,
  webhooksAnswer,
} from '../../../support/api-server-cluster.ts';
import { aMigration } from '../../../support/migrations.ts';
import type { TestContext } from '../../../support/reconcile-context.ts';

const registration = 'ValidatingWebhookConfiguration';
let ctx: TestContext;

const pass = (): Promise<PassResult> => ensureApiServer(ctx, new Refusals(ctx.clock));
const isRegistered = (): boolean => ctx.api.live(registration, 'api.projectcalico.org') !== undefined;

beforeEach(async () => {
  ctx = await anApiServerCluster();
});

describe('ensureApiServer', () => {
  it('makes the webhooks, and registers them only when one answers', async () => {
    const { waits } = await pass();
    expect(waits).toEqual([expect.stringContaining('before a webhook answers')]);
    expect(isRegistered()).toBe(false);
    webhooksAnswer(ctx);
    expect((await pass()).waits).toEqual([]);
    expect(isRegistered()).toBe(true);
  });

  it('keeps its hands off behind crd.projectcalico.org while the data is being moved', async () => {
    ctx = await anApiServerCluster({ calicoApi: 'crd.projectcalico.org/v1' });
    ctx.shown.view('migrations').put('v1-to-v3', aMigration({ phase: 'Migrating' }));
    expect(await pass()).toEqual({
      waits: [expect.stringMatching(/^The API server stays as it is: .* is Migrating$/)],
    });
    expect(ctx.api.asked).toEqual([]);
  });

  it('holds the Installation, and rests', async () => {
    await pass();
    webhooksAnswer(ctx);
    await pass();
    expect(ctx.cluster.installations.get('default')?.metadata.finalizers).toContain(
      'operator.tigera.io/apiserver-controller',
    );
    const before = ctx.api.asked.length;
    await pass();
    expect(ctx.api.asked.slice(before).filter((what) => !what.startsWith('get'))).toEqual([]);
  });

  it('holds nothing back any more once they are registered', async () => {
    await pass();
    webhooksAnswer(ctx);
    await pass();
    ctx.shown.view('deployments').remove({ namespace: 'calico-system', name: 'calico-webhooks' });
    expect((await pass()).waits).toEqual([]);
  });

  it('waits for the tier with policies and registration, and says so', async () => {
    ctx.shown.view('tiers').remove({ name: 'calico-system' });
    await pass();
    webhooksAnswer(ctx);
    const { waits = [] } = await pass();
    expect(waits.some((wait) => wait.startsWith('Tier calico-system is not there yet'))).toBe(true);
    expect(isRegistered()).toBe(false);
    expect(ctx.api.live('NetworkPolicy', 'calico-system/calico-system.calico-webhooks')).toBeUndefined();
  });

  it('says everything that is wrong with overrides', async () => {
    const containers = [
      { name: 'calico-apiserver' as const, ports: [{ name: 'queryserver' as const, containerPort: 1 }] },
    ];
    const metadata = { labels: { 'not a key': 'x' } };
    anApiServer(ctx, { spec: { apiServerDeployment: { metadata, spec: { template: { spec: { containers } } } } } });
    await expect(pass()).rejects.toThrow(/not a key[\s\S]*tigera-queryserver|tigera-queryserver[\s\S]*not a key/);
    expect(ctx.api.asked).toEqual([]);
  });

  it('refuses two APIServers', async () => {
    anApiServer(ctx, { metadata: { name: 'tigera-secure' } });
    await expect(pass()).rejects.toMatchObject({ reason: 'ResourceValidationError', message: /tigera-secure/ });
  });

  it('waits for an Installation, for its namespace and for its authority, by name', async () => {
    ctx.shown.view('operatorSecrets').remove({ namespace: 'tigera-operator', name: 'tigera-ca-private' });
    await expect(pass()).rejects.toMatchObject({ reason: 'ResourceNotReady', message: /tigera-ca-private/ });
    ctx.shown.view('namespaces').remove({ name: 'calico-system' });
    await expect(pass()).rejects.toMatchObject({ reason: 'ResourceNotReady', message: /Namespace calico-system/ });
    ctx.shown.view('installations').remove({ name: 'default' });
    await expect(pass()).rejects.toMatchObject({ reason: 'ResourceNotFound', retry: 'on-watch' });
  });

  it('sends users of an invalid Installation to its own status', async () => {
    heldInstallation(ctx, { spec: { controlPlaneReplicas: 0 } });
    await expect(pass()).rejects.toThrow(/kubectl get tigerastatus calico/);
  });
});
