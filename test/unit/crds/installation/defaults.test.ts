import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { computedSpec } from '../../../../src/crds/installation/defaults.ts';
import type { InstallationSpec } from '../../../../src/crds/installation/spec.ts';
import { settled } from '../../../support/installation-facts.ts';

describe('applyDefaults', () => {
  it('makes a complete spec of an empty one', () => {
    expect(settled({})).toMatchObject({
      variant: 'Calico',
      kubernetesProvider: '',
      controlPlaneReplicas: 2,
      flexVolumePath: '/usr/libexec/kubernetes/kubelet-plugins/volume/exec/',
      kubeletVolumePluginPath: '/var/lib/kubelet',
      nodeUpdateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      logging: { cni: { logSeverity: 'Info', logFileMaxCount: 10, logFileMaxAgeDays: 30, logFileMaxSize: '100Mi' } },
    });
  });

  it('takes the detected platform where the spec names none', () => {
    expect(settled({}, { detectedProvider: 'GKE' }).kubernetesProvider).toBe('GKE');
    expect(settled({ kubernetesProvider: 'AKS' }, { detectedProvider: 'GKE' }).kubernetesProvider).toBe('AKS');
  });

  it('stays with the platform that was detected before', () => {
    const previous: InstallationSpec = { kubernetesProvider: 'EKS' };
    expect(settled({}, { previous, detectedProvider: '' }).kubernetesProvider).toBe('EKS');
  });

  it('learns of a platform that was not detected before', () => {
    expect(settled({}, { previous: {}, detectedProvider: 'GKE' }).kubernetesProvider).toBe('GKE');
  });

  it.each([
    ['OpenShift', '/etc/kubernetes/kubelet-plugins/volume/exec/'],
    ['GKE', '/home/kubernetes/flexvolume/'],
    ['AKS', '/etc/kubernetes/volumeplugins/'],
    ['RKE2', '/var/lib/kubelet/volumeplugins/'],
  ] as const)('puts FlexVolume drivers of %s into %s', (kubernetesProvider, path) => {
    expect(settled({ kubernetesProvider }).flexVolumePath).toBe(path);
  });

  it('completes a FlexVolume path to a directory', () => {
    expect(settled({ flexVolumePath: '/opt/volumes' }).flexVolumePath).toBe('/opt/volumes/');
    expect(settled({ flexVolumePath: 'None' }).flexVolumePath).toBe('None');
  });

  it('gives AKS its policy mode and keeps Typha off virtual nodes', () => {
    const { azure, typhaAffinity } = settled({ kubernetesProvider: 'AKS' });
    expect(azure).toEqual({ policyMode: 'Default' });
    expect(JSON.stringify(typhaAffinity)).toContain('virtual-node');
  });

  it('lets a surge take the place of unavailable nodes', () => {
    const { nodeUpdateStrategy } = settled({ nodeUpdateStrategy: { rollingUpdate: { maxSurge: 1 } } });
    expect(nodeUpdateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } });
  });

  it.each([
    ['', '/opt/cni/bin'],
    ['EKS', '/Program Files/Amazon/EKS/cni'],
    ['AKS', '/k/azurecni/bin'],
  ] as const)('knows Windows nodes of "%s"', (kubernetesProvider, cniBinDir) => {
    const spec = settled({ kubernetesProvider, calicoNetwork: { windowsDataplane: 'HNS' } });
    expect(spec.windowsNodes).toMatchObject({ cniBinDir, cniLogDir: '/var/log/calico/cni' });
  });

  it('has no settings of Windows nodes where Calico does not run on them', () => {
    expect(settled({})).not.toHaveProperty('windowsNodes');
  });

  it('has no log settings for a CNI plugin of somebody else', () => {
    expect(settled({ cni: { type: 'GKE' } })).not.toHaveProperty('logging');
  });

  it('changes nothing when it is applied to its own result', () => {
    const provider = fc.constantFrom('', 'EKS', 'GKE', 'AKS', 'OpenShift', 'DockerEnterprise', 'RKE2', 'TKG', 'Kind');
    const dataplane = fc.constantFrom('Iptables', 'BPF', 'VPP', 'Nftables');
    const windows = fc.constantFrom('HNS', 'Disabled');
    fc.assert(
      fc.property(provider, dataplane, windows, (kubernetesProvider, linuxDataplane, windowsDataplane) => {
        const once = settled({ kubernetesProvider, calicoNetwork: { linuxDataplane, windowsDataplane } });
        expect(settled(once)).toEqual(once);
      }),
    );
  });

  it('leaves the spec that it is given as it is', () => {
    const spec: InstallationSpec = Object.freeze({
      calicoNetwork: Object.freeze({ ipPools: [{ cidr: '10.0.0.0/16' }] }),
    });
    const before = structuredClone(spec);
    settled(spec);
    expect(spec).toEqual(before);
  });
});

describe('computedSpec', () => {
  it('leaves out a platform that is none', () => {
    expect(computedSpec(settled({}))).not.toHaveProperty('kubernetesProvider');
    expect(computedSpec(settled({ kubernetesProvider: 'EKS' })).kubernetesProvider).toBe('EKS');
  });
});
