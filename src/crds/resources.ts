import { apiServer } from './apiserver.ts';
import { bgpConfiguration } from './calico/bgp-configuration.ts';
import { bgpFilter } from './calico/bgp-filter.ts';
import { bgpPeer } from './calico/bgp-peer.ts';
import type { CalicoKind } from './calico/calico-kind.ts';
import { clusterInformation } from './calico/cluster-information.ts';
import { felixConfiguration } from './calico/felix-configuration.ts';
import { hostEndpoint } from './calico/host-endpoint.ts';
import { ipPool } from './calico/ip-pool.ts';
import { blockAffinity, ipReservation, ipamBlock, ipamConfiguration, ipamHandle } from './calico/ipam.ts';
import { kubeControllersConfiguration } from './calico/kube-controllers-configuration.ts';
import { globalNetworkPolicy, networkPolicy } from './calico/network-policy.ts';
import { globalNetworkSet, networkSet } from './calico/network-sets.ts';
import { calicoNodeStatus } from './calico/node-status.ts';
import {
  stagedGlobalNetworkPolicy,
  stagedKubernetesNetworkPolicy,
  stagedNetworkPolicy,
} from './calico/staged-policies.ts';
import { tier } from './calico/tier.ts';
import type { ResourceDefinition } from './definition.ts';
import { gatewayApi } from './gatewayapi.ts';
import { goldmane } from './goldmane.ts';
import { imageSet } from './imageset.ts';
import { installation } from './installation/index.ts';
import { istio } from './istio.ts';
import { managementClusterConnection } from './management-cluster-connection.ts';
import { clusterNetworkPolicy } from './policy/cluster-network-policy.ts';
import { tigeraStatus } from './tigerastatus.ts';
import { whisker } from './whisker.ts';

/** The kinds of `operator.tigera.io`: what the operator itself is configured with. */
export const OPERATOR_RESOURCES: readonly ResourceDefinition[] = [
  apiServer,
  gatewayApi,
  goldmane,
  imageSet,
  installation,
  istio,
  managementClusterConnection,
  tigeraStatus,
  whisker,
];

/** The kinds of Calico's own API. */
export const CALICO_KINDS: readonly CalicoKind[] = [
  bgpConfiguration,
  bgpFilter,
  bgpPeer,
  blockAffinity,
  calicoNodeStatus,
  clusterInformation,
  felixConfiguration,
  globalNetworkPolicy,
  globalNetworkSet,
  hostEndpoint,
  ipamBlock,
  ipamConfiguration,
  ipamHandle,
  ipPool,
  ipReservation,
  kubeControllersConfiguration,
  networkPolicy,
  networkSet,
  stagedGlobalNetworkPolicy,
  stagedKubernetesNetworkPolicy,
  stagedNetworkPolicy,
  tier,
];

/** Kinds of Kubernetes' network policy group that Calico implements and that clusters do not bring along. */
export const POLICY_RESOURCES: readonly ResourceDefinition[] = [clusterNetworkPolicy];
