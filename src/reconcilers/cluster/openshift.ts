import type { KubeObject, ResourceType } from '../../k8s/object.ts';

/** API group by which OpenShift is known; its objects `cluster` describe the platform. */
export const OPENSHIFT_CONFIG = 'config.openshift.io';

/** https://docs.redhat.com/en/documentation/openshift_container_platform, API config.openshift.io/v1, as far as it is used. */
export interface OpenShiftNetwork extends KubeObject {
  spec?: {
    clusterNetwork?: { cidr: string; hostPrefix?: number }[];
    serviceNetwork?: string[];
  };
  status?: {
    clusterNetwork?: { cidr: string; hostPrefix?: number }[];
    serviceNetwork?: string[];
    networkType?: string;
    clusterNetworkMTU?: number;
  };
}

export interface OpenShiftInfrastructure extends KubeObject {
  status?: { platformStatus?: { type?: string } };
}

const clusterScoped = { group: OPENSHIFT_CONFIG, version: 'v1', namespaced: false } as const;

export const OpenShiftNetworks: ResourceType<OpenShiftNetwork> = {
  ...clusterScoped,
  kind: 'Network',
  plural: 'networks',
};

export const OpenShiftInfrastructures: ResourceType<OpenShiftInfrastructure> = {
  ...clusterScoped,
  kind: 'Infrastructure',
  plural: 'infrastructures',
};
