import type { Container, PodSpec, Probe } from '../../crds/generated/core.gen.ts';
import type { WorkloadOverride } from '../../crds/workload-override.ts';
import { BGP_LAYOUT, BIRD_TEMPLATES, CALICO_NODE, CNI_CONFIG, GOLDMANE_HOST } from '../shared/names.ts';
import { besideLostNodes } from '../shared/lost-nodes.ts';
import { deprecatedResources, overrideDaemonSet } from '../shared/overrides.ts';
import { execProbe, localHttpProbe, startupProbe } from '../shared/probes.ts';
import { scrapeAnnotations } from '../shared/prometheus.ts';
import { bundleAnnotations, configAnnotation } from '../shared/tls-mounts.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';
import {
  daemonSet,
  FELIX_GRACE_SECONDS,
  imagePullSecrets,
  privilegedContext,
  realNodesOnly,
  type RenderedDaemonSet,
  tolerateAll,
} from '../shared/workloads.ts';
import { birdTemplatesCopy } from './config-maps.ts';
import { cniConfigMap } from './cni-config.ts';
import { nodeEnv } from './env.ts';
import type { NodeInput } from './index.ts';
import { nodeInitContainers } from './init-containers.ts';
import { nodeMounts, nodeVolumes } from './volumes.ts';

/** calico-node's DaemonSet with the user's overrides. */
export function nodeDaemonSet(input: NodeInput): RenderedDaemonSet {
  const plain = daemonSet(CALICO_NODE, {
    updateStrategy: besideLostNodes(input.spec.nodeUpdateStrategy, input.lostNodes),
    template: { metadata: { annotations: podAnnotations(input) }, spec: podSpec(input) },
  });
  return overrideDaemonSet(plain, withCurrentNames(input.spec.calicoNodeDaemonSet));
}

/** `mount-bpffs` is what `ebpf-bootstrap` was called in earlier releases. */
function withCurrentNames(override: WorkloadOverride = {}): WorkloadOverride {
  const pod = override.spec?.template?.spec;
  if (pod?.initContainers === undefined) return override;
  const initContainers = pod.initContainers.map((entry) =>
    entry.name === 'mount-bpffs' ? { ...entry, name: 'ebpf-bootstrap' } : entry,
  );
  const template = { ...override.spec?.template, spec: { ...pod, initContainers } };
  return { ...override, spec: { ...override.spec, template } };
}

function podAnnotations(input: NodeInput): Record<string, string> {
  return {
    ...bundleAnnotations(input.certs),
    ...configAnnotation(CNI_CONFIG, cniConfigMap(input)[0]?.data),
    ...configAnnotation(BIRD_TEMPLATES, birdTemplatesCopy(input)[0]?.data),
    ...configAnnotation(BGP_LAYOUT, input.bgpLayout),
    ...configAnnotation('bgp-bind-mode', input.bgp.bindMode),
    ...scrapeAnnotations(input.spec.nodeMetricsPort),
    ...appArmor(input.annotations),
  };
}

/** The profile that the user names in an annotation of the Installation. */
function appArmor(annotations: NodeInput['annotations']): Record<string, string> {
  const profile = annotations['tech-preview.operator.tigera.io/node-apparmor-profile'];
  return withoutUndefined({ [`container.apparmor.security.beta.kubernetes.io/${CALICO_NODE}`]: profile });
}

function podSpec(input: NodeInput): PodSpec {
  const { spec, nodeDns } = input;
  return {
    hostNetwork: true,
    priorityClassName: 'system-node-critical',
    serviceAccountName: CALICO_NODE,
    terminationGracePeriodSeconds: FELIX_GRACE_SECONDS,
    dnsPolicy: nodeDns.policy,
    ...withoutUndefined({ dnsConfig: nodeDns.config, affinity: realNodesOnly(spec.kubernetesProvider) }),
    ...imagePullSecrets(spec),
    ...goldmaneAlias(input),
    ...migratedNodesOnly(input),
    tolerations: tolerateAll(),
    initContainers: nodeInitContainers(input),
    containers: [container(input)],
    volumes: nodeVolumes(input),
  };
}

/** The host's resolver does not know Services. */
function goldmaneAlias({ goldmaneClusterIp }: NodeInput): Pick<PodSpec, 'hostAliases'> {
  return goldmaneClusterIp === undefined
    ? {}
    : { hostAliases: [{ ip: goldmaneClusterIp, hostnames: [GOLDMANE_HOST] }] };
}

function migratedNodesOnly({ migration }: NodeInput): Pick<PodSpec, 'nodeSelector'> {
  if (migration !== 'from-kube-system') return {};
  return { nodeSelector: { 'projectcalico.org/operator-node-migration': 'migrated' } };
}

function container(input: NodeInput): Container {
  const { spec, images, felix } = input;
  return {
    name: CALICO_NODE,
    image: images.node,
    ...deprecatedResources(spec, 'Node'),
    securityContext: privilegedContext(),
    env: nodeEnv(input),
    volumeMounts: nodeMounts(input),
    lifecycle: { preStop: { exec: { command: ['/bin/calico-node', '-shutdown'] } } },
    livenessProbe: localHttpProbe('/liveness', felix.healthPort),
    readinessProbe: readiness(spec),
    ...(input.formerNodePods === true ? {} : { startupProbe: startupProbe(readiness(spec)) }),
  };
}

/** BIRD is asked where it runs: a node is ready when its routes are out. */
function readiness({ calicoNetwork: { bgp, linuxDataplane } }: NodeInput['spec']): Probe {
  const usesBird = bgp === 'Enabled' && linuxDataplane !== 'VPP';
  return execProbe('/bin/calico-node', ...(usesBird ? ['-bird-ready'] : []), '-felix-ready');
}
