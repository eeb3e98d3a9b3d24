import { describe } from '@jest/globals';
import { platformRules } from '../../../../../src/crds/installation/rules/platform.ts';
import { testRules } from '../../../../support/rule-cases.ts';

describe('platform rules', () => {
  testRules(platformRules, [
    ['take the platform that was detected', { kubernetesProvider: 'EKS' }, [], { detectedProvider: 'EKS' }],
    [
      'refuse a platform that is not the detected one',
      { kubernetesProvider: 'GKE', cni: { type: 'Calico' } },
      [/^spec\.kubernetesProvider: "GKE" contradicts .* is EKS; remove .* or set EKS$/],
      { detectedProvider: 'EKS' },
    ],
    ['take HostLocal with the Calico CNI', { cni: { type: 'Calico', ipam: { type: 'HostLocal' } } }, []],
    [
      'refuse the IPAM of another plugin',
      { cni: { type: 'Calico', ipam: { type: 'AmazonVPC' } } },
      [/^spec\.cni\.ipam\.type: "AmazonVPC" .* set Calico or HostLocal$/],
    ],
    ['take a foreign plugin where the platform is not known', { cni: { type: 'AzureVNET' } }, []],
    [
      'refuse a plugin of another platform',
      { cni: { type: 'AmazonVPC' }, kubernetesProvider: 'GKE' },
      [/^spec\.cni\.type: "AmazonVPC" works on EKS only, .* is GKE/],
    ],
    ['take azure on AKS', { kubernetesProvider: 'AKS', azure: { policyMode: 'Manual' } }, []],
    ['refuse azure elsewhere', { azure: { policyMode: 'Manual' } }, [/^spec\.azure: .* is for AKS only/]],
    ['take FIPS images', { fipsMode: 'Enabled' }, []],
    [
      'refuse FIPS images of another product',
      { fipsMode: 'Enabled', variant: 'TigeraSecureEnterprise' },
      [/^spec\.fipsMode: "Enabled" is not available/],
    ],
  ]);
});
