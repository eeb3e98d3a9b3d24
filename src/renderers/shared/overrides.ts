import type { Container, PodSpec, PodTemplateSpec } from '../../crds/generated/core.gen.ts';
import type { SettledSpec } from '../../crds/installation/spec.ts';
import type {
  ContainerOverride,
  MetadataOverride,
  PodSpecOverride,
  WorkloadOverride,
} from '../../crds/workload-override.ts';
import type { ObjectMeta } from '../../k8s/object.ts';
import { addedEnv } from './added-env.ts';
import { addedMounts, addedVolumes, changedSecurityContext } from './added-volumes.ts';
import { K8S_APP } from './labels.ts';
import { withoutUndefined } from './without-undefined.ts';
import type { RenderedDaemonSet, RenderedDeployment } from './workloads.ts';

type SpecOverride = NonNullable<WorkloadOverride['spec']>;
type TemplateOverride = NonNullable<SpecOverride['template']>;

/** Resources of the deprecated `componentResources`; a container override replaces them. The last entry of a name wins. */
export function deprecatedResources(
  { componentResources = [] }: Pick<SettledSpec, 'componentResources'>,
  component: NonNullable<SettledSpec['componentResources']>[number]['componentName'],
): Pick<Container, 'resources'> {
  const entry = componentResources.findLast(({ componentName }) => componentName === component);
  return entry === undefined ? {} : { resources: entry.resourceRequirements };
}

/** A DaemonSet with the user's changes. */
export function overrideDaemonSet(workload: RenderedDaemonSet, override: WorkloadOverride = {}): RenderedDaemonSet {
  const { minReadySeconds, template } = override.spec ?? {};
  return {
    ...workload,
    metadata: overrideMetadata(workload.metadata, override.metadata),
    spec: {
      ...workload.spec,
      ...withoutUndefined({ minReadySeconds }),
      template: overrideTemplate(workload.spec.template, template),
    },
  };
}

/** A Deployment with the user's changes. Parameters of a rolling update make the strategy a rolling update. */
export function overrideDeployment(workload: RenderedDeployment, override: WorkloadOverride = {}): RenderedDeployment {
  const { minReadySeconds, replicas, strategy, template } = override.spec ?? {};
  const rollingUpdate = strategy?.rollingUpdate;
  return {
    ...workload,
    metadata: overrideMetadata(workload.metadata, override.metadata),
    spec: {
      ...workload.spec,
      ...withoutUndefined({ minReadySeconds, replicas }),
      ...(rollingUpdate && { strategy: { type: 'RollingUpdate', rollingUpdate } }),
      template: overrideTemplate(workload.spec.template, template),
    },
  };
}

function overrideTemplate(template: PodTemplateSpec, override: TemplateOverride = {}): PodTemplateSpec {
  const metadata = overrideMetadata(template.metadata ?? {}, override.metadata);
  if (template.spec === undefined) return { ...template, metadata };
  return { ...template, metadata, spec: overridePodSpec(template.spec, override.spec) };
}

/** Labels and annotations are added; what the operator sets itself stays. */
function overrideMetadata<T extends Partial<ObjectMeta>>(metadata: T, override: MetadataOverride = {}): T {
  const labels = addMissing(metadata.labels, override.labels);
  const annotations = addMissing(metadata.annotations, override.annotations);
  return { ...metadata, ...withoutUndefined({ labels, annotations }) };
}

function overridePodSpec(spec: PodSpec, override: PodSpecOverride = {}): PodSpec {
  return {
    ...spec,
    ...replacedFields(override),
    ...withoutUndefined({
      nodeSelector: addMissing(spec.nodeSelector, override.nodeSelector),
      volumes: addedVolumes(spec.volumes, override.volumes),
    }),
    containers: overrideContainers(spec.containers, override.containers),
    ...(spec.initContainers && { initContainers: overrideContainers(spec.initContainers, override.initContainers) }),
  };
}

/** What replaces the operator's value as a whole. An empty word is no value. */
function replacedFields(override: PodSpecOverride): Partial<PodSpec> {
  const { affinity, tolerations, topologySpreadConstraints, terminationGracePeriodSeconds, hostNetwork } = override;
  return withoutUndefined({
    affinity,
    tolerations,
    topologySpreadConstraints,
    terminationGracePeriodSeconds,
    hostNetwork,
    dnsConfig: override.dnsConfig,
    dnsPolicy: override.dnsPolicy === '' ? undefined : override.dnsPolicy,
    priorityClassName: override.priorityClassName === '' ? undefined : override.priorityClassName,
  });
}

/** Entries of containers that do not exist change nothing; the last entry of a name wins. */
function overrideContainers(containers: Container[], overrides: readonly ContainerOverride[] = []): Container[] {
  return containers.map((container) => {
    const own = overrides.filter(({ name }) => name === container.name);
    const resources = own.findLast((entry) => isFilled(entry.resources))?.resources;
    const ports = own.findLast((entry) => isFilled(entry.ports))?.ports?.map(withProtocol);
    return { ...container, ...withoutUndefined({ resources, ports, ...additions(container, own) }) };
  });
}

function additions(container: Container, own: readonly ContainerOverride[]): OrUndefined<Partial<Container>> {
  return {
    env: addedEnv(container, own),
    volumeMounts: addedMounts(container.volumeMounts, own),
    securityContext: changedSecurityContext(container.securityContext, own),
  };
}

type OrUndefined<T> = { [K in keyof T]: T[K] | undefined };

/** The protocol is part of a port's key in the API, so it is always sent. */
function withProtocol<T>(port: T): T & { protocol: 'TCP' } {
  return { protocol: 'TCP', ...port };
}

function isFilled(value: object | undefined): boolean {
  return value !== undefined && Object.keys(value).length > 0;
}

type Labels = Readonly<Record<string, string>>;

/** The operator's own entries and those of the user that clash with none; undefined for nothing at all. */
function addMissing(own: Labels = {}, added: Labels = {}): Record<string, string> | undefined {
  const allowed = Object.entries(added).filter(([key]) => !isReserved(key));
  const merged = { ...Object.fromEntries(allowed), ...own };
  return isFilled(merged) ? merged : undefined;
}

/** Keys that are the operator's own; `k8s-app` because selectors rely on it. */
function isReserved(key: string): boolean {
  return key === K8S_APP || key.includes('operator.tigera.io');
}
