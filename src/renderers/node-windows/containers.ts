import type { Container, EnvVar, SecurityContext } from '../../crds/generated/core.gen.ts';
import type { WindowsInput } from '../input.ts';
import { endpointEnv, env, envFromConfigMap, envFromField } from '../shared/env.ts';
import { CNI_CONFIG_WINDOWS } from '../shared/names.ts';
import { deprecatedResources } from '../shared/overrides.ts';
import { execProbe } from '../shared/probes.ts';
import { windowsNodeEnv } from './env.ts';
import { cniDirectories, withoutDrive } from './paths.ts';
import { cniMounts, windowsMounts } from './volumes.ts';

/** Where the image is unpacked on the node. PowerShell, which runs the containers, fills it in. */
const SANDBOX = '$env:CONTAINER_SANDBOX_MOUNT_POINT';
const CALICO = `${SANDBOX}/CalicoWindows`;
const CALICO_NODE_EXE = `${CALICO}/calico-node.exe`;

/** A process of the node itself, with all rights: the one way to set up the network of a Windows node from a pod. */
function hostProcess(): SecurityContext {
  return { windowsOptions: { hostProcess: true, runAsUserName: 'NT AUTHORITY\\system' } };
}

/** First goes what an installation without containers has left, then the CNI plugin comes. */
export function windowsInitContainers(input: WindowsInput): Container[] {
  return [uninstallCalico(input), ...installCni(input)];
}

/** Felix, the service that sets up the node, and the one that writes BGP settings, which only BGP needs. */
export function windowsContainers(input: WindowsInput): Container[] {
  const { spec } = input;
  return [
    { ...service(input, 'felix', 'felix-service.ps1'), ...deprecatedResources(spec, 'FelixWindows'), ...felixLife() },
    { ...service(input, 'node', 'node-service.ps1'), ...deprecatedResources(spec, 'NodeWindows') },
    ...(spec.calicoNetwork.bgp === 'Enabled'
      ? [{ ...service(input, 'confd', 'confd/confd-service.ps1'), ...deprecatedResources(spec, 'ConfdWindows') }]
      : []),
  ];
}

function service(input: WindowsInput, name: string, script: string): Container {
  return {
    name,
    image: input.images['node-windows'],
    args: [`${CALICO}/${script}`],
    workingDir: `${CALICO}/`,
    securityContext: hostProcess(),
    env: windowsNodeEnv(input),
    volumeMounts: windowsMounts(input),
  };
}

/** Probes run a program on the node, which takes its time there. */
function felixLife(): Pick<Container, 'livenessProbe' | 'readinessProbe' | 'lifecycle'> {
  const live = execProbe(CALICO_NODE_EXE, '-felix-live');
  return {
    lifecycle: { preStop: { exec: { command: [CALICO_NODE_EXE, '-shutdown'] } } },
    livenessProbe: { ...live, initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 6 },
    readinessProbe: { ...execProbe(CALICO_NODE_EXE, '-felix-ready'), periodSeconds: 10 },
  };
}

function uninstallCalico({ spec, images }: WindowsInput): Container {
  return {
    name: 'uninstall-calico',
    image: images['node-windows'],
    args: [`${SANDBOX}/uninstall-calico.ps1`],
    securityContext: hostProcess(),
    env: pluginEnv(spec, '/host/etc/cni/net.d'),
    volumeMounts: cniMounts(spec),
  };
}

function installCni(input: WindowsInput): Container[] {
  const { spec, images, felix, dns, endpoint } = input;
  if (spec.cni.type !== 'Calico') return [];
  return [
    {
      name: 'install-cni',
      image: images['cni-windows'],
      command: [`${SANDBOX}/opt/cni/bin/install.exe`],
      securityContext: hostProcess(),
      env: [
        ...pluginEnv(spec, withoutDrive(cniDirectories(spec).config)),
        env('KUBERNETES_DNS_SERVERS', dns.addresses.join(',')),
        env('KUBERNETES_SERVICE_CIDRS', (spec.serviceCIDRs ?? []).join(',')),
        env('VXLAN_VNI', felix.vxlanVni),
        envFromField('KUBERNETES_NODE_NAME', 'spec.nodeName'),
        envFromConfigMap('CNI_NETWORK_CONFIG', CNI_CONFIG_WINDOWS, 'config'),
        ...endpointEnv(endpoint.host),
      ],
      volumeMounts: cniMounts(spec),
    },
  ];
}

/** What the scripts that install and remove the CNI plugin are told. */
function pluginEnv({ cni }: WindowsInput['spec'], configDirectory: string): EnvVar[] {
  return [
    env('SLEEP', false),
    env('CNI_PLUGIN_TYPE', cni.type),
    env('CNI_BIN_DIR', '/host/opt/cni/bin'),
    env('CNI_CONF_NAME', '10-calico.conflist'),
    env('CNI_NET_DIR', configDirectory),
  ];
}
