import type {
  Affinity,
  EnvVar,
  PodDNSConfig,
  ResourceRequirements,
  RollingUpdateDeployment,
  Toleration,
  TopologySpreadConstraint,
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
  ports?: { name: string; containerPort: number }[];
}

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
