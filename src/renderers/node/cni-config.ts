import type { ConfigMap } from '../../crds/generated/core.gen.ts';
import { apiRoot, cniConfigList, cniLogging, type JsonObject } from '../shared/cni-config-list.ts';
import { CALICO_SYSTEM, CNI_CONFIG } from '../shared/names.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';
import type { NodeInput } from './index.ts';

type CniInput = Pick<NodeInput, 'spec' | 'calicoApi' | 'pools' | 'endpoint' | 'formerNodePods'>;

/** CNI configuration for install-cni to write to the nodes; none where another CNI plugin is in charge. */
export function cniConfigMap(input: CniInput): ConfigMap[] {
  if (input.spec.cni.type !== 'Calico') return [];
  const metadata = { name: CNI_CONFIG, namespace: CALICO_SYSTEM };
  return [{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: cniConfigData(input) }];
}

/** Data of the ConfigMap, `config` alone. */
export function cniConfigData(input: CniInput): { config: string } {
  const plugins = [calicoPlugin(input), ...portmapPlugin(input.spec), ...tuningPlugin(input.spec)];
  return { config: cniConfigList('k8s-pod-network', plugins) };
}

function calicoPlugin(input: CniInput): JsonObject {
  const { spec, calicoApi } = input;
  const { calicoNetwork } = spec;
  return withoutUndefined({
    type: 'calico',
    datastore_type: 'kubernetes',
    mtu: calicoNetwork.mtu ?? 0,
    ...mtuFile(input),
    nodename_file_optional: spec.kubernetesProvider === 'DockerEnterprise',
    log_file_path: '/var/log/calico/cni/cni.log',
    ...cniLogging(spec),
    ipam: ipam(input),
    container_settings: { allow_ip_forwarding: calicoNetwork.containerIPForwarding === 'Enabled' },
    policy: { type: 'k8s' },
    policy_setup_timeout_seconds: calicoNetwork.linuxPolicySetupTimeoutSeconds ?? 0,
    endpoint_status_dir: '/var/run/calico/endpoint-status',
    calico_api_group: calicoApi === 'projectcalico.org/v3' ? calicoApi : '',
    kubernetes: { kubeconfig: '__KUBECONFIG_FILEPATH__', ...apiRoot(input.endpoint.host) },
    ...dataplaneOptions(calicoNetwork.linuxDataplane),
  });
}

/**
 * Where the MTU is detected, pods wait until Felix has written down what it found; else the first ones of a node would
 * keep the kernel's 1500 for good. With VPP nobody writes it: Felix's own dataplane, which does, is off.
 */
function mtuFile({ spec, formerNodePods }: CniInput): JsonObject {
  const { mtu = 0, linuxDataplane } = spec.calicoNetwork;
  const isDetected = mtu === 0 && linuxDataplane !== 'VPP';
  return isDetected && formerNodePods !== true ? { require_mtu_file: true } : {};
}

/** Calico's own IPAM takes its flags as strings; host-local takes the families from the Node's `podCIDRs`. */
function ipam({ spec, pools }: CniInput): JsonObject {
  if (spec.cni.ipam.type === 'Calico') {
    return { type: 'calico-ipam', assign_ipv4: String(pools.v4), assign_ipv6: String(pools.v6) };
  }
  const [v4, v6] = ['usePodCidr', 'usePodCidrIPv6'];
  if (pools.v4 && pools.v6) return { type: 'host-local', ranges: [[{ subnet: v4 }], [{ subnet: v6 }]] };
  return { type: 'host-local', subnet: pools.v6 ? v6 : v4 };
}

function dataplaneOptions(dataplane: CniInput['spec']['calicoNetwork']['linuxDataplane']): JsonObject {
  if (dataplane !== 'VPP') return {};
  return { dataplane_options: { type: 'grpc', socket: 'unix:///var/run/calico/cni-server.sock' } };
}

function portmapPlugin({ calicoNetwork }: CniInput['spec']): JsonObject[] {
  if (calicoNetwork.hostPorts !== 'Enabled') return [];
  return [{ type: 'portmap', snat: true, capabilities: { portMappings: true } }];
}

function tuningPlugin({ calicoNetwork }: CniInput['spec']): JsonObject[] {
  if (calicoNetwork.sysctl === undefined) return [];
  return [{ type: 'tuning', sysctl: Object.fromEntries(calicoNetwork.sysctl.map(({ key, value }) => [key, value])) }];
}
