import type { CalicoApiGroup } from './calico/calico-kind.ts';
import * as kinds from './kinds.ts';

/** The kinds that the operator reads and writes where Calico's components do, so that it needs no API server for them. */
export interface SettingsKinds {
  readonly bgpConfigurations: typeof kinds.BgpConfigurations;
  readonly clusterInformations: typeof kinds.ClusterInformations;
  readonly felixConfigurations: typeof kinds.FelixConfigurations;
  readonly ipamBlocks: typeof kinds.IpamBlocks;
  readonly ipPools: typeof kinds.IpPools;
  readonly kubeControllersConfigurations: typeof kinds.KubeControllersConfigurations;
}

const byGroup: Readonly<Record<CalicoApiGroup, SettingsKinds>> = {
  'projectcalico.org/v3': {
    bgpConfigurations: kinds.BgpConfigurations,
    clusterInformations: kinds.ClusterInformations,
    felixConfigurations: kinds.FelixConfigurations,
    ipamBlocks: kinds.IpamBlocks,
    ipPools: kinds.IpPools,
    kubeControllersConfigurations: kinds.KubeControllersConfigurations,
  },
  'crd.projectcalico.org/v1': {
    bgpConfigurations: kinds.StoredBgpConfigurations,
    clusterInformations: kinds.StoredClusterInformations,
    felixConfigurations: kinds.StoredFelixConfigurations,
    ipamBlocks: kinds.StoredIpamBlocks,
    ipPools: kinds.StoredIpPools,
    kubeControllersConfigurations: kinds.StoredKubeControllersConfigurations,
  },
};

/** Where the settings of Calico are kept in a cluster of the given flavour. */
export function settingsKinds(group: CalicoApiGroup): SettingsKinds {
  return byGroup[group];
}
