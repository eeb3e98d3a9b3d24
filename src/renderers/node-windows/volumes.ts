import type { Volume, VolumeMount } from '../../crds/generated/core.gen.ts';
import type { WindowsInput } from '../input.ts';
import { TIGERA_CA_BUNDLE } from '../shared/names.ts';
import { agentVolumes } from '../shared/agent-volumes.ts';
import { BUNDLE_DIRECTORY, keyPairDirectory } from '../shared/tls-mounts.ts';
import { hostPath, mount } from '../shared/workloads.ts';
import { cniDirectories } from './paths.ts';

const readOnly = { readOnly: true };

export function windowsVolumes({ spec, certs }: WindowsInput): Volume[] {
  return [...agentVolumes(certs.node), ...cniVolumes(spec)];
}

function cniVolumes(spec: WindowsInput['spec']): Volume[] {
  if (spec.cni.type !== 'Calico') return [];
  const { bin, config, log } = cniDirectories(spec);
  return [
    hostPath('cni-bin-dir', bin, 'DirectoryOrCreate'),
    hostPath('cni-net-dir', config),
    hostPath('cni-log-dir', log, 'DirectoryOrCreate'),
  ];
}

/** Mounts of the containers that stay. */
export function windowsMounts({ spec, certs }: WindowsInput): VolumeMount[] {
  return [
    mount(TIGERA_CA_BUNDLE, `c:${BUNDLE_DIRECTORY}`, readOnly),
    mount(certs.node.name, `c:${keyPairDirectory(certs.node)}`, readOnly),
    mount('var-run-calico', '/var/run/calico'),
    mount('var-lib-calico', '/var/lib/calico'),
    ...(spec.cni.type === 'Calico'
      ? [mount('cni-log-dir', '/var/log/calico/cni'), mount('cni-net-dir', '/host/etc/cni/net.d')]
      : []),
  ];
}

/** Mounts of the containers that install and remove the CNI plugin. */
export function cniMounts({ cni }: WindowsInput['spec']): VolumeMount[] {
  if (cni.type !== 'Calico') return [];
  return [mount('cni-bin-dir', '/host/opt/cni/bin'), mount('cni-net-dir', '/host/etc/cni/net.d')];
}
