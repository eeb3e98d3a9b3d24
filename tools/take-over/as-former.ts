import type { ConfigMap, Container, DaemonSet, Deployment, PodSpec } from '../../src/crds/generated/core.gen.ts';
import type { KubeObject, ManagedFieldsEntry } from '../../src/k8s/object.ts';
import { configAnnotation, isHashAnnotation } from '../../src/renderers/shared/tls-mounts.ts';
import { fieldManager, formerFieldManager } from '../../src/reconcilers/apply/take-over.ts';

type Workload = DaemonSet | Deployment;

/** Templates that the Go operator gives no hash of these, or none at all. */
const unhashed: Readonly<Record<string, RegExp>> = {
  goldmane: /./,
  whisker: /./,
  guardian: /guardian-key-pair$/,
  'calico-webhooks': /./,
};

const MTU_FILE = /"require_mtu_file":\s*true,?/;

/**
 * An object of ours as the Go operator leaves it: all of its fields written by updates of the whole object, its pods
 * without what only we give them. Objects that we have not applied stay as they are.
 */
export function asFormer(object: KubeObject): KubeObject {
  const entries = object.metadata.managedFields ?? [];
  const managedFields = entries.map((entry) => (isOurs(entry) ? formerEntry(entry, object) : entry));
  return { ...formerContent(object), metadata: { ...formerContent(object).metadata, managedFields } };
}

/** Whether we have applied it, beside its status. */
export function isApplied({ metadata }: KubeObject): boolean {
  return (metadata.managedFields ?? []).some(isOurs);
}

function isOurs({ manager, operation, subresource }: ManagedFieldsEntry): boolean {
  return manager === fieldManager && operation === 'Apply' && subresource === undefined;
}

/** Whoever sends whole objects holds the defaults of the API, too. */
function formerEntry(entry: ManagedFieldsEntry, { kind }: KubeObject): ManagedFieldsEntry {
  const { fieldsV1 = {} } = entry;
  const withDefaults = { ...fieldsV1, 'f:spec': { ...fieldsV1['f:spec'], 'f:progressDeadlineSeconds': {} } };
  return {
    ...entry,
    manager: formerFieldManager,
    operation: 'Update',
    fieldsV1: kind === 'Deployment' ? withDefaults : fieldsV1,
  };
}

function formerContent(object: KubeObject): KubeObject {
  const { kind, metadata } = object;
  if (kind === 'ConfigMap' && metadata.name === 'cni-config') return formerConfig(object as ConfigMap & KubeObject);
  if (kind === 'DaemonSet' && metadata.name === 'calico-node') return withoutProbe(object as DaemonSet & KubeObject);
  const pattern = unhashed[metadata.name];
  return kind === 'Deployment' && pattern !== undefined
    ? withoutHashes(object as Deployment & KubeObject, pattern)
    : object;
}

function formerConfig<T extends ConfigMap>(object: T): T {
  return { ...object, data: { ...object.data, config: formerText(object) } };
}

function formerText({ data = {} }: ConfigMap): string {
  return (data['config'] ?? '').replace(MTU_FILE, '');
}

/** The hash of its CNI configuration follows (`withCniHash`). */
function withoutProbe<T extends DaemonSet>(node: T): T {
  return withPods(node, (pods) => ({
    ...pods,
    containers: pods.containers.map(withoutStartupProbe),
  }));
}

function withoutStartupProbe(container: Container): Container {
  const { startupProbe: _, ...silent } = container;
  return silent;
}

/** calico-node with the hash of a CNI configuration of the Go operator. */
export function withCniHash<T extends DaemonSet>(node: T, config: ConfigMap): T {
  return withAnnotations(node, (annotations) => ({
    ...annotations,
    ...configAnnotation('cni-config', config.data),
  }));
}

function withoutHashes<T extends Deployment>(object: T, pattern: RegExp): T {
  const plain = withAnnotations(object, (annotations) =>
    Object.fromEntries(Object.entries(annotations).filter(([key]) => !isHashAnnotation(key) || !pattern.test(key))),
  );
  return object.metadata.name === 'calico-webhooks' ? withPods(plain, withAuditLogs) : plain;
}

function withAuditLogs(pods: PodSpec): PodSpec {
  const name = 'audit-logs';
  const path = '/var/log/calico/audit';
  if (pods.volumes?.some((volume) => volume.name === name) === true) return pods;
  return {
    ...pods,
    containers: pods.containers.map((container) => {
      const { readinessProbe: _, ...silent } = container;
      return { ...silent, volumeMounts: [{ name, mountPath: path }, ...(container.volumeMounts ?? [])] };
    }),
    volumes: [{ name, hostPath: { path, type: 'DirectoryOrCreate' } }, ...(pods.volumes ?? [])],
  };
}

function withPods<T extends Workload>(workload: T, change: (pods: PodSpec) => PodSpec): T {
  const { spec } = workload;
  if (spec?.template.spec === undefined) return workload;
  return { ...workload, spec: { ...spec, template: { ...spec.template, spec: change(spec.template.spec) } } };
}

function withAnnotations<T extends Workload>(
  workload: T,
  change: (annotations: Readonly<Record<string, string>>) => Record<string, string>,
): T {
  const { spec } = workload;
  if (spec === undefined) return workload;
  const { metadata = {} } = spec.template;
  const annotations = change(metadata.annotations ?? {});
  return { ...workload, spec: { ...spec, template: { ...spec.template, metadata: { ...metadata, annotations } } } };
}
