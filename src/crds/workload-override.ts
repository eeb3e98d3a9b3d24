import type {
  Affinity,
  EnvVar,
  PodDNSConfig,
  ResourceRequirements,
  RollingUpdateDeployment,
  SecurityContext,
  Toleration,
  TopologySpreadConstraint,
  Volume,
  VolumeMount,
} from './generated/core.gen.ts';

/** Labels and annotations that a user adds. */
export interface MetadataOverride {
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

export interface ContainerOverride {
  name: string;
  resources?: ResourceRequirements;
  env?: EnvVar[];
  volumeMounts?: VolumeMount[];
  securityContext?: SecurityContext;
  ports?: { name: string; containerPort: number }[];
}

/** A volume from one of the sources that the schema allows. */
export type AddedVolume = Pick<Volume, 'name' | 'configMap' | 'csi' | 'emptyDir' | 'hostPath' | 'secret'>;

export interface PodSpecOverride {
  affinity?: Affinity;
  containers?: ContainerOverride[];
  initContainers?: ContainerOverride[];
  nodeSelector?: Record<string, string>;
  tolerations?: Toleration[];
  topologySpreadConstraints?: TopologySpreadConstraint[];
  terminationGracePeriodSeconds?: number;
  priorityClassName?: string;
  hostNetwork?: boolean;
  dnsPolicy?: '' | 'Default' | 'ClusterFirst' | 'ClusterFirstWithHostNet' | 'None';
  dnsConfig?: PodDNSConfig;
  volumes?: AddedVolume[];
}

export interface PodTemplateOverride {
  metadata?: MetadataOverride;
  spec?: PodSpecOverride;
}

/**
 * What every override is a part of: the schemas in `overrides.ts` allow each workload some of these fields, so that one
 * function can check, merge or apply them all.
 */
export interface WorkloadOverride {
  metadata?: MetadataOverride;
  spec?: {
    minReadySeconds?: number;
    replicas?: number;
    strategy?: { rollingUpdate?: RollingUpdateDeployment };
    template?: PodTemplateOverride;
  };
}
