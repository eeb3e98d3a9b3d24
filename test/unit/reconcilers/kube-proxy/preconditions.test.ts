import { describe, expect, it } from '@jest/globals';
import type { DaemonSet } from '../../../../src/crds/generated/core.gen.ts';
import { switchOffProblems, type Preconditions } from '../../../../src/reconcilers/kube-proxy/preconditions.ts';
import { settled } from '../../../support/installation-facts.ts';
import { aDaemonSet } from '../../../support/workloads.ts';

type Network = Partial<Preconditions['spec']['calicoNetwork']>;

function proxy(metadata: Partial<DaemonSet['metadata']> = {}): DaemonSet {
  const plain = aDaemonSet('kube-proxy');
  return { ...plain, metadata: { ...plain.metadata, ...metadata } };
}

function problems({ network = {}, ...facts }: Partial<Preconditions> & { network?: Network } = {}): string[] {
  const spec = settled({ calicoNetwork: { linuxDataplane: 'BPF', ...network } });
  return switchOffProblems({
    spec,
    operator: { namespace: 'tigera-operator' },
    proxy: proxy(),
    endpoint: { host: '10.0.0.1', port: '6443' },
    apiServiceIps: ['10.96.0.1'],
    serviceIps: ['10.96.0.1', '10.96.0.10'],
    ...facts,
  });
}

describe('switchOffProblems', () => {
  it('finds nothing on a cluster of kubeadm that knows its API server', () => {
    expect(problems({ proxy: proxy({ labels: { 'k8s-app': 'kube-proxy' } }) })).toEqual([]);
  });

  it.each<[Partial<DaemonSet['metadata']>, RegExp]>([
    [{ labels: { 'app.kubernetes.io/managed-by': 'Somebody' } }, /managed by another tool/],
    [{ labels: { 'addonmanager.kubernetes.io/mode': 'Reconcile' } }, /addon manager/],
    [{ labels: { 'kubernetes.azure.com/managedby': 'aks' } }, /managed by AKS/],
    [{ labels: { 'kustomize.toolkit.fluxcd.io/name': 'base' } }, /managed by Flux/],
    [{ labels: { 'helm.toolkit.fluxcd.io/name': 'base' } }, /managed by Flux/],
    [{ annotations: { 'argocd.argoproj.io/tracking-id': 'x' } }, /managed by Argo CD/],
    [{ annotations: { 'meta.helm.sh/release-name': 'x' } }, /managed by Helm/],
    [{ managedFields: [{ manager: 'eks', operation: 'Apply' }] }, /managed by the EKS add-on/],
  ])('sees in %j that another tool would put it back', (metadata, expected) => {
    expect(problems({ proxy: proxy(metadata) })).toEqual([expect.stringMatching(expected)]);
  });

  it.each([
    ['no address is known', undefined],
    ['the address is one that kube-proxy makes work', { host: '10.96.0.1', port: '443' }],
  ])('asks for the address of the API server where %s', (_, endpoint) => {
    expect(problems({ endpoint })).toEqual([
      expect.stringMatching(/bpfNetworkBootstrap to Enabled, or put an address/),
    ]);
    expect(problems({ endpoint, network: { bpfNetworkBootstrap: 'Enabled' } })).toEqual([]);
  });

  it('asks for IPv6 where Services have it', () => {
    const serviceIps = ['10.96.0.1', 'fd00::1'];
    expect(problems({ serviceIps })).toEqual([expect.stringMatching(/\(fd00::1\).*nodeAddressAutodetectionV6/)]);
    expect(problems({ serviceIps, network: { nodeAddressAutodetectionV6: { firstFound: true } } })).toEqual([]);
  });

  it('names everything at once', () => {
    const metadata = {
      labels: { 'app.kubernetes.io/managed-by': 'x' },
      annotations: { 'meta.helm.sh/release-name': 'y' },
    };
    expect(problems({ proxy: proxy(metadata), endpoint: undefined, serviceIps: ['fd00::1'] })).toHaveLength(4);
  });
});
