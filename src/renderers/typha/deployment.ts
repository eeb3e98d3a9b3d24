import type { Container, PodSpec } from '../../crds/generated/core.gen.ts';
import { onlyCertificateRequest } from '../shared/certificate-request.ts';
import { CALICO_TYPHA } from '../shared/names.ts';
import { deprecatedResources, overrideDeployment } from '../shared/overrides.ts';
import { localHttpProbe } from '../shared/probes.ts';
import { scrapeAnnotations } from '../shared/prometheus.ts';
import {
  bundleAnnotations,
  bundleMounts,
  bundleVolume,
  keyPairAnnotation,
  keyPairMount,
  keyPairVolume,
} from '../shared/tls-mounts.ts';
import { deployment, imagePullSecrets, type RenderedDeployment, unprivilegedContext } from '../shared/workloads.ts';
import { typhaEnv, typhaHealthPort } from './env.ts';
import type { TyphaInput } from './index.ts';
import { ownPlacement } from './placement.ts';
import { TYPHA_PORT } from './services.ts';

/** Time in which an ending Typha sheds its clients one after the other. */
const GRACE_PERIOD_SECONDS = 300;
const MIN_PROGRESS_DEADLINE_SECONDS = 600;
const TYPHA_USER = 10001;

/**
 * Typha's Deployment with the user's overrides. The surge brings up a whole new fleet where there are nodes for it, and the
 * old one hands its clients over during the grace period; one unavailable Typha keeps the rollout going where the host
 * port leaves no room for a surge.
 */
export function typhaDeployment(input: TyphaInput): RenderedDeployment {
  const seconds = gracePeriodSeconds(input);
  const plain = deployment(CALICO_TYPHA, {
    replicas: input.typhaReplicas,
    revisionHistoryLimit: 2,
    progressDeadlineSeconds: Math.max(MIN_PROGRESS_DEADLINE_SECONDS, Math.floor((seconds * 120) / 100)),
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '100%', maxUnavailable: 1 } },
    template: { metadata: { annotations: podAnnotations(input) }, spec: podSpec(input, seconds) },
  });
  return overrideDeployment(plain, input.spec.typhaDeployment);
}

/** Read before the overrides are applied: Typha's own timeout and the rollout's deadline depend on it. */
function gracePeriodSeconds({ spec }: TyphaInput): number {
  return spec.typhaDeployment?.spec?.template?.spec?.terminationGracePeriodSeconds ?? GRACE_PERIOD_SECONDS;
}

function podAnnotations({ spec, certs }: TyphaInput): Record<string, string> {
  return {
    ...(certs.typhaHashes ?? { ...bundleAnnotations(certs), ...keyPairAnnotation(certs.typha) }),
    ...scrapeAnnotations(spec.typhaMetricsPort),
  };
}

function podSpec(input: TyphaInput, terminationGracePeriodSeconds: number): PodSpec {
  const { spec, certs, images } = input;
  return {
    hostNetwork: true,
    priorityClassName: 'system-cluster-critical',
    serviceAccountName: CALICO_TYPHA,
    terminationGracePeriodSeconds,
    ...imagePullSecrets(spec),
    ...ownPlacement(input),
    ...onlyCertificateRequest(certs.typha, images, unprivilegedContext(TYPHA_USER, TYPHA_USER)),
    containers: [container(input, terminationGracePeriodSeconds)],
    volumes: [bundleVolume(), keyPairVolume(certs.typha)],
  };
}

function container(input: TyphaInput, gracePeriod: number): Container {
  const { spec, certs, images } = input;
  return {
    name: CALICO_TYPHA,
    image: images.typha,
    ...deprecatedResources(spec, 'Typha'),
    securityContext: unprivilegedContext(TYPHA_USER, TYPHA_USER),
    ports: [{ name: CALICO_TYPHA, containerPort: TYPHA_PORT, protocol: 'TCP' }],
    env: typhaEnv(input, gracePeriod),
    volumeMounts: [...bundleMounts(certs), keyPairMount(certs.typha)],
    livenessProbe: localHttpProbe('/liveness', typhaHealthPort(input)),
    readinessProbe: localHttpProbe('/readiness', typhaHealthPort(input)),
  };
}
