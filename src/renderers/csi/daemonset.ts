import type { Container, PodSpec, Volume } from '../../crds/generated/core.gen.ts';
import { env, envFromField } from '../shared/env.ts';
import { besideLostNodes } from '../shared/lost-nodes.ts';
import { CSI_NODE_DRIVER } from '../shared/names.ts';
import { overrideDaemonSet } from '../shared/overrides.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';
import {
  daemonSet,
  hostPath,
  imagePullSecrets,
  mount,
  privilegedContext,
  realNodesOnly,
  type RenderedDaemonSet,
  tolerateAll,
} from '../shared/workloads.ts';
import type { CsiInput } from './index.ts';

/** The driver's DaemonSet with the user's overrides. */
export function csiDaemonSet(input: CsiInput): RenderedDaemonSet {
  const metadata = { labels: { name: CSI_NODE_DRIVER } };
  const template = { metadata, spec: podSpec(input) };
  const { lostNodes } = input;
  const strategy = lostNodes && { updateStrategy: besideLostNodes({ type: 'RollingUpdate' }, lostNodes) };
  const plain = daemonSet(CSI_NODE_DRIVER, { ...strategy, template });
  return overrideDaemonSet(plain, input.spec.csiNodeDriverDaemonSet);
}

function podSpec(input: CsiInput): PodSpec {
  const { spec } = input;
  return {
    priorityClassName: 'system-node-critical',
    serviceAccountName: CSI_NODE_DRIVER,
    ...imagePullSecrets(spec),
    ...withoutUndefined({ affinity: realNodesOnly(spec.kubernetesProvider) }),
    tolerations: tolerateAll(),
    containers: [driver(input), registrar(input)],
    volumes: volumes(spec.kubeletVolumePluginPath),
  };
}

function driver({ spec, images }: CsiInput): Container {
  return {
    name: 'calico-csi',
    image: images.csi,
    args: ['--nodeid=$(KUBE_NODE_NAME)', '--loglevel=$(LOG_LEVEL)'],
    env: [env('LOG_LEVEL', 'warn'), envFromField('KUBE_NODE_NAME', 'spec.nodeName')],
    securityContext: privilegedContext(),
    volumeMounts: [
      mount('varrun', '/var/run'),
      mount('socket-dir', '/csi'),
      mount('kubelet-dir', spec.kubeletVolumePluginPath, { mountPropagation: 'Bidirectional' }),
    ],
  };
}

/** Tells the kubelet about the driver. */
function registrar({ spec, images }: CsiInput): Container {
  return {
    name: 'csi-node-driver-registrar',
    image: images['node-driver-registrar'],
    args: ['--v=5', '--csi-address=$(ADDRESS)', '--kubelet-registration-path=$(DRIVER_REG_SOCK_PATH)'],
    env: [
      env('ADDRESS', '/csi/csi.sock'),
      env('DRIVER_REG_SOCK_PATH', `${socketDirectory(spec.kubeletVolumePluginPath)}/csi.sock`),
      envFromField('KUBE_NODE_NAME', 'spec.nodeName'),
    ],
    securityContext: privilegedContext(),
    volumeMounts: [mount('socket-dir', '/csi'), mount('registration-dir', '/registration')],
  };
}

function volumes(kubeletPath: string): Volume[] {
  return [
    hostPath('varrun', '/var/run'),
    hostPath('kubelet-dir', kubeletPath, 'Directory'),
    hostPath('socket-dir', socketDirectory(kubeletPath), 'DirectoryOrCreate'),
    hostPath('registration-dir', `${kubeletPath}/plugins_registry`, 'Directory'),
  ];
}

function socketDirectory(kubeletPath: string): string {
  return `${kubeletPath}/plugins/csi.tigera.io`;
}
