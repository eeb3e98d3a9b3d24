import { parse } from 'yaml';
import type { PlatformConfig } from './kube-system-config.ts';
import type { OpenShiftNetwork } from './openshift.ts';

/** What platforms say about the network of pods. */
export interface PlatformNetwork {
  /** ConfigMap kube-system/kubeadm-config. */
  readonly kubeadm?: PlatformConfig | undefined;
  /** OpenShift's `Network` named cluster. */
  readonly openShift?: OpenShiftNetwork | undefined;
}

/**
 * Ranges for pods as OpenShift or kubeadm were told them; undefined where neither made the cluster, or was told none.
 * Pure. A document that is no YAML says nothing.
 */
export function platformCidrs({ kubeadm, openShift }: PlatformNetwork): string[] | undefined {
  const named = (openShift?.spec?.clusterNetwork ?? []).map(({ cidr }) => cidr);
  const found = named.length > 0 ? named : Object.values(kubeadm?.data ?? {}).flatMap(podSubnetOf);
  return found.length === 0 ? undefined : found;
}

/** `networking.podSubnet` of a ClusterConfiguration: one range, or two with a comma between. */
function podSubnetOf(document: string): string[] {
  const podSubnet = parsed(document)?.networking?.podSubnet;
  if (typeof podSubnet !== 'string') return [];
  return podSubnet
    .split(',')
    .map((range) => range.trim())
    .filter((range) => range !== '');
}

function parsed(document: string): { networking?: { podSubnet?: unknown } | null } | undefined {
  try {
    const content: unknown = parse(document, { logLevel: 'silent' });
    return typeof content === 'object' && content !== null ? content : undefined;
  } catch {
    return undefined;
  }
}
