import { describe, expect, it } from '@jest/globals';
import { loadWindows, windowsWorkloads } from '../../../../src/reconcilers/windows/load-windows.ts';
import { anInstallation } from '../../../support/installations.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';
import { windowsSpec } from '../../../support/windows-cluster.ts';
import { aDaemonSet } from '../../../support/workloads.ts';

/** What is said about Windows nodes: whether there is anything to say, and the workloads. */
function said(ctx: TestContext): { status: boolean; workloads: string[] } {
  const workloads = windowsWorkloads(ctx).map(({ name, progress }) => `${name}: ${progress}`);
  return { status: loadWindows(ctx) !== undefined, workloads };
}

describe('Windows nodes', () => {
  it('are no topic unless the Installation asks for them', () => {
    const ctx = aContext();
    expect(said(ctx)).toEqual({ status: false, workloads: [] });
    anInstallation(ctx);
    expect(said(ctx)).toEqual({ status: false, workloads: [] });
  });

  it('are tracked by their DaemonSet', () => {
    const ctx = aContext();
    anInstallation(ctx, { spec: windowsSpec });
    expect(said(ctx)).toEqual({ status: true, workloads: ['calico-node-windows: is being created'] });
    ctx.holds(aDaemonSet('calico-node-windows', { numberAvailable: 2 }));
    expect(said(ctx)).toEqual({ status: true, workloads: ['calico-node-windows: 2 of 3 nodes available'] });
  });

  it('can be asked for by the overlay', () => {
    const ctx = aContext();
    anInstallation(ctx);
    anInstallation(ctx, { metadata: { name: 'overlay' }, spec: { calicoNetwork: { windowsDataplane: 'HNS' } } });
    expect(said(ctx).status).toBe(true);
  });

  it('stay a topic until nothing of them is left', () => {
    const ctx = aContext();
    anInstallation(ctx);
    ctx.holds(aDaemonSet('calico-node-windows'));
    expect(said(ctx)).toEqual({ status: true, workloads: [] });
  });
});
