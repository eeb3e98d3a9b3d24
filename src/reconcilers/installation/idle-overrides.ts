import type { SettledSpec } from '../../crds/installation/spec.ts';
import type { WorkloadOverride } from '../../crds/workload-override.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { CALICO_KUBE_CONTROLLERS, CALICO_NODE, CALICO_TYPHA, CSI_NODE_DRIVER } from '../../renderers/shared/names.ts';
import type { RenderedDaemonSet, RenderedDeployment } from '../../renderers/shared/workloads.ts';

const workloads = {
  calicoNodeDaemonSet: CALICO_NODE,
  csiNodeDriverDaemonSet: CSI_NODE_DRIVER,
  typhaDeployment: CALICO_TYPHA,
  calicoKubeControllersDeployment: CALICO_KUBE_CONTROLLERS,
} as const;

/** Names that earlier releases gave to containers, which count for the present ones. */
const formerNames: Readonly<Record<string, string>> = { 'mount-bpffs': 'ebpf-bootstrap' };

/** Overrides of containers that the pods do not have, as sentences (CAL-207). Pure. */
export function idleOverrides(spec: SettledSpec, rendered: readonly KubeObject[]): string[] {
  return (Object.keys(workloads) as (keyof typeof workloads)[]).flatMap((field) => {
    const override: WorkloadOverride | undefined = spec[field];
    const { containers = [], initContainers = [] } = override?.spec?.template?.spec ?? {};
    const workload = rendered.find(({ kind, metadata }) => isWorkload(kind) && metadata.name === workloads[field]);
    if (workload === undefined) return [];
    const present = containersOf(workload as RenderedDaemonSet | RenderedDeployment);
    return [
      ...idle(containers, present.containers, `spec.${field}.spec.template.spec.containers`),
      ...idle(initContainers, present.initContainers, `spec.${field}.spec.template.spec.initContainers`),
    ];
  });
}

function isWorkload(kind: string): boolean {
  return kind === 'DaemonSet' || kind === 'Deployment';
}

function containersOf({ spec }: RenderedDaemonSet | RenderedDeployment): Record<Place, readonly string[]> {
  const { containers = [], initContainers = [] } = spec.template.spec ?? {};
  return { containers: containers.map(({ name }) => name), initContainers: initContainers.map(({ name }) => name) };
}

type Place = 'containers' | 'initContainers';

function idle(overrides: readonly { readonly name: string }[], present: readonly string[], path: string): string[] {
  const missing = overrides.map(({ name }) => name).filter((name) => !present.includes(formerNames[name] ?? name));
  const there = present.length === 0 ? 'there is none' : `there are ${present.toSorted().join(', ')}`;
  return missing.map(
    (name) => `CAL-207 ${path}[${name}]: has no effect, because the pods have no such container now; ${there}`,
  );
}
