import { describe, expect, it } from '@jest/globals';
import type { InstallationSpec } from '../../../../src/crds/installation/spec.ts';
import { aPool, settled } from '../../../support/installation-facts.ts';

const firstFound = { firstFound: true };

describe('settleNetwork', () => {
  it('has every default of the Calico CNI', () => {
    expect(settled({}).calicoNetwork).toMatchObject({
      linuxDataplane: 'Iptables',
      windowsDataplane: 'Disabled',
      bgp: 'Enabled',
      hostPorts: 'Enabled',
      multiInterfaceMode: 'None',
      linuxPolicySetupTimeoutSeconds: 0,
    });
  });

  it('has no defaults of the Calico CNI beside another', () => {
    const { calicoNetwork } = settled({ cni: { type: 'AmazonVPC' } });
    expect(calicoNetwork).toEqual({ linuxDataplane: 'Iptables', windowsDataplane: 'Disabled', bgp: 'Disabled' });
  });

  it('goes without BGP on EKS', () => {
    expect(settled({ kubernetesProvider: 'EKS', cni: { type: 'Calico' } }).calicoNetwork.bgp).toBe('Disabled');
  });

  it('does not wait for policy unless the dataplane is iptables', () => {
    const { calicoNetwork } = settled({ calicoNetwork: { linuxDataplane: 'BPF' } });
    expect(calicoNetwork).not.toHaveProperty('linuxPolicySetupTimeoutSeconds');
  });

  it.each([
    ['', firstFound],
    ['EKS', { canReach: '8.8.8.8' }],
    ['DockerEnterprise', { skipInterface: '^br-.*' }],
  ] as const)('finds IPv4 addresses of nodes on "%s" by %j', (kubernetesProvider, expected) => {
    const { calicoNetwork } = settled({ kubernetesProvider, cni: { type: 'Calico' } });
    expect(calicoNetwork.nodeAddressAutodetectionV4).toEqual(expected);
  });

  it('finds addresses in the families of pools that are listed, before they exist', () => {
    const { calicoNetwork } = settled({ calicoNetwork: { ipPools: [{ cidr: 'fd00::/48' }], linuxDataplane: 'BPF' } });
    expect(calicoNetwork).toMatchObject({
      nodeAddressAutodetectionV4: firstFound,
      nodeAddressAutodetectionV6: firstFound,
    });
  });

  it('finds addresses in the families of pools that exist', () => {
    const existing = [aPool('a', 'fd00::/48')];
    const { calicoNetwork } = settled({ calicoNetwork: { ipPools: [] } }, { pools: { existing } });
    expect(calicoNetwork.nodeAddressAutodetectionV6).toEqual(firstFound);
    expect(calicoNetwork).not.toHaveProperty('nodeAddressAutodetectionV4');
  });

  it.each([
    ['disabled', { disabled: true }],
    ['for load balancers', { allowedUses: ['LoadBalancer' as const] }],
  ])('finds no addresses for a pool that is %s', (_what, changes) => {
    const existing = [aPool('a', '10.0.0.0/16', changes)];
    const { calicoNetwork } = settled({ calicoNetwork: { ipPools: [] } }, { pools: { existing } });
    expect(calicoNetwork).not.toHaveProperty('nodeAddressAutodetectionV4');
  });

  it.each([
    [
      'goes on finding addresses that it found before, while a disabled pool is there',
      [{ disabled: true }],
      firstFound,
    ],
    ['no longer finds addresses of a family that has no pool left', [], undefined],
  ])('%s', (_title, pools, expected) => {
    const previous: InstallationSpec = { calicoNetwork: { nodeAddressAutodetectionV6: firstFound } };
    const existing = pools.map((changes) => aPool('a', 'fd00::/48', changes));
    const { calicoNetwork } = settled({ calicoNetwork: { ipPools: [] } }, { previous, pools: { existing } });
    expect(calicoNetwork.nodeAddressAutodetectionV6).toEqual(expected);
  });

  it('returns to the default where the user takes a method back', () => {
    const previous: InstallationSpec = { calicoNetwork: { nodeAddressAutodetectionV4: { interface: 'eth.*' } } };
    expect(settled({}, { previous }).calicoNetwork.nodeAddressAutodetectionV4).toEqual(firstFound);
  });

  it('keeps the pools of status.computed while the spec lists none', () => {
    const previous: InstallationSpec = { calicoNetwork: { ipPools: [{ name: 'mine', cidr: '10.9.0.0/16' }] } };
    const pools = settled({}, { previous }).calicoNetwork.ipPools;
    expect(pools).toMatchObject([{ name: 'mine', cidr: '10.9.0.0/16', encapsulation: 'IPIP' }]);
  });
});
