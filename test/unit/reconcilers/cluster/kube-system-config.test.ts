import { describe, expect, it } from '@jest/globals';
import { platformConfig, systemService } from '../../../../src/reconcilers/cluster/kube-system-config.ts';

const data = { ClusterConfiguration: 'networking: {}' };

describe('platformConfig', () => {
  it.each([
    ['kubeadm-config', data, { name: 'kubeadm-config', data }],
    ['aws-auth', data, { name: 'aws-auth' }],
  ])('of %s keeps what is used', (name, data, kept) => {
    expect(platformConfig({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data })).toEqual(kept);
  });

  it('survives a kubeadm-config without data', () => {
    const bare = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kubeadm-config' } } as const;
    expect(platformConfig(bare)).toEqual({ name: 'kubeadm-config' });
  });
});

describe('systemService', () => {
  it('keeps the names of labels, and addresses', () => {
    const metadata = { name: 'kube-dns', labels: { 'k8s-app': 'kube-dns' } };
    const spec = { clusterIPs: ['10.96.0.10', 'None', ''] };
    expect(systemService({ apiVersion: 'v1', kind: 'Service', metadata, spec })).toEqual({
      name: 'kube-dns',
      labels: ['k8s-app'],
      clusterIps: ['10.96.0.10'],
    });
  });

  it('survives a Service without labels and addresses', () => {
    const bare = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } } as const;
    expect(systemService(bare)).toEqual({ name: 'x', labels: [], clusterIps: [] });
  });
});
