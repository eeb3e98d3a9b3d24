import type { EndpointSlice, Service } from '../../crds/generated/core.gen.ts';

/** The Service of the Kubernetes API itself. */
export const API_SERVICE = 'default/kubernetes';

/** What is kept of that Service. */
export interface ApiService {
  readonly clusterIps: readonly string[];
  /** `address:port`, every address with every port for HTTPS; IPv6 in brackets. */
  readonly addresses: readonly string[];
}

/** What is kept of a slice of its endpoints: `address:port` of those that are ready. */
export interface ApiEndpoints {
  readonly addresses: readonly string[];
}

/** Pure projection. */
export function apiService({ spec }: Service): ApiService {
  const clusterIps = (spec?.clusterIPs ?? []).filter((address) => address !== 'None' && address !== '');
  return { clusterIps, addresses: addressesOf(clusterIps, spec?.ports ?? []) };
}

/** Pure projection. An API server that stops leaves the list before it is gone. */
export function apiEndpoints({ endpoints = [], ports = [] }: EndpointSlice): ApiEndpoints {
  const ready = endpoints.filter(({ conditions }) => conditions?.ready !== false);
  const addresses = ready.flatMap((endpoint) => endpoint.addresses);
  return { addresses: addressesOf(addresses, ports) };
}

interface Port {
  readonly name?: string;
  readonly port?: number;
}

function addressesOf(hosts: readonly string[], ports: readonly Port[]): string[] {
  const https = ports.filter(({ name = 'https' }) => name === 'https' || name === '');
  const numbers = https.flatMap(({ port }) => (port === undefined ? [] : [port]));
  return hosts.flatMap((host) => numbers.map((port) => `${host.includes(':') ? `[${host}]` : host}:${port}`));
}
