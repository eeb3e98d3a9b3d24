import { describe, expect, it } from '@jest/globals';
import type { Installation } from '../../../../src/crds/installation/spec.ts';
import { ensureWindows } from '../../../../src/reconcilers/windows/ensure-windows.ts';
import { anInstallation } from '../../../support/installations.ts';
import type { TestContext } from '../../../support/reconcile-context.ts';
import { aWindowsCluster, windowsSpec } from '../../../support/windows-cluster.ts';
import { aDeployment } from '../../../support/workloads.ts';

const daemonSet = 'calico-system/calico-node-windows';
const off = { ...windowsSpec, calicoNetwork: { ...windowsSpec.calicoNetwork, windowsDataplane: 'Disabled' as const } };

/** A cluster where Typha has an image, and the release that its Installation says it runs. */
function running(calicoVersion: string, typhaImage: string): TestContext {
  const ctx = aWindowsCluster();
  const typha = aDeployment('calico-typha', 1);
  const template = { metadata: {}, spec: { containers: [{ name: 'calico-typha', image: typhaImage }] } };
  ctx.holds({ ...typha, spec: { ...typha.spec, selector: {}, template } } as typeof typha);
  const annotations = { 'operator.tigera.io/allow-version-change': 'v3.32.1' };
  const metadata = { name: 'default', annotations };
  anInstallation(ctx, { spec: windowsSpec, status: { calicoVersion }, metadata });
  return ctx;
}

describe('ensureWindows', () => {
  it('makes calico-node run on Windows nodes, and rests', async () => {
    const ctx = aWindowsCluster();
    expect(await ensureWindows(ctx)).toEqual({ waits: [], warnings: [] });
    expect(ctx.api.asked).toEqual(['apply ConfigMap calico-system/cni-config-windows', `apply DaemonSet ${daemonSet}`]);
    await ensureWindows(ctx);
    expect(ctx.api.asked).toHaveLength(2);
  });

  it('takes it away when Windows is switched off', async () => {
    const ctx = aWindowsCluster();
    await ensureWindows(ctx);
    anInstallation(ctx, { spec: off });
    expect((await ensureWindows(ctx)).waits).toEqual([expect.stringContaining('is being removed')]);
    expect(ctx.api.live('DaemonSet', daemonSet)).toBeUndefined();
    expect(ctx.api.live('ConfigMap', 'calico-system/cni-config-windows')).toBeUndefined();
  });

  it('leaves it as it is while the edit that switches it off is refused for something else', async () => {
    const ctx = aWindowsCluster();
    await ensureWindows(ctx);
    anInstallation(ctx, { spec: { ...off, controlPlaneReplicas: 0 } });
    await expect(ensureWindows(ctx)).rejects.toThrow(/controlPlaneReplicas/);
    expect(ctx.api.live('DaemonSet', daemonSet)).toBeDefined();
  });

  it('leaves the removal of the Installation alone', async () => {
    const ctx = aWindowsCluster();
    const deletionTimestamp = '2026-01-01T00:00:00Z';
    const metadata: Installation['metadata'] = { name: 'default', deletionTimestamp, finalizers: ['a.example/b'] };
    anInstallation(ctx, { spec: windowsSpec, metadata });
    expect((await ensureWindows(ctx)).waits).toHaveLength(1);
    expect(ctx.api.asked).toEqual([]);
  });

  it('holds the DaemonSet back in a downgrade, until Typha has gone first', async () => {
    const late = await ensureWindows(running('v3.33.0', 'quay.io/calico/typha:v3.33.0'));
    const first = await ensureWindows(running('v3.33.0', 'quay.io/calico/typha:v3.32.1'));
    expect(late.waits).toEqual([expect.stringContaining('is held back: it moves from v3.33.0 to v3.32.1')]);
    expect(first.waits).toEqual([]);
  });
});
