import type {
  Affinity,
  DaemonSet,
  DaemonSetSpec,
  Deployment,
  DeploymentSpec,
  NodeAffinity,
  NodeSelectorRequirement,
  PodSpec,
  SecurityContext,
  Toleration,
  Volume,
  VolumeMount,
} from '../../crds/generated/core.gen.ts';
import type { KubernetesProvider, SettledSpec } from '../../crds/installation/spec.ts';
import { K8S_APP } from './labels.ts';
import { CALICO_SYSTEM } from './names.ts';

export type RenderedDaemonSet = DaemonSet & { spec: DaemonSetSpec };
export type RenderedDeployment = Deployment & { spec: DeploymentSpec };

/** Long enough for Felix to say goodbye, short enough not to leave the node without it during a rollout. */
export const FELIX_GRACE_SECONDS = 5;

/** A DaemonSet of calico-system that selects its pods by `k8s-app: <name>`. */
export function daemonSet(name: string, spec: Omit<DaemonSetSpec, 'selector'>): RenderedDaemonSet {
  const metadata = { name, namespace: CALICO_SYSTEM };
  return { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec: { selector: selects(name), ...spec } };
}

/** A Deployment of calico-system that selects its pods by `k8s-app: <name>`, unless `spec` says otherwise. */
export function deployment(
  name: string,
  spec: Omit<DeploymentSpec, 'selector'> & Partial<Pick<DeploymentSpec, 'selector'>>,
): RenderedDeployment {
  const metadata = { name, namespace: CALICO_SYSTEM };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { selector: selects(name), ...spec } };
}

/** Selector of the pods of a workload. */
export function selects(name: string): { matchLabels: Record<string, string> } {
  return { matchLabels: { [K8S_APP]: name } };
}

/** References to the pull secrets, each once, as the list is merged by name; their copies are in calico-system. */
export function imagePullSecrets({ imagePullSecrets = [] }: Pick<SettledSpec, 'imagePullSecrets'>): ImagePullSecrets {
  const names = new Set(imagePullSecrets.map(({ name = '' }) => name));
  return names.size === 0 ? {} : { imagePullSecrets: [...names].map((name) => ({ name })) };
}

type ImagePullSecrets = Pick<PodSpec, 'imagePullSecrets'>;

/** Root on the node: programs the kernel, or writes where only root may. */
export function privilegedContext(): SecurityContext {
  return {
    allowPrivilegeEscalation: true,
    capabilities: { drop: ['ALL'] },
    privileged: true,
    runAsGroup: 0,
    runAsNonRoot: false,
    runAsUser: 0,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** Meets the pod security standard `restricted`. */
export function unprivilegedContext(user: number, group: number): SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    privileged: false,
    runAsGroup: group,
    runAsNonRoot: true,
    runAsUser: user,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** Runs on every node, whatever its state: a node without networking becomes ready only through these pods. */
export function tolerateAll(): Toleration[] {
  return [
    { key: 'CriticalAddonsOnly', operator: 'Exists' },
    { effect: 'NoSchedule', operator: 'Exists' },
    { effect: 'NoExecute', operator: 'Exists' },
  ];
}

/** Where pods run that belong to the control plane. */
export function controlPlanePlacement(spec: ControlPlane): Required<Pick<PodSpec, 'nodeSelector' | 'tolerations'>> {
  const { controlPlaneNodeSelector, controlPlaneTolerations = [], kubernetesProvider } = spec;
  return {
    nodeSelector: { ...controlPlaneNodeSelector },
    tolerations: [...controlPlaneTolerations, ...tolerateControlPlane(), ...tolerateArm64(kubernetesProvider)],
  };
}

type ControlPlane = Pick<SettledSpec, 'controlPlaneNodeSelector' | 'controlPlaneTolerations' | 'kubernetesProvider'>;

/** Runs on control-plane nodes too, as a critical addon. */
export function tolerateControlPlane(): Toleration[] {
  return [...tolerateControlPlaneTaints(), { key: 'CriticalAddonsOnly', operator: 'Exists' }];
}

/** Runs on control-plane nodes too. */
export function tolerateControlPlaneTaints(): Toleration[] {
  return [
    { key: 'node-role.kubernetes.io/master', effect: 'NoSchedule' },
    { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
  ];
}

/** GKE taints its arm64 nodes; Calico's images run there. */
export function tolerateArm64(provider: KubernetesProvider): Toleration[] {
  if (provider !== 'GKE') return [];
  return [{ key: 'kubernetes.io/arch', operator: 'Equal', value: 'arm64', effect: 'NoSchedule' }];
}

/** Keeps DaemonSets off nodes that are no machines and cannot run them: AKS virtual nodes and EKS Fargate. */
export function realNodesOnly(provider: KubernetesProvider): Affinity | undefined {
  if (provider === 'AKS') return { nodeAffinity: requiring('type', 'virtual-kubelet') };
  if (provider === 'EKS') return { nodeAffinity: requiring('eks.amazonaws.com/compute-type', 'fargate') };
  return undefined;
}

function requiring(key: string, unwanted: string): NodeAffinity {
  const matchExpressions: NodeSelectorRequirement[] = [{ key, operator: 'NotIn', values: [unwanted] }];
  return { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } };
}

type HostPathType = NonNullable<NonNullable<Volume['hostPath']>['type']>;

/** A path of the node; `type` says what must be there or is created. */
export function hostPath(name: string, path: string, type?: HostPathType): Volume {
  return { name, hostPath: type === undefined ? { path } : { path, type } };
}

/** Mounts a volume; `readOnly` and `mountPropagation` as options. */
export function mount(
  name: string,
  mountPath: string,
  options: Pick<VolumeMount, 'readOnly' | 'mountPropagation' | 'subPath'> = {},
): VolumeMount {
  return { name, mountPath, ...options };
}
