import type { Container, PodSpec, Service, Volume, VolumeMount } from '../../crds/generated/core.gen.ts';
import type { WorkloadOverride } from '../../crds/workload-override.ts';
import type { KubeObject, ObjectRef } from '../../k8s/object.ts';
import type { AddonInput } from '../input.ts';
import { bundleConfigMap } from './bundle.ts';
import { onlyCertificateRequest, requestBinding, requestBindingRef } from './certificate-request.ts';
import { besideTemplate, ofTemplate, placeHashes } from './former-pods.ts';
import { keyPairSecrets } from './key-pair-secrets.ts';
import { K8S_APP } from './labels.ts';
import { CALICO_SYSTEM } from './names.ts';
import type { clusterDns } from './network-policy.ts';
import { overrideDeployment } from './overrides.ts';
import { serviceAccount } from './rbac.ts';
import {
  bundleAnnotations,
  bundleMounts,
  bundleVolume,
  keyPairAnnotation,
  keyPairMount,
  keyPairVolume,
} from './tls-mounts.ts';
import {
  controlPlanePlacement,
  deployment,
  imagePullSecrets,
  type RenderedDeployment,
  unprivilegedContext,
} from './workloads.ts';

/** What add-ons have alike: an account, a pair, a bundle and one pod, which belongs to the control plane. */

/** User and group of the images. */
const USER = 10_001;

type Trust = Pick<AddonInput, 'certs'>;

/** What the program reads at start; sent before its Deployment. */
export function addonObjects(name: string, { certs }: Trust): KubeObject[] {
  return [
    serviceAccount(name),
    bundleConfigMap({ ...certs, systemRoots: '' }, bundleName(name)),
    ...keyPairSecrets(certs.pair),
    ...(certs.pair.signer === undefined ? [] : [requestBinding(name)]),
  ];
}

/** What of this there is only with a signer, or only without. */
export function unwantedAddonObjects(name: string, { certs }: Trust): ObjectRef[] {
  return [...(certs.pair.signer === undefined ? [requestBindingRef(name)] : []), ...certs.unused];
}

/** What is special about the pod of an add-on. */
export interface AddonPod {
  readonly containers: readonly Container[];
  /** Beside the pair and the bundle. */
  readonly volumes?: readonly Volume[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly override: WorkloadOverride | undefined;
}

/** The Deployment with the user's overrides. Programs read their certificates at start, so new ones roll the pod. */
export function addonDeployment(name: string, input: AddonInput, pod: AddonPod): RenderedDeployment {
  const hashes = placeHashes(startsWith(input, pod), input.livePods);
  const plain = deployment(name, {
    replicas: 1,
    strategy: { type: 'Recreate' },
    template: { metadata: ofTemplate(name, hashes), spec: podSpec(name, input, pod) },
  });
  return overrideDeployment({ ...plain, metadata: besideTemplate(plain.metadata, hashes) }, pod.override);
}

function startsWith({ certs }: Trust, { annotations }: AddonPod): Record<string, string> {
  return {
    ...bundleAnnotations({ ...certs, systemRoots: '' }),
    ...keyPairAnnotation(certs.pair),
    ...annotations,
  };
}

function podSpec(name: string, { spec, images, certs }: AddonInput, { containers, volumes = [] }: AddonPod): PodSpec {
  return {
    serviceAccountName: name,
    ...imagePullSecrets(spec),
    ...controlPlanePlacement(spec),
    ...onlyCertificateRequest(certs.pair, images, unprivilegedContext(USER, USER)),
    containers: containers.map((container) => ({ ...container, securityContext: unprivilegedContext(USER, USER) })),
    volumes: [bundleVolume(bundleName(name)), keyPairVolume(certs.pair), ...volumes],
  };
}

/** Where a container finds its pair and its bundle. */
export function trustMounts(name: string, { certs }: Trust): VolumeMount[] {
  return [...bundleMounts({ ...certs, systemRoots: '' }, bundleName(name)), keyPairMount(certs.pair)];
}

/** The Service by which the pods of an add-on are found. */
export function addonService(name: string, port: NonNullable<NonNullable<Service['spec']>['ports']>[number]): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: CALICO_SYSTEM },
    spec: { selector: { [K8S_APP]: name }, ports: [{ protocol: 'TCP', ...port }] },
  };
}

/** Where cluster DNS runs. */
export function dnsPlatform({ spec }: Pick<AddonInput, 'spec'>): keyof typeof clusterDns {
  return spec.kubernetesProvider === 'OpenShift' ? 'openShift' : 'other';
}

function bundleName(name: string): string {
  return `${name}-ca-bundle`;
}
