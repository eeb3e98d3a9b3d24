import { describe, expect, it } from '@jest/globals';
import type { PlatformConfig } from '../../../../src/reconcilers/cluster/kube-system-config.ts';
import type { OpenShiftNetwork } from '../../../../src/reconcilers/cluster/openshift.ts';
import { platformCidrs, platformServiceCidrs } from '../../../../src/reconcilers/cluster/platform-cidrs.ts';

function kubeadm(networking: string): PlatformConfig {
  const document = `apiServer: {}\nkind: ClusterConfiguration\nnetworking:\n  dnsDomain: cluster.local\n${networking}  serviceSubnet: 10.96.0.0/12\n`;
  return { name: 'kubeadm-config', data: { ClusterConfiguration: document } };
}

describe('platformCidrs', () => {
  it.each([
    ['  podSubnet: 192.168.0.0/16\n', ['192.168.0.0/16']],
    ['  podSubnet: "192.168.0.0/16"\n', ['192.168.0.0/16']],
    ["  podSubnet: '10.1.0.0/16,fd00:10::/56'\n", ['10.1.0.0/16', 'fd00:10::/56']],
    ['  podSubnet: 10.1.0.0/16 # of the pods\n', ['10.1.0.0/16']],
    ['  podSubnet: ""\n', []],
    ['', []],
    ['  # podSubnet: 10.9.0.0/16\n', []],
    ['  podSubnet: [10.9.0.0/16]\n', []],
  ])('reads %j', (networking, ranges) => {
    expect(platformCidrs({ kubeadm: kubeadm(networking) })).toEqual(ranges);
  });

  it.each([undefined, { name: 'kubeadm-config' }])('knows none where kubeadm says nothing: %j', (config) => {
    expect(platformCidrs({ kubeadm: config })).toBeUndefined();
  });

  it('knows none where the document is no YAML', () => {
    const data = { ClusterConfiguration: '{ podSubnet: 10.0.0.0/8' };
    expect(platformCidrs({ kubeadm: { name: 'kubeadm-config', data } })).toBeUndefined();
  });

  it('reads the ranges of Services from the same places', () => {
    const config = kubeadm('  podSubnet: 192.168.0.0/16\n');
    expect(platformServiceCidrs({ kubeadm: config })).toEqual(['10.96.0.0/12']);
    const spec = { serviceNetwork: ['172.30.0.0/16'] };
    const openShift: OpenShiftNetwork = {
      apiVersion: 'config.openshift.io/v1',
      kind: 'Network',
      metadata: { name: 'cluster' },
      spec,
    };
    expect(platformServiceCidrs({ kubeadm: config, openShift })).toEqual(['172.30.0.0/16']);
    expect(platformServiceCidrs({})).toEqual([]);
  });

  it('believes OpenShift before kubeadm', () => {
    const spec = { clusterNetwork: [{ cidr: '10.128.0.0/14', hostPrefix: 23 }, { cidr: 'fd01::/48' }] };
    const metadata = { name: 'cluster' };
    const openShift: OpenShiftNetwork = { apiVersion: 'config.openshift.io/v1', kind: 'Network', metadata, spec };
    const ranges = platformCidrs({ kubeadm: kubeadm('  podSubnet: 192.168.0.0/16\n'), openShift });
    expect(ranges).toEqual(['10.128.0.0/14', 'fd01::/48']);
  });
});
