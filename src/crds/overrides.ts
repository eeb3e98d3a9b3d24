/**
 * Overrides: what a user may change of a workload that the operator renders. All have the shape of the workload itself,
 * reduced to the fields that may be set; docs/overrides.md tells how each part is applied.
 */
import * as z from 'zod';
import { containerAdditions, podAdditions, windowsContainerAdditions } from './override-additions.ts';
import { int32, int64, k8sType, listOf, stringMap, struct, structOf, structWith, type Fields } from './schema.ts';

const addedMetadata = (what: string) =>
  struct(`Labels and annotations added to ${what}. The operator's own win where both set the same key.`, {
    annotations: stringMap(`Annotations added to ${what}. Keys that contain \`operator.tigera.io\` are dropped.`),
    labels: stringMap(`Labels added to ${what}. Keys that contain \`operator.tigera.io\` are dropped.`),
  });

const placement = {
  affinity: k8sType(
    'io.k8s.api.core.v1.Affinity',
    'Replaces the scheduling affinity of the pods as a whole, including the rules that the operator would set.',
  ),
  nodeSelector: stringMap(
    'Labels that a node must have to run the pods, merged with those of the operator, which win.',
  ),
  tolerations: listOf(
    k8sType('io.k8s.api.core.v1.Toleration'),
    'Replaces the taints that the pods tolerate. An empty list removes all tolerations of the operator.',
  ),
};
const topologySpreadConstraints = listOf(
  k8sType('io.k8s.api.core.v1.TopologySpreadConstraint'),
  'Replaces the rules that spread the pods over zones, nodes or other topology domains.',
);
const priorityClassName = z
  .string()
  .describe('Name of the PriorityClass of the pods. Empty keeps the one that the operator sets.');
const resources = k8sType(
  'io.k8s.api.core.v1.ResourceRequirements',
  'Replaces the requests and limits of the container as a whole. Example: `{requests: {cpu: 200m, memory: 128Mi}}`.',
);
const minReadySeconds = z
  .int()
  .min(0)
  .max(2_147_483_647)
  .meta({ format: 'int32' })
  .describe('Seconds that a new pod must stay ready before it counts as available and the rollout goes on. Default 0.');
const rollingUpdate = {
  rollingUpdate: k8sType(
    'io.k8s.api.apps.v1.RollingUpdateDeployment',
    'How many pods may be missing (`maxUnavailable`) or surplus (`maxSurge`) during a rollout. Not both may be 0.',
  ),
};
const strategy = struct('How a change is rolled out: `RollingUpdate` with these parameters, once set.', rollingUpdate);
const replicas = int32('Number of pods. Default 1.');
const gracePeriodText = 'Seconds that a pod gets to finish its work after SIGTERM before it is killed.';

type Names = readonly [string, ...string[]];

const containerName = <const N extends Names>(names: N) =>
  z.enum(names).describe(`Name of the container. Allowed: ${names.join(', ')}.`);

const matchedByName = 'matched by name. A container that is not part of the workload is ignored.';

const containers = <const N extends Names>(...names: N) => containersWith({}, ...names);

const containersWith = <F extends Fields, const N extends Names>(fields: F, ...names: N) =>
  listOf(
    structWith('Changes to one container.', {
      required: { name: containerName(names) },
      optional: { ...fields, resources },
    }),
    `Changes to containers, ${matchedByName}`,
  );

const initContainers = <const N extends Names>(...names: N) => initContainersWith({}, ...names);

const initContainersWith = <F extends Fields, const N extends Names>(fields: F, ...names: N) =>
  listOf(
    structWith('Changes to one init container.', {
      required: { name: containerName(names) },
      optional: { ...fields, resources },
    }),
    `Changes to init containers, ${matchedByName}`,
  );

const portOverride = <const N extends Names>(containerPort: z.ZodInt, ...names: N) =>
  structOf('A port that the container listens on.', {
    containerPort: containerPort.describe('Number of the port.'),
    name: z.enum(names).describe(`Name of the port. Allowed: ${names.join(', ')}.`),
  });

const containersWithPorts = <const N extends Names, P extends z.ZodType>(port: P, ...names: N) =>
  containersWith(
    { ports: listOf(port, 'Replaces the ports of the container. For ports that are taken on the host network.') },
    ...names,
  );

const podSpecText = 'Changes to the pods: scheduling, containers and what else is listed here.';

const podTemplate = <F extends Fields>(podSpec: F) =>
  struct('The template that the pods are made from.', {
    metadata: addedMetadata('the pods'),
    spec: struct(podSpecText, podSpec),
  });

/** A pod template without metadata, for the workloads whose labels are not open to change. */
const bareTemplate = <F extends Fields>(podSpec: F) =>
  struct('The workload.', {
    template: struct('The template that the pods are made from.', { spec: struct(podSpecText, podSpec) }),
  });

const workload = <F extends Fields>(name: string, podSpec: F) =>
  struct(`Changes to ${name}.`, {
    metadata: addedMetadata('the workload'),
    spec: struct('The workload.', { minReadySeconds, template: podTemplate(podSpec) }),
  });

const workloadWithStrategy = <F extends Fields>(name: string, podSpec: F) =>
  struct(`Changes to ${name}.`, {
    metadata: addedMetadata('the workload'),
    spec: struct('The workload.', { minReadySeconds, strategy, template: podTemplate(podSpec) }),
  });

export const calicoNodeDaemonSet = workload('the DaemonSet calico-node, which runs on every Linux node', {
  ...placement,
  ...podAdditions,
  containers: containersWith(containerAdditions, 'calico-node'),
  initContainers: initContainersWith(
    containerAdditions,
    'install-cni',
    'hostpath-init',
    'flexvol-driver',
    'ebpf-bootstrap',
    'node-certs-key-cert-provisioner',
    'calico-node-prometheus-server-tls-key-cert-provisioner',
    'mount-bpffs',
  ),
  dnsPolicy: z
    .enum(['', 'Default', 'ClusterFirst', 'ClusterFirstWithHostNet', 'None'])
    .describe("How the pods resolve names. Default: as the operator's own pod."),
  dnsConfig: k8sType(
    'io.k8s.api.core.v1.PodDNSConfig',
    'Name servers, search domains and options of the pods, with `dnsPolicy: None` the only ones.',
  ),
});

export const calicoNodeWindowsDaemonSet = workload(
  'the DaemonSet calico-node-windows, which runs on every Windows node',
  {
    ...placement,
    ...podAdditions,
    containers: containersWith(windowsContainerAdditions, 'calico-node-windows', 'node', 'felix', 'confd'),
    initContainers: initContainersWith(
      windowsContainerAdditions,
      'install-cni',
      'hostpath-init',
      'flexvol-driver',
      'node-certs-key-cert-provisioner',
      'calico-node-windows-prometheus-server-tls-key-cert-provisioner',
    ),
  },
);

export const calicoWindowsUpgradeDaemonSet = workload('a DaemonSet that no longer exists: accepted and ignored', {
  ...placement,
  containers: containers('calico-windows-upgrade'),
});

export const csiNodeDriverDaemonSet = workload('the DaemonSet csi-node-driver', {
  ...placement,
  ...podAdditions,
  containers: containersWith(containerAdditions, 'calico-csi', 'csi-node-driver-registrar', 'csi-node-driver'),
});

export const calicoKubeControllersDeployment = workload('the Deployment calico-kube-controllers', {
  ...placement,
  ...podAdditions,
  containers: containersWith(containerAdditions, 'calico-kube-controllers', 'es-calico-kube-controllers'),
});

export const typhaDeployment = workloadWithStrategy('the Deployment calico-typha', {
  ...placement,
  ...podAdditions,
  topologySpreadConstraints,
  terminationGracePeriodSeconds: int64(
    `${gracePeriodText} Typha uses it to move its clients to other instances, so give it minutes. Default 300.`,
  ),
  containers: containersWith(containerAdditions, 'calico-typha'),
  initContainers: initContainersWith(containerAdditions, 'typha-certs-key-cert-provisioner'),
});

export const apiServerDeployment = workload('the Deployment calico-apiserver', {
  ...placement,
  topologySpreadConstraints,
  priorityClassName,
  containers: containersWithPorts(
    portOverride(z.int().meta({ format: 'int32' }), 'apiserver', 'queryserver', 'l7admctrl'),
    'calico-apiserver',
    'tigera-queryserver',
    'calico-l7-admission-controller',
  ),
  initContainers: initContainers('calico-apiserver-certs-key-cert-provisioner'),
});

export const calicoWebhooksDeployment = workload('the Deployment calico-webhooks', {
  ...placement,
  hostNetwork: z
    .boolean()
    .describe(
      'Whether the pods use the network of their node, for API servers that cannot reach pods. ' +
        'Default: true with the Calico CNI on EKS and TKG, else false.',
    ),
  containers: containersWithPorts(
    portOverride(z.int().min(1).max(65_535).meta({ format: 'int32' }), 'calico-webhooks'),
    'calico-webhooks',
  ),
});

const gracePeriod = z.int().min(0).meta({ format: 'int64' }).describe(gracePeriodText);

const observability = { ...placement, topologySpreadConstraints, priorityClassName };

export const goldmaneDeployment = workloadWithStrategy('the Deployment goldmane', {
  ...observability,
  terminationGracePeriodSeconds: gracePeriod,
  containers: containers('goldmane'),
});

export const whiskerDeployment = workloadWithStrategy('the Deployment whisker', {
  ...observability,
  terminationGracePeriodSeconds: gracePeriod,
  containers: containers('whisker', 'whisker-backend'),
});

export const guardianDeployment = struct('Changes to the Deployment guardian.', {
  spec: bareTemplate({
    containers: containers('tigera-guardian'),
    initContainers: listOf(
      structWith('Changes to one init container.', {
        required: { name: z.string().describe('Name of the init container.') },
        optional: { resources },
      }),
      `Changes to init containers, ${matchedByName}`,
    ),
  }),
});

export const gatewayControllerDeployment = struct('Changes to the Deployment envoy-gateway.', {
  metadata: addedMetadata('the workload'),
  spec: struct('The workload.', {
    minReadySeconds,
    replicas,
    template: podTemplate({ ...placement, topologySpreadConstraints, containers: containers('envoy-gateway') }),
  }),
});

export const gatewayCertgenJob = struct('Changes to the Job that issues the certificates of Envoy Gateway.', {
  metadata: addedMetadata('the workload'),
  spec: struct('The workload.', {
    template: podTemplate({ ...placement, containers: containers('envoy-gateway-certgen') }),
  }),
});

const envoy = podTemplate({ ...placement, topologySpreadConstraints, containers: containers('envoy') });

export const gatewayDeployment = struct('Changes to the Deployment of Envoy pods that serves one Gateway.', {
  spec: struct('The workload.', { replicas, strategy, template: envoy }),
});

export const gatewayDaemonSet = struct('Changes to the DaemonSet of Envoy pods that serves one Gateway.', {
  spec: struct('The workload.', { template: envoy }),
});

const istioPods = {
  ...placement,
  resources: k8sType('io.k8s.api.core.v1.ResourceRequirements', 'Requests and limits of the main container.'),
};

export const istiodDeployment = struct('Changes to the Deployment istiod, the control plane.', {
  spec: bareTemplate(istioPods),
});

export const istioCniDaemonSet = struct('Changes to the DaemonSet istio-cni-node, which redirects traffic.', {
  spec: bareTemplate(istioPods),
});

export const ztunnelDaemonSet = struct('Changes to the DaemonSet ztunnel, which carries the traffic of the mesh.', {
  spec: bareTemplate(istioPods),
});
