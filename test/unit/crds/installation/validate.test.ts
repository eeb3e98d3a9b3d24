import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { describeProblem } from '../../../../src/crds/problem.ts';
import { validateInstallation } from '../../../../src/crds/installation/validate.ts';
import { knownEndpoint, settled } from '../../../support/installation-facts.ts';

describe('validateInstallation', () => {
  it('collects all problems of a spec', () => {
    const spec = settled({
      nonPrivileged: 'Enabled',
      controlPlaneReplicas: 0,
      calicoNetwork: { ipPools: [{ cidr: 'nonsense' }] },
    });
    const paths = validateInstallation(spec, knownEndpoint).map(({ path }) => path);
    expect(paths.sort()).toEqual([
      'spec.calicoNetwork.ipPools[0].cidr',
      'spec.controlPlaneReplicas',
      'spec.nonPrivileged',
    ]);
  });

  it('finds nothing wrong with what defaults make of an empty spec, on any platform', () => {
    const provider = fc.constantFrom('', 'EKS', 'GKE', 'AKS', 'OpenShift', 'DockerEnterprise', 'RKE2', 'TKG', 'Kind');
    fc.assert(
      fc.property(provider, (detectedProvider) => {
        const spec = settled({}, { detectedProvider });
        const problems = validateInstallation(spec, { ...knownEndpoint, detectedProvider });
        expect(problems.map(describeProblem)).toEqual([]);
      }),
    );
  });

  it.each(['BPF', 'VPP', 'Nftables', 'Iptables'] as const)(
    'lets a stored default spec change to %s',
    (linuxDataplane) => {
      const stored = settled({});
      const edited = settled({ ...stored, calicoNetwork: { ...stored.calicoNetwork, linuxDataplane } });
      expect(validateInstallation(edited, knownEndpoint)).toEqual([]);
    },
  );

  it('lets Windows be switched off again', () => {
    const stored = settled({ serviceCIDRs: ['10.96.0.0/12'], calicoNetwork: { windowsDataplane: 'HNS' } });
    const edited = settled({ ...stored, calicoNetwork: { ...stored.calicoNetwork, windowsDataplane: 'Disabled' } });
    expect(validateInstallation(edited, knownEndpoint)).toEqual([]);
  });
});
