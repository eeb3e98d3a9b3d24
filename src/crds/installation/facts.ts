import type { PoolFacts } from './ip-pools.ts';
import type { InstallationSpec, KubernetesProvider } from './spec.ts';

/** What the cluster says that the spec leaves open. */
export interface DefaultingFacts {
  /** Platform that was detected; empty where none was. */
  readonly detectedProvider: KubernetesProvider;
  /** Whether the DaemonSet kube-system/aws-node is there, the CNI plugin of Amazon. */
  readonly awsNodePresent: boolean;
  readonly pools: Pick<PoolFacts, 'existing' | 'platformCidrs'>;
  /** `status.computed`: detected values in effect stick until the spec says otherwise. */
  readonly previous?: InstallationSpec;
}

/** What the cluster says that a spec must agree with. */
export interface ValidationFacts {
  readonly detectedProvider: KubernetesProvider;
  /** Whether the address of the API server is known, by ConfigMap or by the environment of the operator. */
  readonly apiEndpointKnown: boolean;
  readonly pools: Pick<PoolFacts, 'existing' | 'platformCidrs'>;
}
