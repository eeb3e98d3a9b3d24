import type { DaemonSet, Deployment } from '../generated/core.gen.ts';
import type { IPPool } from '../calico/ip-pool.ts';
import type { FelixConfiguration } from '../calico/felix-configuration.ts';

/** All that an installation from manifests is read off. */
export interface ManifestFacts {
  /** DaemonSet calico-node of kube-system. */
  readonly node: DaemonSet;
  readonly typha?: Deployment;
  readonly kubeControllers?: Deployment;
  /** Data of the ConfigMaps of kube-system, by name. */
  readonly configMaps: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly pools: readonly IPPool[];
  /** FelixConfiguration `default`. */
  readonly felix?: FelixConfiguration;
  /** Whether the operator's namespace has a ConfigMap with an address of the API server that works without kube-proxy. */
  readonly endpointPrepared: boolean;
}

/** The container of calico-node with Felix in it, and the one that installs the CNI plugin. */
export const NODE = 'calico-node';
export const INSTALL_CNI = 'install-cni';

/** A label by which nodes move one by one from kube-system to calico-system; a contract with the Go operator. */
export const MOVE_LABEL = 'projectcalico.org/operator-node-migration';

/** The value of that label which the pods of a DaemonSet ask of their nodes; undefined where they ask for none. */
export function askedMoveLabel(live: DaemonSet | undefined): string | undefined {
  return live?.spec?.template.spec?.nodeSelector?.[MOVE_LABEL];
}

/** Where the address of the API server stands that works without kube-proxy. */
export const ENDPOINT_CONFIG = 'kubernetes-services-endpoint';
