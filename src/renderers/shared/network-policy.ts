import type { KubeObject } from '../../k8s/object.ts';
import type { Endpoint } from '../input.ts';
import { CALICO_SYSTEM_TIER, KUBE_SYSTEM, OPENSHIFT_DNS } from './names.ts';

/** Group and version of Calico's policies in both flavours of its API. */
export const POLICY_API = 'projectcalico.org/v3';

/** One side of a rule; absent fields match everything. */
export interface EntityRule {
  nets?: string[];
  ports?: number[];
  selector?: string;
  namespaceSelector?: string;
  /** Endpoints of a Service, with their ports. */
  services?: { name: string; namespace: string };
}

export interface PolicyRule {
  action: 'Allow' | 'Deny' | 'Log' | 'Pass';
  protocol?: 'TCP' | 'UDP';
  source?: EntityRule;
  destination?: EntityRule;
}

export interface PolicySpec {
  tier: string;
  order?: number;
  selector: string;
  types: ('Ingress' | 'Egress')[];
  ingress?: PolicyRule[];
  egress?: PolicyRule[];
}

/** Calico's policies, namespaced or global (https://docs.tigera.io/calico/latest/reference/resources/networkpolicy). */
export interface CalicoPolicy extends KubeObject {
  apiVersion: typeof POLICY_API;
  kind: 'NetworkPolicy' | 'GlobalNetworkPolicy';
  spec: PolicySpec;
}

/** A policy of the tier calico-system; its name gets the tier as prefix, as Calico wants it. */
export function systemPolicy(namespace: string, name: string, spec: Omit<PolicySpec, 'tier'>): CalicoPolicy {
  const metadata = { name: `${CALICO_SYSTEM_TIER}.${name}`, namespace };
  return { apiVersion: POLICY_API, kind: 'NetworkPolicy', metadata, spec: { tier: CALICO_SYSTEM_TIER, ...spec } };
}

/** Like `systemPolicy`, for all namespaces. */
export function systemGlobalPolicy(name: string, spec: Omit<PolicySpec, 'tier'>): CalicoPolicy {
  const metadata = { name: `${CALICO_SYSTEM_TIER}.${name}` };
  return { apiVersion: POLICY_API, kind: 'GlobalNetworkPolicy', metadata, spec: { tier: CALICO_SYSTEM_TIER, ...spec } };
}

/** The DNS servers of the cluster: where they run and how policies select them. */
export const clusterDns = {
  openShift: { namespace: OPENSHIFT_DNS, selector: `dns.operator.openshift.io/daemonset-dns == 'default'`, port: 5353 },
  other: { namespace: KUBE_SYSTEM, selector: `k8s-app in { 'kube-dns', 'coredns' }`, port: 53 },
} as const;

/** Lets pods resolve names; together with {@link allowLongDnsAnswers}. */
export function allowDns(platform: keyof typeof clusterDns): PolicyRule[] {
  const destination = dnsServers(platform);
  const rules: PolicyRule[] = [{ action: 'Allow', protocol: 'UDP', destination }];
  return platform === 'openShift' ? [...rules, { action: 'Allow', protocol: 'TCP', destination }] : rules;
}

/** Answers that are too long for UDP come by TCP. A rule of its own, so that those of existing clusters keep their places. */
export function allowLongDnsAnswers(platform: keyof typeof clusterDns): PolicyRule[] {
  return platform === 'openShift' ? [] : [{ action: 'Allow', protocol: 'TCP', destination: dnsServers(platform) }];
}

function dnsServers(platform: keyof typeof clusterDns): EntityRule {
  const { namespace, selector, port } = clusterDns[platform];
  return { namespaceSelector: inNamespace(namespace), selector, ports: [port] };
}

/** The Kubernetes API server, by the addresses behind its Service. */
export const kubernetesApi: EntityRule = { services: { name: 'kubernetes', namespace: 'default' } };

/** Lets pods reach the API server wherever it listens: policy sees its own address and port, not those of the Service. */
export function allowApiServer(): PolicyRule {
  return { action: 'Allow', protocol: 'TCP', destination: kubernetesApi };
}

/** Selects a namespace by name. */
export function inNamespace(namespace: string): string {
  return `projectcalico.org/name == '${namespace}'`;
}

/**
 * Lets pods reach one address, by the prefix of its family. A host name matches any address on the port: open-source
 * policy knows no names, and refusing would cut off the API server.
 */
export function allowEndpoint({ host, port }: Endpoint): PolicyRule[] {
  const number = Number(port);
  if (!Number.isInteger(number)) return [];
  const net = hostNet(host);
  const destination = net === undefined ? { ports: [number] } : { nets: [net], ports: [number] };
  return [{ action: 'Allow', protocol: 'TCP', destination }];
}

/** The one-address network of an IP address, or undefined for a name. */
export function hostNet(host: string): string | undefined {
  if (host.includes(':')) return `${host}/128`;
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) ? `${host}/32` : undefined;
}
