import { describe, expect, it } from '@jest/globals';
import type { InstallationSpec } from '../../../../src/crds/installation/spec.ts';
import type { DaemonSet } from '../../../../src/crds/generated/core.gen.ts';
import { ApiError } from '../../../../src/k8s/errors.ts';
import { ensureKubeProxy, loadManaged } from '../../../../src/reconcilers/kube-proxy/ensure-kube-proxy.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import { anInstallation } from '../../../support/installations.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';
import { endpointConfig } from '../../../support/windows-cluster.ts';
import { aDaemonSet } from '../../../support/workloads.ts';

const off = 'operator.tigera.io/disable-kube-proxy';
const managed: InstallationSpec = { calicoNetwork: { linuxDataplane: 'BPF', kubeProxyManagement: 'Enabled' } };

function proxyWith(nodeSelector: Record<string, string>): DaemonSet {
  const proxy = aDaemonSet('kube-proxy');
  const template = { spec: { containers: [], nodeSelector } };
  return { ...proxy, metadata: { ...proxy.metadata, namespace: 'kube-system' }, spec: { selector: {}, template } };
}

/** A cluster on which BPF runs for long. */
function aCluster(nodeSelector: Record<string, string> = { 'kubernetes.io/os': 'linux' }): TestContext {
  const ctx = aContext();
  const felix = { apiVersion: 'projectcalico.org/v3', kind: 'FelixConfiguration', metadata: { name: 'default' } };
  const initContainers = [{ name: 'ebpf-bootstrap', command: ['calico-node', '-init'] }];
  const template = { spec: { containers: [], initContainers, volumes: [{ name: 'bpffs' }] } };
  ctx.holds(withContent(aDaemonSet('calico-node'), { spec: { selector: {}, template } }), endpointConfig);
  ctx.holds(proxyWith(nodeSelector), withContent(felix, { spec: { bpfEnabled: true } }));
  return ctx;
}

function selector(ctx: TestContext): Record<string, string> | undefined {
  const proxy = ctx.api.live('DaemonSet', 'kube-system/kube-proxy') as DaemonSet | undefined;
  return proxy?.spec?.template.spec?.nodeSelector;
}

describe('ensureKubeProxy', () => {
  it('adds one entry to the node selector, and rests', async () => {
    const ctx = aCluster();
    anInstallation(ctx, { spec: managed });
    expect(await ensureKubeProxy(ctx)).toEqual({ waits: [] });
    expect(selector(ctx)).toEqual({ 'kubernetes.io/os': 'linux', [off]: 'true' });
    expect(await ensureKubeProxy(ctx)).toEqual({});
    expect(ctx.api.asked).toEqual(['patch DaemonSet kube-system/kube-proxy']);
  });

  it('takes it away again when the dataplane changes', async () => {
    const ctx = aCluster({ 'kubernetes.io/os': 'linux', [off]: 'true' });
    anInstallation(ctx, { spec: {} });
    expect(await ensureKubeProxy(ctx)).toEqual({ waits: ['kube-proxy is coming back'] });
    expect(selector(ctx)).toEqual({ 'kubernetes.io/os': 'linux' });
  });

  it('does not fight at full speed with somebody who puts it back', async () => {
    const ctx = aCluster();
    anInstallation(ctx, { spec: managed });
    await ensureKubeProxy(ctx);
    ctx.holds(proxyWith({}));
    expect((await ensureKubeProxy(ctx)).againAfterMs).toBeGreaterThan(0);
    expect(selector(ctx)).toEqual({});
  });

  it('tells everything that speaks against it in one message, and touches nothing', async () => {
    const ctx = aCluster();
    ctx.shown
      .view('systemServices')
      .put('kube-system/kube-dns', { name: 'kube-dns', labels: [], clusterIps: ['fd00::a'] });
    ctx.shown.view('operatorConfigMaps').remove(endpointConfig.metadata);
    anInstallation(ctx, { spec: managed });
    const message = expect.stringMatching(/goes on running:\ncalico-node would not .*\nServices have IPv6/) as unknown;
    await expect(ensureKubeProxy(ctx)).rejects.toMatchObject({ reason: 'ResourceValidationError', message });
    expect(ctx.api.asked).toEqual([]);
  });

  it('tells when the API server refuses', async () => {
    const ctx = aCluster();
    anInstallation(ctx, { spec: managed });
    ctx.api.fails(
      'patch DaemonSet kube-system/kube-proxy',
      new ApiError({ verb: 'patch', path: '/', code: 403, status: {} }),
    );
    await expect(ensureKubeProxy(ctx)).rejects.toMatchObject({ reason: 'ResourcePatchError' });
  });

  it('says where there is no DaemonSet to switch', async () => {
    const ctx = aContext();
    anInstallation(ctx, { spec: managed });
    expect(await ensureKubeProxy(ctx)).toEqual({ warnings: [expect.stringMatching(/^CAL-302 /)] });
  });

  it('leaves an Installation that goes to its removal', async () => {
    const ctx = aCluster();
    anInstallation(ctx, { spec: managed, metadata: { name: 'default', deletionTimestamp: '2026-01-01T00:00:00Z' } });
    expect((await ensureKubeProxy(ctx)).waits).toHaveLength(1);
    expect(ctx.api.asked).toEqual([]);
  });
});

describe('loadManaged', () => {
  it.each<[string, TestContext, InstallationSpec, boolean]>([
    ['its management is asked for', aCluster(), managed, true],
    ['nobody asks', aCluster(), {}, false],
    ['nobody asks any more, but it is still off', aCluster({ [off]: 'true' }), {}, true],
  ])('when %s: %#', (_, ctx, spec, expected) => {
    anInstallation(ctx, { spec });
    expect(loadManaged(ctx) !== undefined).toBe(expected);
  });
});
