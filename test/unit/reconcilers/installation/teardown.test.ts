import { describe, expect, it } from '@jest/globals';
import type { Installation } from '../../../../src/crds/installation/spec.ts';
import type { KubeObject } from '../../../../src/k8s/object.ts';
import {
  cleanupFinalizer,
  installationFinalizer,
  teardown,
} from '../../../../src/reconcilers/installation/teardown.ts';
import type { PassResult } from '../../../../src/reconcilers/report.ts';
import { anInstallation } from '../../../support/installations.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';
import { aDaemonSet, aDeployment, aPod } from '../../../support/workloads.ts';

const deletionTimestamp = '2026-01-01T00:00:00Z';
const cniFinalizer = 'tigera.io/cni-protector';

function aRole(): KubeObject {
  const metadata = { name: 'calico-cni-plugin', finalizers: [cniFinalizer] };
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata };
}

/** A cluster with all of Calico, whose Installation somebody deletes. */
function aDyingCluster(...finalizers: string[]): { ctx: TestContext; pass: () => Promise<PassResult> } {
  const ctx = aContext();
  ctx.holds(
    aDaemonSet('calico-node'),
    aDaemonSet('csi-node-driver'),
    aDeployment('calico-kube-controllers', 1),
    aRole(),
  );
  const all = [installationFinalizer, cleanupFinalizer, ...finalizers];
  const installation: Installation = anInstallation(ctx, {
    metadata: { name: 'default', deletionTimestamp, finalizers: all },
  });
  return { ctx, pass: () => teardown(ctx, ctx.cluster.installations.get('default') ?? installation) };
}

function podOf(app: string, deletedAt?: string): KubeObject {
  const metadata = { name: `${app}-1`, namespace: 'calico-system', labels: { 'k8s-app': app } };
  return { ...aPod(1), metadata: { ...metadata, ...(deletedAt !== undefined && { deletionTimestamp: deletedAt }) } };
}

describe('teardown', () => {
  it('ends in one pass where no pod is left', async () => {
    const { ctx, pass } = aDyingCluster();
    expect(await pass()).toEqual({});
    expect(ctx.api.live('Installation', 'default')).toBeUndefined();
    expect(ctx.api.live('DaemonSet', 'calico-system/calico-node')).toBeUndefined();
    expect(ctx.api.live('ClusterRole', 'calico-cni-plugin')?.metadata.finalizers).toEqual([]);
  });

  it('keeps calico-node while pods on the pod network are there', async () => {
    const { ctx, pass } = aDyingCluster();
    ctx.holds(podOf('csi-node-driver'));
    const { waits, againAfterMs } = await pass();
    expect(waits).toEqual(['Removing Calico: 1 pods of calico-kube-controllers and csi-node-driver are still there']);
    expect(againAfterMs).toBe(1000);
    expect(ctx.api.live('DaemonSet', 'calico-system/csi-node-driver')).toBeUndefined();
    expect(ctx.api.live('DaemonSet', 'calico-system/calico-node')).toBeDefined();
  });

  it('waits for the components of other resources', async () => {
    const { ctx, pass } = aDyingCluster('operator.tigera.io/z', 'operator.tigera.io/apiserver-controller');
    const { waits } = await pass();
    expect(waits).toEqual([
      'Removing Calico: other components still hold operator.tigera.io/apiserver-controller, operator.tigera.io/z',
    ]);
    expect(ctx.api.live('Installation', 'default')?.metadata.finalizers).not.toContain(installationFinalizer);
    expect(ctx.api.live('DaemonSet', 'calico-system/calico-node')).toBeDefined();
  });

  it('keeps the credentials of the CNI plugin until the last calico-node is down', async () => {
    const { ctx, pass } = aDyingCluster();
    ctx.holds(podOf('calico-node'));
    expect((await pass()).waits).toEqual(['Removing Calico: 1 pods of calico-node are still there']);
    expect(ctx.api.live('ClusterRole', 'calico-cni-plugin')?.metadata.finalizers).toEqual([cniFinalizer]);
    expect(ctx.api.live('Installation', 'default')?.metadata.finalizers).toEqual([cleanupFinalizer]);
  });

  it('takes calico-node off Windows nodes, too, and waits for it', async () => {
    const { ctx, pass } = aDyingCluster();
    ctx.holds(aDaemonSet('calico-node-windows'), podOf('calico-node-windows'));
    expect((await pass()).waits).toEqual(['Removing Calico: 1 pods of calico-node are still there']);
    expect(ctx.api.live('DaemonSet', 'calico-system/calico-node-windows')).toBeUndefined();
  });

  it('gives up on pods that should have ended half a minute ago', async () => {
    const { ctx, pass } = aDyingCluster();
    ctx.holds(podOf('calico-node', deletionTimestamp));
    expect((await pass()).waits).toHaveLength(1);
    await ctx.clock.advance(30_000);
    expect(await pass()).toEqual({});
  });

  it('goes on where a pass before has stopped', async () => {
    const { ctx, pass } = aDyingCluster('operator.tigera.io/apiserver-controller');
    await pass();
    ctx.holds({ ...aRole() });
    anInstallation(ctx, { metadata: { name: 'default', deletionTimestamp, finalizers: [cleanupFinalizer] } });
    expect(await pass()).toEqual({});
    expect(ctx.api.live('Installation', 'default')).toBeUndefined();
  });
});
