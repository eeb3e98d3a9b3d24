import { describe } from '@jest/globals';
import { networkRules } from '../../../../../src/crds/installation/rules/network.ts';
import type { CalicoNetwork } from '../../../../../src/crds/installation/calico-network.ts';
import type { CniType, InstallationSpec } from '../../../../../src/crds/installation/spec.ts';
import { testRules } from '../../../../support/rule-cases.ts';

const network = (calicoNetwork: CalicoNetwork, type: CniType = 'Calico'): InstallationSpec => ({
  cni: { type },
  calicoNetwork,
});

describe('network rules', () => {
  testRules(networkRules, [
    ['take VPP with all that it needs', network({ linuxDataplane: 'VPP' }), []],
    [
      'name everything that VPP lacks',
      { ...network({ linuxDataplane: 'VPP', hostPorts: 'Disabled' }, 'GKE'), variant: 'TigeraSecureEnterprise' },
      [
        /^spec\.variant: /,
        /^spec\.cni\.type: "GKE" must be Calico/,
        /\.bgp: "Disabled" must be/,
        /\.hostPorts: "Disabled"/,
      ],
    ],
    [
      'refuse two ways of finding addresses',
      network({ nodeAddressAutodetectionV4: { firstFound: true, canReach: '8.8.8.8' } }),
      [/V4: .* names firstFound and canReach; keep one method$/],
    ],
    ['take detection that is turned off', network({ nodeAddressAutodetectionV4: { firstFound: false } }), []],
    [
      'refuse ranges of the wrong family, and what is no range',
      network({ nodeAddressAutodetectionV6: { cidrs: ['fd00::/8', '10.0.0.0/8', 'x'] } }),
      [/V6\.cidrs\[1\]: "10\.0\.0\.0\/8" is no IPv6 range; .* fd00::\/8$/, /V6\.cidrs\[2\]: "x"/],
    ],
    [
      'refuse what only the Calico CNI can do',
      {
        ...network({ hostPorts: 'Enabled', multiInterfaceMode: 'Multus', containerIPForwarding: 'Disabled' }, 'GKE'),
        logging: { cni: { logSeverity: 'Debug' } },
      },
      [
        /multiInterfaceMode: "Multus" needs the Calico CNI/,
        /containerIPForwarding: "Disabled"/,
        /^spec\.logging\.cni: /,
      ],
    ],
    ['take host ports that are off with any CNI', network({ hostPorts: 'Disabled' }, 'GKE'), []],
    [
      'refuse a negative time to wait for policy',
      network({ linuxPolicySetupTimeoutSeconds: -1 }),
      [/linuxPolicySetupTimeoutSeconds: -1 must be 0 or more/],
    ],
    [
      'refuse to wait for policy with VPP',
      network({ linuxDataplane: 'VPP', linuxPolicySetupTimeoutSeconds: 5 }),
      [/linuxPolicySetupTimeoutSeconds: 5 does not work with linuxDataplane VPP/],
    ],
    ['take the bootstrap of BPF', network({ linuxDataplane: 'BPF', bpfNetworkBootstrap: 'Enabled' }), []],
    [
      'refuse the bootstrap of BPF without BPF',
      network({ bpfNetworkBootstrap: 'Enabled' }),
      [/bpfNetworkBootstrap: "Enabled" needs linuxDataplane BPF, which is Iptables/],
    ],
    ['take an MTU of 0, which is found', network({ mtu: 0 }), []],
    ['refuse an MTU that no packet has', network({ mtu: 65_536 }), [/mtu: 65536 must be from 0 to 65535/]],
    ['refuse a negative MTU', network({ mtu: -1 }), [/mtu: -1 must be/]],
    [
      'take BPF with pools of both families',
      network({ linuxDataplane: 'BPF', ipPools: [{ cidr: '10.0.0.0/16' }, { cidr: 'fd00::/48' }] }),
      [],
    ],
    [
      'want addresses of nodes for BPF, where a disabled pool did not bring them',
      network({ linuxDataplane: 'BPF', ipPools: [{ cidr: 'fd00::/48', disableNewAllocations: true }] }),
      [/^spec\.calicoNetwork\.nodeAddressAutodetectionV6: must be set with linuxDataplane BPF and an IPv6 pool/],
    ],
  ]);
});
