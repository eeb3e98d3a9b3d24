import type { EnvVar } from '../../crds/generated/core.gen.ts';
import type { KubernetesProvider } from '../../crds/installation/spec.ts';
import { addressEnv } from '../shared/address-env.ts';
import { interfacePrefix, usesPodCidr } from '../shared/cni.ts';
import { endpointEnv, env, envFromField, envIfSet, envWhen } from '../shared/env.ts';
import {
  backendWithoutBgp,
  clusterType,
  metricsEnv,
  tunnelMtuEnv,
  typhaClientEnv,
  typhaNamesEnv,
} from '../shared/felix-env.ts';
import { GOLDMANE_HOST, GOLDMANE_PORT } from '../shared/names.ts';
import type { NodeInput } from './index.ts';
import { EARLY_NETWORKING_FILE } from './volumes.ts';

type Spec = NodeInput['spec'];

/**
 * Environment of calico-node (https://docs.tigera.io/calico/latest/reference/configure-calico-node and
 * https://docs.tigera.io/calico/latest/reference/felix/configuration). Variables come in a fixed order, because another
 * order is another pod template.
 */
export function nodeEnv(input: NodeInput): EnvVar[] {
  const { spec, endpoint, bgpLayout } = input;
  return [
    ...identityEnv(input),
    ...typhaClientEnv(input.certs),
    // Pools are the operator's: without this, calico-node would create one of its own.
    env('NO_DEFAULT_POOLS', true),
    ...flowLogEnv(input),
    ...typhaNamesEnv(input.certs),
    env('CALICO_MANAGE_CNI', spec.cni.type === 'Calico'),
    ...envWhen(spec.cni.type === 'AmazonVPC', env('FELIX_BPFEXTTOSERVICECONNMARK', '0x80')),
    ...vppEnv(spec),
    ...tunnelMtuEnv(spec),
    ...envWhen(usesPodCidr(spec), env('USE_POD_CIDR', true)),
    ...bgpEnv(input),
    ...addressEnv(spec),
    ...metricsEnv(spec),
    ...cniEnv(spec),
    ...endpointEnv(endpoint.host),
    ...envWhen(bgpLayout !== undefined, env('CALICO_EARLY_NETWORKING', EARLY_NETWORKING_FILE)),
    ...envWhen(waitsForPolicy(spec), env('FELIX_ENDPOINTSTATUSPATHPREFIX', '/var/run/calico')),
  ];
}

function identityEnv({ spec, felix }: NodeInput): EnvVar[] {
  return [
    env('DATASTORE_TYPE', 'kubernetes'),
    env('WAIT_FOR_DATASTORE', true),
    env('CLUSTER_TYPE', clusterType(spec, spec.calicoNetwork.linuxDataplane === 'VPP' ? ['vpp'] : [])),
    env('CALICO_DISABLE_FILE_LOGGING', false),
    env('FELIX_DEFAULTENDPOINTTOHOSTACTION', 'ACCEPT'),
    env('FELIX_HEALTHENABLED', true),
    env('FELIX_HEALTHPORT', felix.healthPort),
    envFromField('NODENAME', 'spec.nodeName'),
    envFromField('NAMESPACE', 'metadata.namespace'),
  ];
}

function flowLogEnv({ goldmaneClusterIp }: NodeInput): EnvVar[] {
  if (goldmaneClusterIp === undefined) return [];
  return [
    env('FELIX_FLOWLOGSGOLDMANESERVER', `${GOLDMANE_HOST}:${GOLDMANE_PORT}`),
    env('FELIX_FLOWLOGSFLUSHINTERVAL', 15),
  ];
}

function vppEnv({ calicoNetwork, kubernetesProvider }: Spec): EnvVar[] {
  if (calicoNetwork.linuxDataplane !== 'VPP') return [];
  return [
    env('FELIX_USEINTERNALDATAPLANEDRIVER', false),
    env('FELIX_DATAPLANEDRIVER', '/usr/local/bin/felix-plugins/felix-api-proxy'),
    env('FELIX_XDPENABLED', false),
    ...envWhen(kubernetesProvider === 'EKS', env('FELIX_AWSSRCDSTCHECK', 'Disable')),
  ];
}

function bgpEnv({ spec, formerNodePods }: NodeInput): EnvVar[] {
  const { bgp, clusterRoutingMode, mtu } = spec.calicoNetwork;
  const backend = env('CALICO_NETWORKING_BACKEND', networkingBackend(spec));
  // Felix can program the routes of IP in IP by itself, without BGP.
  const mayTunnel = bgp === 'Enabled' || (clusterRoutingMode === 'Felix' && formerNodePods !== true);
  return mayTunnel ? [backend, ...envIfSet('FELIX_IPINIPMTU', mtu)] : [backend];
}

/** What calico-node runs beside Felix to distribute routes. */
function networkingBackend({ cni, calicoNetwork }: Spec): 'bird' | 'vxlan' | 'none' {
  if (calicoNetwork.bgp === 'Enabled') return calicoNetwork.linuxDataplane === 'VPP' ? 'none' : 'bird';
  return backendWithoutBgp(cni);
}

/** What Felix must know of a CNI plugin that is not Calico's. */
function cniEnv({ cni, kubernetesProvider }: Spec): EnvVar[] {
  const { type } = cni;
  const cloudVpc = (kubernetesProvider === 'AKS' && type === 'AzureVNET') || isEksVpc(kubernetesProvider, type);
  return [
    ...envWhen(cloudVpc, env('FELIX_WIREGUARDHOSTENCRYPTIONENABLED', true)),
    ...envIfSet('FELIX_INTERFACEPREFIX', interfacePrefix(type)),
    ...envWhen(type === 'AmazonVPC' || type === 'GKE', env('FELIX_IPTABLESMANGLEALLOWACTION', 'Return')),
    ...envWhen(type === 'GKE', env('FELIX_IPTABLESFILTERALLOWACTION', 'Return')),
    ...envWhen(type !== 'Calico', env('FELIX_ROUTESOURCE', 'WorkloadIPs')),
  ];
}

function isEksVpc(provider: KubernetesProvider, cniType: Spec['cni']['type']): boolean {
  return provider === 'EKS' && cniType === 'AmazonVPC';
}

function waitsForPolicy({ calicoNetwork }: Spec): boolean {
  return (calicoNetwork.linuxPolicySetupTimeoutSeconds ?? 0) > 0;
}
