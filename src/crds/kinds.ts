import type { KubeObject, ResourceType } from '../k8s/object.ts';
import type { APIServer } from './apiserver.ts';
import type { ImageSet } from './imageset.ts';
import type { Installation } from './installation/spec.ts';
import type { TigeraStatus } from './tigerastatus.ts';

/** The custom resources an operator reads and writes: group, version and plural as the API server serves them. */

function operatorType<T extends KubeObject>(kind: string, plural: string): ResourceType<T> {
  return { group: 'operator.tigera.io', version: 'v1', kind, plural, namespaced: false };
}

export const Installations = operatorType<Installation>('Installation', 'installations');
export const ApiServers = operatorType<APIServer>('APIServer', 'apiservers');
export const ImageSets = operatorType<ImageSet>('ImageSet', 'imagesets');
export const TigeraStatuses = operatorType<TigeraStatus>('TigeraStatus', 'tigerastatuses');

function calicoType<T extends KubeObject>(kind: string, plural: string, namespaced = false): ResourceType<T> {
  return { group: 'projectcalico.org', version: 'v3', kind, plural, namespaced };
}

/** The fields of Calico's kinds that this operator reads or writes; all others survive untouched. */
export interface IpPool extends KubeObject {
  spec: {
    cidr: string;
    disabled?: boolean;
    allowedUses?: string[];
    assignmentMode?: string;
    blockSize?: number;
    nodeSelector?: string;
  };
}

export interface FelixConfiguration extends KubeObject {
  spec?: {
    healthPort?: number;
    vxlanVNI?: number;
    vxlanPort?: number;
    nftablesMode?: string;
    bpfEnabled?: boolean;
    bpfHostConntrackBypass?: boolean;
    cgroupV2Path?: string;
    programClusterRoutes?: string;
    routeTableRange?: { min: number; max: number };
  };
}

export interface BgpConfiguration extends KubeObject {
  spec?: { bindMode?: string; programClusterRoutes?: string };
}

export interface KubeControllersConfiguration extends KubeObject {
  spec?: { prometheusMetricsPort?: number };
}

export type Tier = KubeObject;
export type NetworkPolicy = KubeObject;
export type GlobalNetworkPolicy = KubeObject;

export const IpPools = calicoType<IpPool>('IPPool', 'ippools');
export const FelixConfigurations = calicoType<FelixConfiguration>('FelixConfiguration', 'felixconfigurations');
export const BgpConfigurations = calicoType<BgpConfiguration>('BGPConfiguration', 'bgpconfigurations');
export const KubeControllersConfigurations = calicoType<KubeControllersConfiguration>(
  'KubeControllersConfiguration',
  'kubecontrollersconfigurations',
);
export const Tiers = calicoType<Tier>('Tier', 'tiers');
export const NetworkPolicies = calicoType<NetworkPolicy>('NetworkPolicy', 'networkpolicies', true);
export const GlobalNetworkPolicies = calicoType<GlobalNetworkPolicy>('GlobalNetworkPolicy', 'globalnetworkpolicies');
