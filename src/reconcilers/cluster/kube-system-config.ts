import type { ConfigMap, Service } from '../../crds/generated/core.gen.ts';

/** What is kept of a ConfigMap of kube-system: that it exists, and kubeadm's own words about the network. */
export interface PlatformConfig {
  readonly name: string;
  readonly data?: Readonly<Record<string, string>>;
}

/** Pure projection; anybody may put megabytes into kube-system. */
export function platformConfig({ metadata, data }: ConfigMap): PlatformConfig {
  const { name } = metadata;
  return name === 'kubeadm-config' && data !== undefined ? { name, data } : { name };
}

/** What is kept of a Service of kube-system: enough to know the platform and the address of cluster DNS. */
export interface SystemService {
  readonly name: string;
  readonly labels: readonly string[];
  readonly clusterIps: readonly string[];
}

/** Pure projection. */
export function systemService({ metadata, spec }: Service): SystemService {
  const clusterIps = (spec?.clusterIPs ?? []).filter((address) => address !== 'None' && address !== '');
  return { name: metadata.name, labels: Object.keys(metadata.labels ?? {}), clusterIps };
}
