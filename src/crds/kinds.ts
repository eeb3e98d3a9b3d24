/** The custom resources that the operator reads and writes: group, version and plural as the API server serves them. */
import type { KubeObject, ResourceType } from '../k8s/object.ts';
import type { APIServer } from './apiserver.ts';
import type { BGPConfiguration } from './calico/bgp-configuration.ts';
import type { ClusterInformation } from './calico/cluster-information.ts';
import type { FelixConfiguration } from './calico/felix-configuration.ts';
import type { HostEndpoint } from './calico/host-endpoint.ts';
import type { IPAMBlock, IPAMConfiguration } from './calico/ipam.ts';
import type { IPPool } from './calico/ip-pool.ts';
import type { KubeControllersConfiguration } from './calico/kube-controllers-configuration.ts';
import type { GlobalNetworkPolicy, NetworkPolicy } from './calico/network-policy.ts';
import type { NetworkSet } from './calico/network-sets.ts';
import type { Tier } from './calico/tier.ts';
import type { GatewayAPI } from './gatewayapi.ts';
import type { Goldmane } from './goldmane.ts';
import type { ImageSet } from './imageset.ts';
import type { Installation } from './installation/spec.ts';
import type { Istio } from './istio.ts';
import type { ManagementClusterConnection } from './management-cluster-connection.ts';
import type { TigeraStatus } from './tigerastatus.ts';
import type { Whisker } from './whisker.ts';

export type { BGPConfiguration as BgpConfiguration } from './calico/bgp-configuration.ts';
export type { FelixConfiguration } from './calico/felix-configuration.ts';
export type { IPAMBlock as IpamBlock } from './calico/ipam.ts';
export type { IPPool as IpPool } from './calico/ip-pool.ts';

function operatorType<T extends KubeObject>(kind: T['kind'], plural: string): ResourceType<T> {
  return { group: 'operator.tigera.io', version: 'v1', kind, plural, namespaced: false };
}

export const ApiServers = operatorType<APIServer>('APIServer', 'apiservers');
export const GatewayApis = operatorType<GatewayAPI>('GatewayAPI', 'gatewayapis');
export const Goldmanes = operatorType<Goldmane>('Goldmane', 'goldmanes');
export const ImageSets = operatorType<ImageSet>('ImageSet', 'imagesets');
export const Installations = operatorType<Installation>('Installation', 'installations');
export const Istios = operatorType<Istio>('Istio', 'istios');
export const ManagementClusterConnections = operatorType<ManagementClusterConnection>(
  'ManagementClusterConnection',
  'managementclusterconnections',
);
export const TigeraStatuses = operatorType<TigeraStatus>('TigeraStatus', 'tigerastatuses');
export const Whiskers = operatorType<Whisker>('Whisker', 'whiskers');

type Scope = 'cluster' | 'namespaced';

/** A kind as users know it, whether CRDs or Calico's API server serve it. */
function calicoType<T extends KubeObject>(kind: T['kind'], plural: string, scope: Scope = 'cluster'): ResourceType<T> {
  return { group: 'projectcalico.org', version: 'v3', kind, plural, namespaced: scope === 'namespaced' };
}

/** The same kind as it is stored behind Calico's API server. Its specs are equal. */
function stored<T extends KubeObject>(type: ResourceType<T>): ResourceType<T> {
  return { ...type, group: 'crd.projectcalico.org', version: 'v1' };
}

export const GlobalNetworkPolicies = calicoType<GlobalNetworkPolicy>('GlobalNetworkPolicy', 'globalnetworkpolicies');
export const HostEndpoints = calicoType<HostEndpoint>('HostEndpoint', 'hostendpoints');
export const IpamBlocks = calicoType<IPAMBlock>('IPAMBlock', 'ipamblocks');
export const IpamConfigurations = calicoType<IPAMConfiguration>('IPAMConfiguration', 'ipamconfigurations');
export const NetworkPolicies = calicoType<NetworkPolicy>('NetworkPolicy', 'networkpolicies', 'namespaced');
export const NetworkSets = calicoType<NetworkSet>('NetworkSet', 'networksets', 'namespaced');
export const Tiers = calicoType<Tier>('Tier', 'tiers');

export const BgpConfigurations = calicoType<BGPConfiguration>('BGPConfiguration', 'bgpconfigurations');
export const ClusterInformations = calicoType<ClusterInformation>('ClusterInformation', 'clusterinformations');
export const FelixConfigurations = calicoType<FelixConfiguration>('FelixConfiguration', 'felixconfigurations');
export const IpPools = calicoType<IPPool>('IPPool', 'ippools');
export const KubeControllersConfigurations = calicoType<KubeControllersConfiguration>(
  'KubeControllersConfiguration',
  'kubecontrollersconfigurations',
);

export const StoredBgpConfigurations = stored(BgpConfigurations);
export const StoredClusterInformations = stored(ClusterInformations);
export const StoredIpamBlocks = stored(IpamBlocks);
export const StoredFelixConfigurations = stored(FelixConfigurations);
export const StoredIpPools = stored(IpPools);
export const StoredKubeControllersConfigurations = stored(KubeControllersConfigurations);
