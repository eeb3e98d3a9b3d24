/**
 * Names of the volumes and paths of the mounts that the operator renders for an Installation, in one situation or another.
 * A test compares these tables with what is rendered.
 */
import type { SettledSpec } from './spec.ts';

const everyAgent = [
  'cni-bin-dir',
  'cni-log-dir',
  'cni-net-dir',
  'lib-modules',
  'node-certs',
  'policysync',
  'tigera-ca-bundle',
  'var-lib-calico',
  'var-run-calico',
  'xtables-lock',
];

const linuxAgent = [
  'bgp-layout',
  'bird-templates',
  'bpffs',
  'felix-plugins',
  'flexvol-driver-host',
  'nodeproc',
  'sys-fs',
];

const byWorkload = {
  calicoNodeDaemonSet: [...everyAgent, ...linuxAgent, 'calico-node-prometheus-server-tls'],
  calicoNodeWindowsDaemonSet: [...everyAgent, 'calico-node-windows-prometheus-server-tls'],
  csiNodeDriverDaemonSet: ['kubelet-dir', 'registration-dir', 'socket-dir', 'varrun'],
  calicoKubeControllersDeployment: ['tigera-ca-bundle'],
  typhaDeployment: ['tigera-ca-bundle', 'typha-certs'],
} as const;

/** Field of an Installation that overrides a workload of its. */
export type OverriddenWorkload = keyof typeof byWorkload;

/** Volumes of the workload that are the operator's. */
export function ownedVolumes(workload: OverriddenWorkload): ReadonlySet<string> {
  return new Set(byWorkload[workload]);
}

const bundle = ['/etc/pki/tls/cert.pem', '/etc/pki/tls/certs'];

const windowsAgent = [
  '/host/etc/cni/net.d',
  '/var/lib/calico',
  '/var/log/calico/cni',
  '/var/run/calico',
  'c:/etc/pki/tls/certs',
  'c:/node-certs',
];

const cniInstaller = ['/host/etc/cni/net.d', '/host/opt/cni/bin'];
const bpfBootstrap = ['/nodeproc', '/sys/fs', '/var/run/calico'];

const byContainer: Readonly<Record<string, readonly string[]>> = {
  'calico-node': [
    ...bundle,
    '/etc/calico/confd/templates',
    '/etc/calico/early-networking.yaml',
    '/host/etc/cni/net.d',
    '/lib/modules',
    '/node-certs',
    '/run/xtables.lock',
    '/sys/fs/bpf',
    '/usr/local/bin/felix-plugins',
    '/var/lib/calico',
    '/var/log/calico/cni',
    '/var/run/calico',
    '/var/run/nodeagent',
  ],
  node: windowsAgent,
  felix: windowsAgent,
  confd: windowsAgent,
  'install-cni': cniInstaller,
  'uninstall-calico': cniInstaller,
  'flexvol-driver': ['/host/driver'],
  'ebpf-bootstrap': bpfBootstrap,
  'mount-bpffs': bpfBootstrap,
  'calico-typha': [...bundle, '/typha-certs'],
  'calico-kube-controllers': bundle,
  'csi-node-driver-registrar': ['/csi', '/registration'],
};

/** Where the operator mounts something in the container. */
export function ownedMountPaths(
  container: string,
  { kubeletVolumePluginPath }: Pick<SettledSpec, 'kubeletVolumePluginPath'>,
): readonly string[] {
  if (container === 'calico-csi') return ['/csi', '/var/run', kubeletVolumePluginPath];
  return container.endsWith('-key-cert-provisioner') ? ['/certs-share'] : (byContainer[container] ?? []);
}
