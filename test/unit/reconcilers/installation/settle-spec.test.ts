import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Installation, InstallationSpec } from '../../../../src/crds/installation/spec.ts';
import { loadProvider, settleSpec, writtenAnnotations } from '../../../../src/reconcilers/installation/settle-spec.ts';
import { trackedWorkloads } from '../../../../src/reconcilers/installation/tracked-workloads.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

function anInstallation(name: string, spec: InstallationSpec, annotations: Record<string, string> = {}): Installation {
  return { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', metadata: { name, annotations }, spec };
}

let ctx: TestContext;
const base = anInstallation(
  'default',
  { kubernetesProvider: 'EKS', cni: { type: 'Calico' } },
  { a: 'base', b: 'base' },
);

beforeEach(() => {
  ctx = aContext({ endpoint: { host: '10.96.0.1', port: '443' } });
  ctx.holds(base);
});

describe('the overlay Installation', () => {
  it('is laid over the spec before defaults and checks', () => {
    ctx.holds(anInstallation('overlay', { kubernetesProvider: 'GKE', registry: 'r.example.com/' }));
    const { cni, registry, flexVolumePath } = settleSpec(ctx, base);
    expect({ registry, flexVolumePath, binDir: cni.binDir }).toEqual({
      registry: 'r.example.com/',
      flexVolumePath: '/home/kubernetes/flexvolume/',
      binDir: '/home/kubernetes/bin',
    });
  });

  it('is checked as a part of the whole', () => {
    ctx.holds(anInstallation('overlay', { controlPlaneReplicas: 0 }));
    expect(() => settleSpec(ctx, base)).toThrow(/spec\.controlPlaneReplicas: 0 /);
  });

  it('decides about the platform also where no valid spec is needed', () => {
    ctx.holds(anInstallation('overlay', { kubernetesProvider: 'AKS', controlPlaneReplicas: 0 }));
    expect(loadProvider(ctx, base)).toBe('AKS');
  });

  it('may switch the CSI driver off, which then is not waited for', () => {
    const csi = (): boolean => trackedWorkloads(ctx).some(({ name }) => name === 'csi-node-driver');
    expect(csi()).toBe(true);
    ctx.holds(anInstallation('overlay', { kubeletVolumePluginPath: 'None' }));
    expect(csi()).toBe(false);
  });

  it('adds its annotations, and they win', () => {
    ctx.holds(anInstallation('overlay', {}, { b: 'overlay' }));
    expect(writtenAnnotations(ctx, base)).toEqual({ a: 'base', b: 'overlay' });
  });
});
