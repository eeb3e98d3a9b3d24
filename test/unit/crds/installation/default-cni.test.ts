import { describe, expect, it } from '@jest/globals';
import type { InstallationSpec } from '../../../../src/crds/installation/spec.ts';
import { settled } from '../../../support/installation-facts.ts';

describe('settleCni', () => {
  it.each([
    ['', 'Calico', 'Calico'],
    ['EKS', 'AmazonVPC', 'AmazonVPC'],
    ['AKS', 'AzureVNET', 'AzureVNET'],
    ['GKE', 'GKE', 'HostLocal'],
    ['OpenShift', 'Calico', 'Calico'],
  ] as const)('on "%s" is %s with IPAM %s', (kubernetesProvider, type, ipam) => {
    expect(settled({ kubernetesProvider }).cni).toMatchObject({ type, ipam: { type: ipam } });
  });

  it('is that of Amazon where aws-node runs', () => {
    expect(settled({}, { awsNodePresent: true }).cni.type).toBe('AmazonVPC');
  });

  it('is what the spec says, wherever it runs', () => {
    expect(settled({ kubernetesProvider: 'EKS', cni: { type: 'Calico' } }).cni.ipam.type).toBe('Calico');
  });

  it('stays what it was, also when aws-node comes or goes', () => {
    const previous: InstallationSpec = { cni: { type: 'Calico', ipam: { type: 'HostLocal' } } };
    expect(settled({}, { previous, awsNodePresent: true }).cni).toMatchObject({
      type: 'Calico',
      ipam: { type: 'HostLocal' },
    });
  });

  it('does not keep the IPAM of another plugin', () => {
    const previous: InstallationSpec = { cni: { type: 'Calico', ipam: { type: 'Calico' } } };
    expect(settled({ cni: { type: 'GKE' } }, { previous }).cni.ipam.type).toBe('HostLocal');
  });

  it.each([
    ['', '/etc/cni/net.d', '/opt/cni/bin'],
    ['OpenShift', '/var/run/multus/cni/net.d', '/var/lib/cni/bin'],
    ['GKE', '/etc/cni/net.d', '/home/kubernetes/bin'],
  ] as const)('on "%s" lives in %s and %s', (kubernetesProvider, confDir, binDir) => {
    expect(settled({ kubernetesProvider, cni: { type: 'Calico', confDir: '' } }).cni).toMatchObject({
      confDir,
      binDir,
    });
  });
});
