import type { PodSpec } from '../../crds/generated/core.gen.ts';
import type { WindowsInput } from '../input.ts';
import { CALICO_NODE, CALICO_NODE_WINDOWS, CNI_CONFIG } from '../shared/names.ts';
import { overrideDaemonSet } from '../shared/overrides.ts';
import { scrapeAnnotations } from '../shared/prometheus.ts';
import { bundleAnnotations, configAnnotation } from '../shared/tls-mounts.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';
import {
  daemonSet,
  FELIX_GRACE_SECONDS,
  imagePullSecrets,
  realNodesOnly,
  type RenderedDaemonSet,
  tolerateAll,
} from '../shared/workloads.ts';
import { windowsCniConfigMap } from './cni-config.ts';
import { windowsContainers, windowsInitContainers } from './containers.ts';
import { windowsVolumes } from './volumes.ts';

/** calico-node's DaemonSet for Windows nodes with the user's overrides. */
export function windowsDaemonSet(input: WindowsInput): RenderedDaemonSet {
  const plain = daemonSet(CALICO_NODE_WINDOWS, {
    updateStrategy: input.spec.nodeUpdateStrategy,
    template: { metadata: { annotations: podAnnotations(input) }, spec: podSpec(input) },
  });
  return overrideDaemonSet(plain, input.spec.calicoNodeWindowsDaemonSet);
}

/** The annotation of the CNI configuration has the same name on Linux and on Windows. */
function podAnnotations(input: WindowsInput): Record<string, string> {
  return {
    ...bundleAnnotations(input.certs),
    ...configAnnotation(CNI_CONFIG, windowsCniConfigMap(input)[0]?.data),
    ...scrapeAnnotations(input.spec.nodeMetricsPort),
  };
}

function podSpec(input: WindowsInput): PodSpec {
  const { spec } = input;
  return {
    hostNetwork: true,
    priorityClassName: 'system-node-critical',
    serviceAccountName: CALICO_NODE,
    terminationGracePeriodSeconds: FELIX_GRACE_SECONDS,
    ...withoutUndefined({ affinity: realNodesOnly(spec.kubernetesProvider) }),
    ...imagePullSecrets(spec),
    tolerations: tolerateAll(),
    initContainers: windowsInitContainers(input),
    containers: windowsContainers(input),
    volumes: windowsVolumes(input),
  };
}
