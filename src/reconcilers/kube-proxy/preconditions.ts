import { isIPv6 } from 'node:net';
import type { DaemonSet } from '../../crds/generated/core.gen.ts';
import type { SettledSpec } from '../../crds/installation/spec.ts';
import type { Endpoint, OperatorIdentity } from '../../renderers/input.ts';
import { ENDPOINT_CONFIG } from '../cluster/user-config.ts';
import { KUBE_PROXY } from './proxy-state.ts';

/** What a cluster without kube-proxy must have. */
export interface Preconditions {
  readonly spec: Pick<SettledSpec, 'calicoNetwork'>;
  readonly operator: Pick<OperatorIdentity, 'namespace'>;
  readonly proxy: DaemonSet;
  /** The address of the API server that host-networked programs get. */
  readonly endpoint: Endpoint | undefined;
  /** Addresses of the API's own Service, which kube-proxy makes work. */
  readonly apiServiceIps: readonly string[];
  /** Addresses of Services, as far as they are known. */
  readonly serviceIps: readonly string[];
}

/** Everything that speaks against taking kube-proxy off the nodes, with a remedy each. Pure. */
export function switchOffProblems(facts: Preconditions): string[] {
  return [...managedByOthers(facts), ...noEndpoint(facts), ...noIpv6(facts)];
}

/** Label keys, annotation keys and field managers of tools that would put kube-proxy back. */
const marks = {
  labels: [
    ['app.kubernetes.io/managed-by', 'another tool'],
    ['addonmanager.kubernetes.io/mode', 'the addon manager of the platform'],
    ['kubernetes.azure.com/managedby', 'AKS'],
    ['kustomize.toolkit.fluxcd.io/name', 'Flux'],
    ['helm.toolkit.fluxcd.io/name', 'Flux'],
  ],
  annotations: [
    ['argocd.argoproj.io/tracking-id', 'Argo CD'],
    ['meta.helm.sh/release-name', 'Helm'],
  ],
  managers: [['eks', 'the EKS add-on']],
} as const;

function managedByOthers({ proxy: { metadata } }: Preconditions): string[] {
  const managers = new Set((metadata.managedFields ?? []).map(({ manager }) => manager));
  const found = [
    ...marks.labels
      .filter(([key]) => metadata.labels?.[key] !== undefined)
      .map(([key, who]) => ({ who, by: `label ${key}` })),
    ...marks.annotations
      .filter(([key]) => metadata.annotations?.[key] !== undefined)
      .map(([key, who]) => ({ who, by: `annotation ${key}` })),
    ...marks.managers
      .filter(([name]) => managers.has(name))
      .map(([name, who]) => ({ who, by: `field manager ${name}` })),
  ];
  return found.map(
    ({ who, by }) =>
      `DaemonSet ${KUBE_PROXY} is managed by ${who} (${by}), which would put it back: switch it off there, and set kubeProxyManagement to Disabled`,
  );
}

/** Without kube-proxy the address of the API's Service does not work before calico-node runs, which needs the API. */
function noEndpoint({ spec, operator, endpoint, apiServiceIps }: Preconditions): string[] {
  if (spec.calicoNetwork.bpfNetworkBootstrap === 'Enabled') return [];
  if (endpoint !== undefined && !apiServiceIps.includes(endpoint.host)) return [];
  return [
    `calico-node would not find the API server after a restart of its node: set bpfNetworkBootstrap to Enabled, or put an address that works without kube-proxy into ConfigMap ${operator.namespace}/${ENDPOINT_CONFIG} (KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT)`,
  ];
}

function noIpv6({ spec, serviceIps }: Preconditions): string[] {
  const address = serviceIps.find((ip) => isIPv6(ip));
  if (address === undefined || spec.calicoNetwork.nodeAddressAutodetectionV6 !== undefined) return [];
  return [
    `Services have IPv6 addresses (${address}), which Felix would not serve: set spec.calicoNetwork.nodeAddressAutodetectionV6, for example {firstFound: true}`,
  ];
}
