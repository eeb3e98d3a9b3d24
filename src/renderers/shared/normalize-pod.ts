import type { Container, EnvVar, PodSpec, PodTemplateSpec, Probe } from '../../crds/generated/core.gen.ts';
import type { CalicoApiGroup, Owner } from '../input.ts';
import { env } from './env.ts';
import { K8S_APP, standardLabels } from './labels.ts';
import { withoutUndefined } from './without-undefined.ts';

const LIVENESS_PERIOD_SECONDS = 60;
const READINESS_PERIOD_SECONDS = 30;

/** What `normalize` must know besides the object. */
export interface NormalizeContext {
  /** The custom resource that owns the objects; without one they get neither owner reference nor labels. */
  readonly owner?: Owner;
  /** Name of the operator's Deployment. */
  readonly operatorName: string;
  readonly calicoApi: CalicoApiGroup;
  /** Names of `spec.tlsCipherSuites`. */
  readonly tlsCipherSuites: readonly string[];
  /** Operating system of the nodes that pods run on. */
  readonly os: 'linux' | 'windows';
}

/** The template of the workload `name` with labels, node selector and the treatment of its containers. */
export function normalizePodTemplate(
  template: PodTemplateSpec,
  name: string,
  context: NormalizeContext,
): PodTemplateSpec {
  const labels = { ...templateLabels(name, context), ...template.metadata?.labels, [K8S_APP]: name };
  const metadata = { ...template.metadata, labels };
  return template.spec === undefined ? { metadata } : { metadata, spec: normalizePodSpec(template.spec, context) };
}

function templateLabels(name: string, { owner, operatorName }: NormalizeContext): Record<string, string> {
  return owner === undefined ? {} : standardLabels(name, owner, operatorName);
}

function normalizePodSpec(podSpec: PodSpec, context: NormalizeContext): PodSpec {
  const { tolerations = [], topologySpreadConstraints = [], ...spec } = podSpec;
  return {
    ...spec,
    nodeSelector: { ...spec.nodeSelector, 'kubernetes.io/os': context.os },
    containers: spec.containers.map((container) => normalizeContainer(container, context)),
    ...withoutUndefined({
      initContainers: spec.initContainers?.map((container) => normalizeInitContainer(container, context)),
      volumes: spec.volumes && sortedByName(spec.volumes),
      // A user may have emptied these.
      tolerations: presentList(tolerations),
      topologySpreadConstraints: presentList(topologySpreadConstraints),
    }),
  };
}

/** Init containers keep the order of their mounts: existing pods have them so, and another order would roll them. */
function normalizeInitContainer(container: Container, { calicoApi }: NormalizeContext): Container {
  return withEnv({ imagePullPolicy: 'IfNotPresent', ...container }, withApiGroup(container.env ?? [], calicoApi));
}

function normalizeContainer(container: Container, context: NormalizeContext): Container {
  const basic = normalizeInitContainer(container, context);
  return {
    ...withEnv(basic, withCipherSuites(basic.env ?? [], context.tlsCipherSuites)),
    ...withoutUndefined({
      volumeMounts: container.volumeMounts && sortedByName(container.volumeMounts),
      livenessProbe: withProbeDefaults(container.livenessProbe, LIVENESS_PERIOD_SECONDS),
      readinessProbe: withProbeDefaults(container.readinessProbe, READINESS_PERIOD_SECONDS),
    }),
  };
}

/** The container with these variables and no others; the API server stores no empty list, so none is sent. */
function withEnv({ env: _env, ...container }: Container, variables: EnvVar[]): Container {
  return variables.length === 0 ? container : { ...container, env: variables };
}

/** Calico's binaries read the group once, at start; without the variable they use crd.projectcalico.org/v1. */
function withApiGroup(variables: EnvVar[], calicoApi: NormalizeContext['calicoApi']): EnvVar[] {
  if (calicoApi !== 'projectcalico.org/v3') return variables;
  return [...variables.filter(({ name }) => name !== 'CALICO_API_GROUP'), env('CALICO_API_GROUP', calicoApi)];
}

function withCipherSuites(variables: EnvVar[], suites: readonly string[]): EnvVar[] {
  if (suites.length === 0 || variables.some(({ name }) => name === 'TLS_CIPHER_SUITES')) return variables;
  return [...variables, env('TLS_CIPHER_SUITES', suites.join(','))];
}

function withProbeDefaults(probe: Probe | undefined, periodSeconds: number): Probe | undefined {
  return probe && { failureThreshold: 3, successThreshold: 1, timeoutSeconds: 5, periodSeconds, ...probe };
}

function presentList<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** Stable, so that several mounts of one volume keep their order. */
function sortedByName<T extends { name: string }>(list: readonly T[]): T[] {
  return list.toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}
