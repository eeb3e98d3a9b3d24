import type { DaemonSet } from '../../crds/generated/core.gen.ts';
import type { SettledSpec } from '../../crds/installation/spec.ts';
import type { CoreInput } from '../../renderers/input.ts';
import { CALICO_NODE, CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import { API_SERVICE } from '../cluster/api-addresses.ts';
import { ENDPOINT_CONFIG } from '../cluster/user-config.ts';
import type { ReconcileContext } from '../context.ts';

/** Addresses of the API server for nodes without kube-proxy, or what stands in the way of giving them. */
export interface BpfBootstrap {
  readonly addresses?: NonNullable<CoreInput['bpfBootstrap']>;
  /** Sentences; where there is one, calico-node must stay as it is. */
  readonly problems: readonly string[];
}

/** What `bpfNetworkBootstrap` asks for. Reads informers only. */
export function gatherBootstrap({ cluster, settings }: ReconcileContext, { calicoNetwork }: SettledSpec): BpfBootstrap {
  if (calicoNetwork.bpfNetworkBootstrap !== 'Enabled') return { problems: [] };
  const config = `${settings.operator.namespace}/${ENDPOINT_CONFIG}`;
  const service = cluster.apiServices.get(API_SERVICE)?.addresses ?? [];
  const endpoints = cluster.apiEndpoints.list().flatMap(({ addresses }) => addresses);
  const problems = [
    ...(cluster.operatorConfigMaps.get(config) === undefined
      ? []
      : [`ConfigMap ${config} names the API server, too: delete it, or set bpfNetworkBootstrap to Disabled`]),
    ...(service.length === 0 ? [`Service ${API_SERVICE} is not there, or has no address`] : []),
    ...(endpoints.length === 0 ? [`no EndpointSlice of Service ${API_SERVICE} has an address that is ready`] : []),
  ];
  if (problems.length > 0) return { problems };
  const node = cluster.daemonSets.get(`${CALICO_SYSTEM}/${CALICO_NODE}`);
  return {
    problems,
    addresses: {
      serviceAddresses: settleAddresses(service, variableOf(node, 'KUBERNETES_SERVICE_IPS_PORTS')),
      endpointAddresses: settleAddresses(endpoints, variableOf(node, 'KUBERNETES_APISERVER_ENDPOINTS')),
    },
  };
}

/**
 * The addresses as a list with commas, sorted. What pods have already stays as long as it has all of them: another text
 * rolls calico-node through all nodes, and API servers come and go one by one in each upgrade of a control plane. Pure.
 */
export function settleAddresses(addresses: readonly string[], before: string | undefined): string {
  const known = new Set(before?.split(','));
  const hasAll = before !== undefined && addresses.every((address) => known.has(address));
  return hasAll ? before : [...new Set(addresses)].toSorted().join(',');
}

function variableOf(node: DaemonSet | undefined, variable: string): string | undefined {
  const containers = node?.spec?.template.spec?.initContainers ?? [];
  const bootstrap = containers.find(({ name }) => name === 'ebpf-bootstrap');
  return bootstrap?.env?.find(({ name }) => name === variable)?.value;
}
