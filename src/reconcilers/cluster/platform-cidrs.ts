import type { PlatformConfig } from './kube-system-config.ts';

/**
 * Ranges for pods as kubeadm was told them; undefined where kubeadm did not make the cluster, or was told none. Pure.
 */
export function platformCidrs(kubeadm: PlatformConfig | undefined): string[] | undefined {
  const found = Object.values(kubeadm?.data ?? {}).flatMap((document) => podSubnetOf(document));
  return found.length === 0 ? undefined : found;
}

/** `networking.podSubnet` of a ClusterConfiguration, with or without quotes: one range, or two with a comma between. */
function podSubnetOf(document: string): string[] {
  const value = /^\s*podSubnet:\s*["']?([^"'\s#]+)/m.exec(document)?.[1] ?? '';
  return value
    .split(',')
    .map((range) => range.trim())
    .filter((range) => range !== '');
}
