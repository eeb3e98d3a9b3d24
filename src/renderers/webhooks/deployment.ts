import type { Container, DeploymentStrategy, PodSpec, Volume, VolumeMount } from '../../crds/generated/core.gen.ts';
import { apiSideTolerations, needsHostNetwork, networkOf, onePodGoesFirst, spreadOut } from '../shared/api-side.ts';
import { onlyCertificateRequest } from '../shared/certificate-request.ts';
import { areFormer, besideTemplate, ofTemplate, type PlacedHashes, placeHashes } from '../shared/former-pods.ts';
import { CALICO_WEBHOOKS } from '../shared/names.ts';
import { overrideDeployment } from '../shared/overrides.ts';
import { keyPairAnnotation, keyPairDirectory, keyPairMount, keyPairVolume } from '../shared/tls-mounts.ts';
import {
  deployment,
  imagePullSecrets,
  mount,
  type RenderedDeployment,
  unprivilegedContext,
} from '../shared/workloads.ts';
import type { WebhooksInput } from './index.ts';

/** User and group of the image. */
const USER = 10_001;
/** Where the program listens when it is told nothing. */
const DEFAULT_PORT = 6443;

/** The port of the container: the first that the user has set, else the default. */
export function webhooksPort({ apiServer }: Pick<WebhooksInput, 'apiServer'>): number {
  const containers = apiServer.calicoWebhooksDeployment?.spec?.template?.spec?.containers ?? [];
  const own = containers.findLast(({ ports = [] }) => ports.length > 0);
  return own?.ports?.[0]?.containerPort ?? DEFAULT_PORT;
}

/** Whether the pods are on the network of their node: where the API server needs that, or the user says so. */
export function webhooksOnHost({ spec, apiServer }: Pick<WebhooksInput, 'spec' | 'apiServer'>): boolean {
  return apiServer.calicoWebhooksDeployment?.spec?.template?.spec?.hostNetwork ?? needsHostNetwork(spec);
}

/** The Deployment with the user's overrides. */
export function webhooksDeployment(input: WebhooksInput): RenderedDeployment {
  const { spec, apiServer } = input;
  const hashes = placedHashes(input);
  const plain = deployment(CALICO_WEBHOOKS, {
    replicas: spec.controlPlaneReplicas,
    strategy: webhooksOnHost(input) ? onePodGoesFirst() : newPodComesFirst(),
    template: {
      metadata: ofTemplate(CALICO_WEBHOOKS, hashes),
      spec: areFormer(hashes) ? formerPod(podSpec(input)) : podSpec(input),
    },
  });
  const metadata = besideTemplate(plain.metadata, hashes);
  return overrideDeployment({ ...plain, metadata }, apiServer.calicoWebhooksDeployment);
}

/** The Go operator gives the webhooks no certificate of a signer, so with one its pods are of no use. */
function placedHashes({ certs, livePods }: WebhooksInput): PlacedHashes {
  const { signer } = certs.webhooks;
  return placeHashes(keyPairAnnotation(certs.webhooks), signer === undefined ? livePods : undefined);
}

/** As the Go operator makes it, for an audit log that the image does not write. */
function formerPod(pod: PodSpec): PodSpec {
  return {
    ...pod,
    containers: pod.containers.map(formerContainer),
    volumes: [auditLogs, ...(pod.volumes ?? [])],
  };
}

function formerContainer(container: Container): Container {
  const { readinessProbe: _, ...silent } = container;
  return { ...silent, volumeMounts: [auditLogsMount, ...(container.volumeMounts ?? [])] };
}

const auditLogs: Volume = {
  name: 'audit-logs',
  hostPath: { path: '/var/log/calico/audit', type: 'DirectoryOrCreate' },
};
const auditLogsMount: VolumeMount = mount(auditLogs.name, '/var/log/calico/audit');

/** Writes of policies fail while no webhook serves. */
function newPodComesFirst(): DeploymentStrategy {
  return { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
}

function podSpec(input: WebhooksInput): PodSpec {
  const { spec, certs, images } = input;
  const onHost = webhooksOnHost(input);
  return {
    serviceAccountName: CALICO_WEBHOOKS,
    ...imagePullSecrets(spec),
    ...networkOf(onHost),
    tolerations: apiSideTolerations(spec, onHost),
    ...spreadOut(CALICO_WEBHOOKS, spec.controlPlaneReplicas),
    ...onlyCertificateRequest(certs.webhooks, images, unprivilegedContext(USER, USER)),
    containers: [container(input)],
    volumes: [keyPairVolume(certs.webhooks)],
  };
}

function container(input: WebhooksInput): Container {
  const { images, certs } = input;
  const port = webhooksPort(input);
  return {
    name: CALICO_WEBHOOKS,
    image: images.webhooks,
    args: [
      'webhook',
      `--tls-cert-file=${keyPairDirectory(certs.webhooks)}/tls.crt`,
      `--tls-private-key-file=${keyPairDirectory(certs.webhooks)}/tls.key`,
      ...(port === DEFAULT_PORT ? [] : [`--port=${port}`]),
    ],
    ports: [{ containerPort: port, protocol: 'TCP' }],
    securityContext: unprivilegedContext(USER, USER),
    readinessProbe: { httpGet: { path: '/readyz', port, scheme: 'HTTPS' }, periodSeconds: 10 },
    volumeMounts: [keyPairMount(certs.webhooks)],
  };
}
