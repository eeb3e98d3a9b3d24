import type { Volume, VolumeMount } from '../../crds/generated/core.gen.ts';
import { BGP_LAYOUT, BIRD_TEMPLATES } from '../shared/names.ts';
import { agentVolumes } from '../shared/agent-volumes.ts';
import { bundleMounts, keyPairMount } from '../shared/tls-mounts.ts';
import { hostPath, mount } from '../shared/workloads.ts';
import { birdTemplateNames } from './config-maps.ts';
import type { NodeInput } from './index.ts';

const readOnly = { readOnly: true };

/** File of the early-networking layout in the container. */
export const EARLY_NETWORKING_FILE = '/etc/calico/early-networking.yaml';

export function nodeVolumes(input: NodeInput): Volume[] {
  const { spec, certs } = input;
  return [
    ...agentVolumes(certs.node),
    hostPath('sys-fs', '/sys/fs', 'DirectoryOrCreate'),
    hostPath('bpffs', '/sys/fs/bpf', 'Directory'),
    hostPath('nodeproc', '/proc'),
    ...(usesVpp(spec) ? [hostPath('felix-plugins', '/var/lib/calico/felix-plugins')] : []),
    ...cniVolumes(spec),
    ...flexVolume(spec),
    ...userVolumes(input),
  ];
}

/** Mounts of the main container. */
export function nodeMounts(input: NodeInput): VolumeMount[] {
  const { spec, certs } = input;
  return [
    mount('lib-modules', '/lib/modules', readOnly),
    mount('xtables-lock', '/run/xtables.lock'),
    mount('policysync', '/var/run/nodeagent'),
    ...bundleMounts(certs),
    keyPairMount(certs.node),
    mount('var-run-calico', '/var/run/calico'),
    mount('var-lib-calico', '/var/lib/calico'),
    mount('bpffs', '/sys/fs/bpf'),
    ...(usesVpp(spec) ? [mount('felix-plugins', '/usr/local/bin/felix-plugins', readOnly)] : []),
    ...cniMounts(spec),
    ...userMounts(input),
  ];
}

/** Whether FlexVolume drivers are in use: the path `None` turns them off. */
export function usesFlexVolume({ flexVolumePath }: NodeInput['spec']): boolean {
  return flexVolumePath !== 'None';
}

function usesVpp({ calicoNetwork }: NodeInput['spec']): boolean {
  return calicoNetwork.linuxDataplane === 'VPP';
}

function cniVolumes({ cni }: NodeInput['spec']): Volume[] {
  if (cni.type !== 'Calico') return [];
  return [
    hostPath('cni-bin-dir', cni.binDir, 'DirectoryOrCreate'),
    hostPath('cni-net-dir', cni.confDir),
    hostPath('cni-log-dir', '/var/log/calico/cni'),
  ];
}

function cniMounts({ cni }: NodeInput['spec']): VolumeMount[] {
  if (cni.type !== 'Calico') return [];
  return [mount('cni-net-dir', '/host/etc/cni/net.d'), mount('cni-log-dir', '/var/log/calico/cni')];
}

function flexVolume(spec: NodeInput['spec']): Volume[] {
  if (!usesFlexVolume(spec)) return [];
  const path = `${spec.flexVolumePath.replace(/\/+$/, '')}/nodeagent~uds`;
  return [hostPath('flexvol-driver-host', path, 'DirectoryOrCreate')];
}

function userVolumes(input: NodeInput): Volume[] {
  return [
    ...(birdTemplateNames(input).length === 0 ? [] : [configMapVolume(BIRD_TEMPLATES)]),
    ...(input.bgpLayout === undefined ? [] : [configMapVolume(BGP_LAYOUT)]),
  ];
}

function configMapVolume(name: string): Volume {
  return { name, configMap: { name } };
}

/** Each template over the file of the image that has its name. */
function userMounts(input: NodeInput): VolumeMount[] {
  const templates = birdTemplateNames(input).map((key) =>
    mount(BIRD_TEMPLATES, `/etc/calico/confd/templates/${key}`, { readOnly: true, subPath: key }),
  );
  if (input.bgpLayout === undefined) return templates;
  const subPath = 'earlyNetworkConfiguration';
  return [...templates, mount(BGP_LAYOUT, EARLY_NETWORKING_FILE, { readOnly: true, subPath })];
}
