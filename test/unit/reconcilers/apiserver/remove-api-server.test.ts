import { describe, expect, it } from '@jest/globals';
import { ensureApiServer } from '../../../../src/reconcilers/apiserver/ensure-api-server.ts';
import { removeApiServer } from '../../../../src/reconcilers/apiserver/remove-api-server.ts';
import { apiServerWorkloads, loadSubject } from '../../../../src/reconcilers/apiserver/load-api-server.ts';
import { Refusals } from '../../../../src/reconcilers/certificates/refusals.ts';
import { anApiServerCluster, heldInstallation, webhooksAnswer } from '../../../support/api-server-cluster.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import type { TestContext } from '../../../support/reconcile-context.ts';
import { aPod } from '../../../support/workloads.ts';

const finalizer = 'operator.tigera.io/apiserver-controller';

async function serving(): Promise<TestContext> {
  const ctx = await anApiServerCluster();
  await ensureApiServer(ctx, new Refusals(ctx.clock));
  webhooksAnswer(ctx);
  await ensureApiServer(ctx, new Refusals(ctx.clock));
  return ctx;
}

function aWebhookPod(ctx: TestContext): void {
  const pod = aPod(1);
  ctx.api.has({ ...pod, metadata: { ...pod.metadata, labels: { 'k8s-app': 'calico-webhooks' } } });
}

describe('removeApiServer', () => {
  it('takes the registration away before the pods', async () => {
    const ctx = await serving();
    await removeApiServer(ctx);
    const deletes = ctx.api.asked.filter((what) => what.startsWith('delete'));
    expect(deletes).toEqual([
      'delete ValidatingWebhookConfiguration api.projectcalico.org',
      'delete Deployment calico-system/calico-webhooks',
    ]);
  });

  it('lets the Installation go once no pod is left', async () => {
    const ctx = await serving();
    aWebhookPod(ctx);
    expect(await removeApiServer(ctx)).toMatchObject({ againAfterMs: 1_000 });
    expect(ctx.cluster.installations.get('default')?.metadata.finalizers).toContain(finalizer);
    await ctx.api.delete({ group: '', version: 'v1', kind: 'Pod', plural: 'pods', namespaced: true }, podOf(ctx));
    await removeApiServer(ctx);
    expect(ctx.cluster.installations.get('default')?.metadata.finalizers).not.toContain(finalizer);
  });

  it('is what happens when the Installation is deleted under the APIServer', async () => {
    const ctx = await serving();
    const { metadata } = ctx.cluster.installations.get('default') ?? heldInstallation(ctx);
    heldInstallation(ctx, { metadata: { ...metadata, deletionTimestamp: '2026-01-02T00:00:00Z' } });
    expect(apiServerWorkloads(ctx)).toMatchObject([{ progress: 'is being removed' }]);
    const { waits } = await ensureApiServer(ctx, new Refusals(ctx.clock));
    expect(waits).toEqual(['The API server is gone, because it is deleted or the Installation is']);
    expect(ctx.api.live('Deployment', 'calico-system/calico-webhooks')).toBeUndefined();
  });

  it('stays a topic until nothing holds the Installation', async () => {
    const ctx = await serving();
    ctx.shown.view('apiServers').remove({ name: 'default' });
    expect(loadSubject(ctx)?.kind).toBe('Installation');
    await ensureApiServer(ctx, new Refusals(ctx.clock));
    expect(loadSubject(ctx)).toBeUndefined();
  });

  it('deletes an APIService only where it points to calico-apiserver', async () => {
    const ctx = await serving();
    const metadata = { name: 'v3.projectcalico.org' };
    const apiService = (name: string): void => {
      const object = { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata };
      ctx.holds(withContent(object, { spec: { service: { name } } }));
    };
    apiService('another');
    await removeApiServer(ctx);
    expect(ctx.api.live('APIService', 'v3.projectcalico.org')).toBeDefined();
    apiService('calico-api');
    await removeApiServer(ctx);
    expect(ctx.api.live('APIService', 'v3.projectcalico.org')).toBeUndefined();
  });
});

function podOf(ctx: TestContext): { namespace: string; name: string; uid: string; resourceVersion: string } {
  const { metadata } = ctx.api.live('Pod', 'calico-system/calico-node-1') ?? aPod(1);
  const { name, uid = '', resourceVersion = '' } = metadata;
  return { namespace: 'calico-system', name, uid, resourceVersion };
}
