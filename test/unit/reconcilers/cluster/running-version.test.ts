import { describe, expect, it } from '@jest/globals';
import { runningVersion } from '../../../../src/reconcilers/cluster/running-version.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import { anInstallation } from '../../../support/installations.ts';
import { aContext } from '../../../support/reconcile-context.ts';
import { aDeployment } from '../../../support/workloads.ts';

const typha = (image: string) =>
  withContent(aDeployment('calico-typha', 1), {
    spec: { template: { spec: { containers: [{ name: 'calico-typha', image }] } } },
  });

describe('runningVersion', () => {
  it('is what the status says', () => {
    const ctx = aContext();
    ctx.holds(typha('calico/typha:v3.30.0'));
    expect(runningVersion(ctx, anInstallation(ctx, { status: { calicoVersion: 'v3.31.0' } }))).toBe('v3.31.0');
  });

  it('is what Typha runs where the status says nothing', () => {
    const ctx = aContext();
    expect(runningVersion(ctx, anInstallation(ctx))).toBeUndefined();
    ctx.holds(typha('calico/typha:v3.30.0'));
    expect(runningVersion(ctx, anInstallation(ctx))).toBe('v3.30.0');
  });
});
