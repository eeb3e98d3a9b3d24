import type {
  Affinity,
  DeploymentStrategy,
  PodAffinityTerm,
  PodSpec,
  Toleration,
} from '../../crds/generated/core.gen.ts';
import type { SettledSpec } from '../../crds/installation/spec.ts';
import { K8S_APP } from './labels.ts';
import { CALICO_SYSTEM } from './names.ts';
import { tolerateAll, tolerateArm64, tolerateControlPlaneTaints } from './workloads.ts';

/** What pods have in common that the Kubernetes API server calls. */

/** The API server of these platforms is not on the pod network that Calico makes, so it reaches hosts only. */
export function needsHostNetwork({
  kubernetesProvider,
  cni,
}: Pick<SettledSpec, 'kubernetesProvider' | 'cni'>): boolean {
  return cni.type === 'Calico' && (kubernetesProvider === 'EKS' || kubernetesProvider === 'TKG');
}

/** How such pods are on the network; on that of the host cluster DNS has to be asked for. */
export function networkOf(hostNetwork: boolean): Pick<PodSpec, 'hostNetwork' | 'dnsPolicy'> {
  return hostNetwork ? { hostNetwork, dnsPolicy: 'ClusterFirstWithHostNet' } : {};
}

/** On a host the port is taken until a pod has gone, so there one goes first. */
export function onePodGoesFirst(): DeploymentStrategy {
  return { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } };
}

/** On the host network nothing stands in the way of a node that is not ready yet. */
export function apiSideTolerations(spec: SettledSpec, hostNetwork: boolean): Toleration[] {
  if (hostNetwork) return tolerateAll();
  return [
    ...(spec.controlPlaneTolerations ?? []),
    ...tolerateControlPlaneTaints(),
    ...tolerateArm64(spec.kubernetesProvider),
  ];
}

/** Prefers other nodes and other zones, where there is more than one pod. */
export function spreadOut(
  name: string,
  replicas: number,
  namespaces: readonly string[] = [CALICO_SYSTEM],
): { affinity?: Affinity } {
  if (replicas <= 1) return {};
  const term = (topologyKey: string): PodAffinityTerm => ({
    labelSelector: { matchLabels: { [K8S_APP]: name } },
    namespaces: [...namespaces],
    topologyKey,
  });
  const preferred = ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((key) => ({
    weight: 100,
    podAffinityTerm: term(key),
  }));
  return { affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } } };
}
