import type { Container, EnvVar } from '../../crds/generated/core.gen.ts';
import { certificateRequest } from '../shared/certificate-request.ts';
import { endpointEnv, env, envFromConfigMap, envIfSet } from '../shared/env.ts';
import { CNI_CONFIG } from '../shared/names.ts';
import { mount, privilegedContext } from '../shared/workloads.ts';
import type { NodeInput } from './index.ts';
import { usesFlexVolume } from './volumes.ts';

/** What runs on a node before calico-node. */
export function nodeInitContainers(input: NodeInput): Container[] {
  return [
    ...certificateRequest(input.certs.node, input.images, privilegedContext()),
    ...flexVolumeDriver(input),
    ebpfBootstrap(input),
    ...installCni(input),
  ];
}

function flexVolumeDriver({ spec, images }: NodeInput): Container[] {
  if (!usesFlexVolume(spec)) return [];
  return [
    {
      name: 'flexvol-driver',
      image: images['pod2daemon-flexvol'],
      securityContext: privilegedContext(),
      volumeMounts: [mount('flexvol-driver-host', '/host/driver')],
    },
  ];
}

/**
 * Prepares the node for the BPF dataplane; with every other one it cleans up after BPF, and a kernel without BPF must not
 * stop the pod.
 */
function ebpfBootstrap(input: NodeInput): Container {
  const bpf = input.spec.calicoNetwork.linuxDataplane === 'BPF';
  return {
    name: 'ebpf-bootstrap',
    image: input.images.node,
    command: ['calico-node', '-init', ...(bpf ? [] : ['-best-effort'])],
    securityContext: privilegedContext(),
    env: bootstrapEnv(input),
    volumeMounts: [
      mount('sys-fs', '/sys/fs', { mountPropagation: 'Bidirectional' }),
      mount('var-run-calico', '/var/run/calico', { mountPropagation: 'Bidirectional' }),
      mount('nodeproc', '/nodeproc', { readOnly: true }),
    ],
  };
}

/** Addresses of the API server for a node without kube-proxy, and where the root of the cgroups is mounted. */
function bootstrapEnv({ bpfBootstrap, felix }: NodeInput): EnvVar[] {
  return [
    ...envIfSet('KUBERNETES_SERVICE_IPS_PORTS', bpfBootstrap?.serviceAddresses),
    ...envIfSet('KUBERNETES_APISERVER_ENDPOINTS', bpfBootstrap?.endpointAddresses),
    ...envIfSet('CALICO_CGROUP_PATH', felix.cgroupV2Path),
  ];
}

function installCni({ spec, images, endpoint }: NodeInput): Container[] {
  if (spec.cni.type !== 'Calico') return [];
  return [
    {
      name: 'install-cni',
      image: images.cni,
      command: ['/opt/cni/bin/install'],
      securityContext: privilegedContext(),
      env: [
        env('CNI_CONF_NAME', '10-calico.conflist'),
        env('SLEEP', false),
        env('CNI_NET_DIR', spec.cni.confDir),
        envFromConfigMap('CNI_NETWORK_CONFIG', CNI_CONFIG, 'config'),
        ...endpointEnv(endpoint.host),
      ],
      volumeMounts: [mount('cni-bin-dir', '/host/opt/cni/bin'), mount('cni-net-dir', '/host/etc/cni/net.d')],
    },
  ];
}
