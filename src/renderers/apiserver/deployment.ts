import type { Container, EnvVar, PodSpec } from '../../crds/generated/core.gen.ts';
import { apiSideTolerations, needsHostNetwork, networkOf, onePodGoesFirst, spreadOut } from '../shared/api-side.ts';
import { onlyCertificateRequest } from '../shared/certificate-request.ts';
import { endpointEnv, env, envIfSet } from '../shared/env.ts';
import { CALICO_APISERVER, CALICO_SYSTEM } from '../shared/names.ts';
import { overrideDeployment } from '../shared/overrides.ts';
import { keyPairAnnotation, keyPairDirectory, keyPairMount, keyPairVolume } from '../shared/tls-mounts.ts';
import { deployment, imagePullSecrets, type RenderedDeployment, unprivilegedContext } from '../shared/workloads.ts';
import type { ApiServerComponentInput } from './index.ts';

/** User and group of the image. */
const USER = 10_001;
const DEFAULT_PORT = 5443;

/** Label by which Service and Deployment select the pods; a selector cannot change, and earlier releases had it. */
export const SELECTED = { apiserver: 'true' } as const;

/** Namespaces that earlier releases had their API server in. */
const NAMESPACES = [CALICO_SYSTEM, 'tigera-system', 'calico-apiserver'];

/** The port that calico-apiserver listens on: the first that the user has set, else the default. */
export function apiServerPort({ apiServer }: Pick<ApiServerComponentInput, 'apiServer'>): number {
  const containers = apiServer.apiServerDeployment?.spec?.template?.spec?.containers ?? [];
  const own = containers.findLast(({ name, ports = [] }) => name === CALICO_APISERVER && ports.length > 0);
  return own?.ports?.[0]?.containerPort ?? DEFAULT_PORT;
}

/** The Deployment with the user's overrides. */
export function apiServerDeployment(input: ApiServerComponentInput): RenderedDeployment {
  const { spec, certs, apiServer } = input;
  const plain = deployment(CALICO_APISERVER, {
    replicas: spec.controlPlaneReplicas,
    strategy: needsHostNetwork(spec) ? onePodGoesFirst() : { type: 'RollingUpdate' },
    selector: { matchLabels: { ...SELECTED } },
    template: {
      metadata: {
        // Name and namespace mean nothing in a template; existing ones have them.
        name: CALICO_APISERVER,
        namespace: CALICO_SYSTEM,
        labels: { ...SELECTED },
        annotations: keyPairAnnotation(certs.apiServer),
      },
      spec: podSpec(input),
    },
  });
  const labelled = { ...plain, metadata: { ...plain.metadata, labels: { ...SELECTED } } };
  return overrideDeployment(labelled, apiServer.apiServerDeployment);
}

function podSpec(input: ApiServerComponentInput): PodSpec {
  const { spec, certs, images } = input;
  const onHost = needsHostNetwork(spec);
  return {
    serviceAccountName: CALICO_APISERVER,
    ...imagePullSecrets(spec),
    ...networkOf(onHost),
    nodeSelector: { ...spec.controlPlaneNodeSelector },
    tolerations: apiSideTolerations(spec, onHost),
    ...spreadOut(CALICO_APISERVER, spec.controlPlaneReplicas, NAMESPACES),
    ...onlyCertificateRequest(certs.apiServer, images, unprivilegedContext(USER, USER)),
    containers: [container(input, onHost)],
    volumes: [keyPairVolume(certs.apiServer)],
  };
}

function container(input: ApiServerComponentInput, onHost: boolean): Container {
  const { images, certs, withoutAdmissionPolicies } = input;
  const port = apiServerPort(input);
  const directory = keyPairDirectory(certs.apiServer);
  return {
    name: CALICO_APISERVER,
    image: images.apiserver,
    args: [
      `--secure-port=${port}`,
      `--tls-private-key-file=${directory}/tls.key`,
      `--tls-cert-file=${directory}/tls.crt`,
      ...(withoutAdmissionPolicies === true ? ['--enable-validating-admission-policy=false'] : []),
    ],
    // The scheduler then puts no two of them on one host.
    ...(onHost && { ports: [{ name: 'apiserver', containerPort: port, protocol: 'TCP' as const }] }),
    env: containerEnv(input, onHost),
    securityContext: unprivilegedContext(USER, USER),
    // It asks the Kubernetes API, so not too often.
    readinessProbe: { httpGet: { path: '/readyz', port, scheme: 'HTTPS' }, periodSeconds: 60 },
    volumeMounts: [keyPairMount(certs.apiServer)],
  };
}

function containerEnv({ spec, apiServer, endpoint }: ApiServerComponentInput, onHost: boolean): EnvVar[] {
  const severity = apiServer.logging?.apiServer?.logSeverity ?? 'Info';
  return [
    env('DATASTORE_TYPE', 'kubernetes'),
    ...endpointEnv(onHost ? endpoint.host : endpoint.podNetwork),
    env('LOG_LEVEL', severity.toLowerCase()),
    ...envIfSet('MULTI_INTERFACE_MODE', spec.calicoNetwork.multiInterfaceMode?.toLowerCase()),
  ];
}
