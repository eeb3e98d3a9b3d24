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
 * Ranges for pods as OpenShift or kubeadm were told them: none where they were told none, undefined where neither made
 * the cluster. Pure. A document that is no YAML says nothing.
 */
export function platformCidrs({ kubeadm, openShift }: PlatformNetwork): string[] | undefined {
  if (openShift !== undefined) return (openShift.spec?.clusterNetwork ?? []).map(({ cidr }) => cidr);
  const networking = kubeadmNetworking(kubeadm);
  return networking && rangesIn(networking.podSubnet);
}

/** Ranges for Services, from the same places. */
export function platformServiceCidrs({ kubeadm, openShift }: PlatformNetwork): string[] {
  if (openShift !== undefined) return openShift.spec?.serviceNetwork ?? [];
  return rangesIn(kubeadmNetworking(kubeadm)?.serviceSubnet);
}

/** `networking` of a ClusterConfiguration, as far as it is used. */
interface KubeadmNetworking {
  readonly podSubnet?: unknown;
  readonly serviceSubnet?: unknown;
}

function kubeadmNetworking(kubeadm: PlatformConfig | undefined): KubeadmNetworking | undefined {
  const document = kubeadm?.data?.['ClusterConfiguration'];
  if (document === undefined) return undefined;
  try {
    const content: unknown = parse(document, { logLevel: 'error' });
    return typeof content === 'object' && content !== null
      ? ((content as { networking?: KubeadmNetworking | null }).networking ?? {})
      : undefined;
  } catch {
    return undefined;
  }
}

/** One range, or two with a comma between. */
function rangesIn(text: unknown): string[] {
  if (typeof text !== 'string') return [];
  return text
    .split(',')
    .map((range) => range.trim())
    .filter((range) => range !== '');
}
