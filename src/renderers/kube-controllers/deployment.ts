import type { Container, EnvVar, PodSpec } from '../../crds/generated/core.gen.ts';
import { endpointEnv, env } from '../shared/env.ts';
import { CALICO_KUBE_CONTROLLERS, CALICO_SYSTEM } from '../shared/names.ts';
import { deprecatedResources, overrideDeployment } from '../shared/overrides.ts';
import { execProbe } from '../shared/probes.ts';
import { BUNDLE_PATH, bundleAnnotations, bundleMounts, bundleVolume } from '../shared/tls-mounts.ts';
import {
  controlPlanePlacement,
  deployment,
  imagePullSecrets,
  type RenderedDeployment,
  unprivilegedContext,
} from '../shared/workloads.ts';
import type { KubeControllersInput } from './index.ts';

/** User and group of the image. */
const USER = 999;
const GROUP = 0;

/** The Deployment with the user's overrides. Two of these controllers would collect each other's addresses: no surge. */
export function kubeControllersDeployment(input: KubeControllersInput): RenderedDeployment {
  const plain = deployment(CALICO_KUBE_CONTROLLERS, {
    replicas: 1,
    strategy: { type: 'Recreate' },
    template: {
      // Name and namespace mean nothing in a template; existing ones have them, and leaving them out would roll the pod.
      metadata: {
        name: CALICO_KUBE_CONTROLLERS,
        namespace: CALICO_SYSTEM,
        annotations: bundleAnnotations(input.certs),
      },
      spec: podSpec(input),
    },
  });
  return overrideDeployment(plain, input.spec.calicoKubeControllersDeployment);
}

function podSpec(input: KubeControllersInput): PodSpec {
  const { spec } = input;
  return {
    priorityClassName: 'system-cluster-critical',
    serviceAccountName: CALICO_KUBE_CONTROLLERS,
    ...imagePullSecrets(spec),
    ...controlPlanePlacement(spec),
    containers: [container(input)],
    volumes: [bundleVolume()],
  };
}

function container(input: KubeControllersInput): Container {
  return {
    name: CALICO_KUBE_CONTROLLERS,
    image: input.images['kube-controllers'],
    ...deprecatedResources(input.spec, 'KubeControllers'),
    securityContext: unprivilegedContext(USER, GROUP),
    env: containerEnv(input),
    volumeMounts: bundleMounts(input.certs),
    livenessProbe: { ...execProbe('/usr/bin/check-status', '-l'), initialDelaySeconds: 10, failureThreshold: 6 },
    readinessProbe: execProbe('/usr/bin/check-status', '-r'),
  };
}

/** Runs on the pod network, so the API endpoint for that network counts (docs/architecture.md). */
function containerEnv({ endpoint }: KubeControllersInput): EnvVar[] {
  return [
    env('KUBE_CONTROLLERS_CONFIG_NAME', 'default'),
    env('DATASTORE_TYPE', 'kubernetes'),
    env('ENABLED_CONTROLLERS', 'node,loadbalancer'),
    env('DISABLE_KUBE_CONTROLLERS_CONFIG_API', false),
    ...endpointEnv(endpoint.podNetwork),
    env('CA_CRT_PATH', BUNDLE_PATH),
  ];
}
