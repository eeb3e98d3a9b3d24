import { describe } from '@jest/globals';
import { windowsRules } from '../../../../../src/crds/installation/rules/windows.ts';
import type { InstallationSpec } from '../../../../../src/crds/installation/spec.ts';
import { testRules } from '../../../../support/rule-cases.ts';

const hns = (
  encapsulation: 'VXLAN' | 'VXLANCrossSubnet' | 'IPIP' | 'None',
  changes: InstallationSpec = {},
): InstallationSpec => ({
  serviceCIDRs: ['10.96.0.0/12'],
  calicoNetwork: { windowsDataplane: 'HNS', ipPools: [{ cidr: '10.0.0.0/16', encapsulation }] },
  ...changes,
});

const certificateManagement = { caCert: 'Q0E=', signerName: 'example.com/calico' };

describe('rules of Windows nodes', () => {
  testRules(windowsRules, [
    ['take VXLAN', hns('VXLAN'), []],
    ['take pods that are routed', hns('None'), []],
    ['refuse VXLAN for some nodes only', hns('VXLANCrossSubnet'), [/encapsulation: "VXLANCrossSubnet" does not work/]],
    ['refuse IP-in-IP', hns('IPIP'), [/ipPools\[0\]\.encapsulation: "IPIP" does not work on Windows nodes/]],
    [
      'want the address of the API server',
      hns('VXLAN'),
      [/windowsDataplane: "HNS" needs the address of the API server; .* ConfigMap kubernetes-services-endpoint/],
      { apiEndpointKnown: false },
    ],
    ['want the ranges of Services', hns('VXLAN', { serviceCIDRs: [] }), [/^spec\.serviceCIDRs: must be set/]],
    ['refuse a Service range that is none', { serviceCIDRs: ['x'] }, [/^spec\.serviceCIDRs\[0\]: "x" is no range/]],
    ['take another CNI plugin as it is', hns('None', { cni: { type: 'AzureVNET' }, serviceCIDRs: [] }), []],
    [
      'refuse certificates of a signer, which pods on Windows cannot ask for',
      hns('VXLAN', { certificateManagement }),
      [/^spec\.certificateManagement: does not work with windowsDataplane HNS.* remove it/],
    ],
    ['take a signer where there is no Windows', { certificateManagement }, []],
    [
      'refuse settings without Windows',
      { windowsNodes: { vxlanAdapter: 'eth1' } },
      [/^spec\.windowsNodes: .* remove it/],
    ],
  ]);
});
