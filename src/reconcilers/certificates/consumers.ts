import type { DaemonSet, Deployment, PodTemplateSpec } from '../../crds/generated/core.gen.ts';
import type { KeyPair, TrustedCertificate } from '../../renderers/input.ts';
import { startedWithLabel } from '../../renderers/shared/former-pods.ts';
import { REQUEST_AUTHORITY, REQUEST_CONTAINER } from '../../renderers/shared/certificate-request.ts';
import {
  CALICO_NODE,
  CALICO_NODE_WINDOWS,
  CALICO_SYSTEM,
  CALICO_TYPHA,
  TIGERA_CA_BUNDLE,
} from '../../renderers/shared/names.ts';
import { bundleAnnotations, hashAnnotations, keyPairAnnotation } from '../../renderers/shared/tls-mounts.ts';
import type { ReconcileContext } from '../context.ts';

type Workload = DaemonSet | Deployment;
type Annotations = Readonly<Record<string, string>>;

/** What the pods that use the certificates are known to have. A workload that does not exist holds nobody up. */
export interface Consumers {
  /** Whether every calico-node, on Windows too, respectively every Typha, started with the bundle as it is wanted; hosts outside need it to be written. */
  readonly trust: { readonly nodes: boolean; readonly typha: boolean; readonly nobody: boolean };
  /** Hash annotations of Typha's template; undefined without Typha. */
  readonly typhaHashes: Annotations | undefined;
  /** Whether every Typha started with this pair. */
  readonly serves: (typha: KeyPair) => boolean;
  /** Whether some pods, or all, ask a signer for their certificates, and under which authority. */
  readonly requests: 'none' | 'some' | 'all';
  readonly signerAuthorityPem: string | undefined;
}

/** Reads informers only: progress of a rotation is what the workloads have rolled to (ADR 0012). */
export function observeConsumers(
  { cluster, settings }: ReconcileContext,
  bundle: { readonly trusted: readonly TrustedCertificate[]; readonly systemRoots: string },
): Consumers {
  const wanted = bundleAnnotations(bundle);
  const typha = cluster.deployments.get(`${CALICO_SYSTEM}/${CALICO_TYPHA}`);
  const nodes = [CALICO_NODE, CALICO_NODE_WINDOWS].flatMap(
    (name) => cluster.daemonSets.get(`${CALICO_SYSTEM}/${name}`) ?? [],
  );
  // Typha's own pair stands under the same key in its template, with a hash of another kind.
  const [ownKey = ''] = Object.keys(pairAnnotation(settings.operator.namespace, 'typha-certs', ''));
  const { [ownKey]: _, ...wantedOfTypha } = wanted;
  const written = cluster.configMaps.get(`${CALICO_SYSTEM}/${TIGERA_CA_BUNDLE}`);
  const live = [...nodes, ...(typha === undefined ? [] : [typha])];
  return {
    trust: {
      nodes: nodes.every((node) => hasStartedWith(node, wanted)),
      typha: typha === undefined || hasStartedWith(typha, wantedOfTypha),
      nobody: live.length === 0 || hasAll(wanted, written?.metadata.annotations),
    },
    typhaHashes: typha && hashAnnotations(annotationsOf(typha)),
    serves: (pair) => typha === undefined || hasStartedWith(typha, keyPairAnnotation(pair)),
    requests: extentOf(live, (workload) => requestAuthority(workload) !== undefined),
    signerAuthorityPem: live.map(requestAuthority).find((pem) => pem !== undefined),
  };
}

function pairAnnotation(namespace: string, name: string, certificatePem: string): Annotations {
  return keyPairAnnotation({ namespace, name, certificatePem });
}

/**
 * Whether no pod of an older template is left, and the template has these annotations, or labels beside it tell that the
 * pods of the Go operator have started with them (docs/adr/0011-taking-over-restarts-no-pod.md).
 */
export function hasStartedWith(live: Workload, wanted: Annotations): boolean {
  const [told, labels = {}] = [annotationsOf(live), live.metadata.labels];
  const entries = Object.entries(wanted);
  return isReplaced(live) && entries.every(([key, value]) => (told[key] ?? labels[startedWithLabel(key)]) === value);
}

function hasAll(wanted: Annotations, has: Annotations = {}): boolean {
  return Object.entries(wanted).every(([key, value]) => has[key] === value);
}

/** Whether no pod of an older template is left. */
function isReplaced(live: Workload): boolean {
  const { status = {}, metadata } = live;
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return false;
  const { all = 0, updated = 0 } = 'desiredNumberScheduled' in status ? nodesOf(status) : replicasOf(status);
  return updated >= all;
}

interface Progress {
  readonly all: number | undefined;
  readonly updated: number | undefined;
}

function nodesOf({ desiredNumberScheduled, updatedNumberScheduled }: NonNullable<DaemonSet['status']>): Progress {
  return { all: desiredNumberScheduled, updated: updatedNumberScheduled };
}

function replicasOf({ replicas, updatedReplicas }: NonNullable<Deployment['status']>): Progress {
  return { all: replicas, updated: updatedReplicas };
}

function annotationsOf({ spec }: Workload): Annotations {
  return spec?.template.metadata?.annotations ?? {};
}

function extentOf(live: readonly Workload[], has: (workload: Workload) => boolean): Consumers['requests'] {
  if (!live.some(has)) return 'none';
  return live.every((workload) => has(workload) && isReplaced(workload)) ? 'all' : 'some';
}

/** The authority that the init container of a workload hands to its pods. */
export function requestAuthority({ spec }: Workload): string | undefined {
  const template: PodTemplateSpec = spec?.template ?? {};
  const container = template.spec?.initContainers?.find(({ name }) => name.endsWith(REQUEST_CONTAINER));
  const value = container?.env?.find(({ name }) => name === REQUEST_AUTHORITY)?.value;
  return value === undefined ? undefined : Buffer.from(value, 'base64url').toString('utf8');
}
