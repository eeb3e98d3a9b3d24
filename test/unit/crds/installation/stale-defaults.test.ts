import { describe, expect, it } from '@jest/globals';
import { withoutStaleDefaults } from '../../../../src/crds/installation/stale-defaults.ts';
import type { InstallationSpec } from '../../../../src/crds/installation/spec.ts';
import { settled } from '../../../support/installation-facts.ts';

const stored: InstallationSpec = settled({});
const onCalico = { provider: '', cniType: 'Calico' } as const;

describe('withoutStaleDefaults', () => {
  it('keeps stored defaults that still mean something', () => {
    expect(withoutStaleDefaults(stored, onCalico)).toEqual(stored);
  });

  it('drops the policy timeout when the dataplane becomes VPP', () => {
    const spec = { calicoNetwork: { ...stored.calicoNetwork, linuxDataplane: 'VPP' } } as const;
    const { calicoNetwork } = withoutStaleDefaults(spec, onCalico);
    expect(calicoNetwork).not.toHaveProperty('linuxPolicySetupTimeoutSeconds');
  });

  it('keeps a policy timeout that somebody chose', () => {
    const spec = { calicoNetwork: { linuxDataplane: 'VPP', linuxPolicySetupTimeoutSeconds: 5 } } as const;
    expect(withoutStaleDefaults(spec, onCalico).calicoNetwork).toHaveProperty('linuxPolicySetupTimeoutSeconds', 5);
  });

  it('drops what only the Calico CNI has when the plugin becomes another', () => {
    const { calicoNetwork, logging } = withoutStaleDefaults(stored, { provider: '', cniType: 'AmazonVPC' });
    expect(logging).toBeUndefined();
    expect(Object.keys(calicoNetwork ?? {})).not.toEqual(expect.arrayContaining(['hostPorts', 'multiInterfaceMode']));
  });

  it.each(['', 'AKS', 'EKS'] as const)(
    'drops paths of Windows nodes of "%s" when Windows is off',
    (kubernetesProvider) => {
      const { windowsNodes } = settled({ kubernetesProvider, calicoNetwork: { windowsDataplane: 'HNS' } });
      const spec: InstallationSpec = windowsNodes === undefined ? {} : { windowsNodes };
      expect(withoutStaleDefaults(spec, onCalico)).toEqual({});
    },
  );

  it('keeps settings of Windows nodes that somebody chose', () => {
    const spec: InstallationSpec = { windowsNodes: { vxlanAdapter: 'eth1' } };
    expect(withoutStaleDefaults(spec, onCalico)).toEqual(spec);
  });

  it('drops what only AKS has when the platform turns out to be another', () => {
    const { azure, typhaAffinity } = settled({ kubernetesProvider: 'AKS' });
    const spec: InstallationSpec = { ...(azure && { azure }), ...(typhaAffinity && { typhaAffinity }) };
    expect(withoutStaleDefaults(spec, onCalico)).toEqual({});
    expect(withoutStaleDefaults(spec, { provider: 'AKS', cniType: 'AzureVNET' })).toEqual(spec);
  });
});
