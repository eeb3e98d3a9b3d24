import { describe, expect, it } from '@jest/globals';
import { platformCidrs } from '../../../../src/reconcilers/cluster/platform-cidrs.ts';

function kubeadm(networking: string): Parameters<typeof platformCidrs>[0] {
  const document = `apiServer: {}\nkind: ClusterConfiguration\nnetworking:\n  dnsDomain: cluster.local\n${networking}  serviceSubnet: 10.96.0.0/12\n`;
  return { name: 'kubeadm-config', data: { ClusterConfiguration: document } };
}

describe('platformCidrs', () => {
  it.each([
    ['  podSubnet: 192.168.0.0/16\n', ['192.168.0.0/16']],
    ['  podSubnet: "192.168.0.0/16"\n', ['192.168.0.0/16']],
    ["  podSubnet: '10.1.0.0/16,fd00:10::/56'\n", ['10.1.0.0/16', 'fd00:10::/56']],
    ['  podSubnet: 10.1.0.0/16 # of the pods\n', ['10.1.0.0/16']],
    ['  podSubnet: ""\n', undefined],
    ['', undefined],
  ])('reads %j', (networking, ranges) => {
    expect(platformCidrs(kubeadm(networking))).toEqual(ranges);
  });

  it.each([undefined, { name: 'kubeadm-config' }])('knows none where kubeadm says nothing: %j', (config) => {
    expect(platformCidrs(config)).toBeUndefined();
  });
});
