import { describe, expect, it } from '@jest/globals';
import { gatherWindowsInput } from '../../../../src/reconcilers/windows/gather-windows-input.ts';
import { requireInstallation } from '../../../../src/reconcilers/installation/load.ts';
import type { WindowsInput } from '../../../../src/renderers/input.ts';
import { settled } from '../../../support/installation-facts.ts';
import type { TestContext } from '../../../support/reconcile-context.ts';
import { aWindowsCluster, holdsDnsService, windowsSpec } from '../../../support/windows-cluster.ts';

function gather(ctx: TestContext): WindowsInput {
  return gatherWindowsInput(ctx, requireInstallation(ctx), settled(windowsSpec));
}

const waits = (message: RegExp, reason: string) =>
  expect.objectContaining({ message: expect.stringMatching(message), reason, retry: 'on-watch' });

describe('gatherWindowsInput', () => {
  it('takes what the cluster says', () => {
    expect(gather(aWindowsCluster())).toMatchObject({
      felix: { healthPort: 9199, vxlanVni: 4096 },
      endpoint: { host: { host: '192.0.2.1', port: '6443' } },
      dns: { addresses: ['10.96.0.10'], clusterDomain: 'example.internal' },
      certs: { node: { name: 'node-certs' }, typha: { commonName: 'typha-server' } },
    });
  });

  it('waits for an address of cluster DNS', () => {
    const ctx = aWindowsCluster();
    holdsDnsService(ctx);
    expect(() => gather(ctx)).toThrow(waits(/Service kube-system\/kube-dns to have an address/, 'ResourceNotFound'));
  });

  it.each([
    ['operatorSecrets', { name: 'node-certs', namespace: 'tigera-operator' }, /Secrets node-certs of namespace/],
    ['felixConfigurations', { name: 'default' }, /spec.vxlanVNI of FelixConfiguration default/],
    ['configMaps', { name: 'tigera-ca-bundle', namespace: 'calico-system' }, /ConfigMap calico-system\/tigera-ca-bun/],
  ])('waits for what the core makes: %s', (view, target, message) => {
    const ctx = aWindowsCluster();
    ctx.shown.view(view).remove(target);
    expect(() => gather(ctx)).toThrow(waits(message, 'ResourceNotReady'));
  });

  it('refuses an ImageSet without the images of Windows nodes', () => {
    const ctx = aWindowsCluster();
    const images = [{ image: 'calico/node', digest: 'sha256:a' }];
    const imageSet = { metadata: { name: 'calico-v3.32.1' }, spec: { images } };
    ctx.shown.view('imageSets').put('calico-v3.32.1', imageSet);
    expect(() => gather(ctx)).toThrow(/calico\/node-windows is missing\n.*calico\/cni-windows is missing/);
  });
});
