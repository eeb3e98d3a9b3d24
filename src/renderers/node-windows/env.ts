import type { EnvVar } from '../../crds/generated/core.gen.ts';
import type { CniType } from '../../crds/installation/spec.ts';
import type { WindowsInput } from '../input.ts';
import { addressEnv } from '../shared/address-env.ts';
import { usesPodCidr } from '../shared/cni.ts';
import { endpointEnv, env, envFromField, envIfSet, envWhen } from '../shared/env.ts';
import { clusterType, metricsEnv, tunnelMtuEnv, typhaClientEnv, typhaNamesEnv } from '../shared/felix-env.ts';
import { windowsBackend } from './networking.ts';

/** Port on which Felix tells its health, and on which its probes ask, unless they are told otherwise. */
const USUAL_HEALTH_PORT = 9099;

/**
 * Environment of all containers of calico-node on Windows, in a fixed order as on Linux
 * (https://docs.tigera.io/calico/latest/getting-started/kubernetes/windows-calico/).
 */
export function windowsNodeEnv(input: WindowsInput): EnvVar[] {
  const { spec, felix, certs, endpoint } = input;
  const { type } = spec.cni;
  return [
    ...identityEnv(input),
    ...typhaClientEnv(certs),
    env('VXLAN_VNI', felix.vxlanVni),
    adapterEnv(spec.windowsNodes?.vxlanAdapter),
    ...typhaNamesEnv(certs),
    env('CALICO_MANAGE_CNI', type === 'Calico'),
    ...envIfSet('KUBE_NETWORK', networkPatterns[type]),
    ...envWhen(type === 'AmazonVPC', env('FELIX_BPFEXTTOSERVICECONNMARK', '0x80')),
    ...tunnelMtuEnv(spec),
    ...envWhen(usesPodCidr(spec), env('USE_POD_CIDR', true)),
    env('CALICO_NETWORKING_BACKEND', windowsBackend(spec)),
    ...addressEnv(spec),
    ...metricsEnv(spec),
    ...envWhen(type !== 'Calico', env('FELIX_ROUTESOURCE', 'WorkloadIPs')),
    ...endpointEnv(endpoint.host),
  ];
}

function identityEnv({ spec, felix }: WindowsInput): EnvVar[] {
  return [
    env('CNI_PLUGIN_TYPE', spec.cni.type),
    env('DATASTORE_TYPE', 'kubernetes'),
    env('WAIT_FOR_DATASTORE', true),
    env('CLUSTER_TYPE', clusterType(spec, ['windows'])),
    env('CALICO_DISABLE_FILE_LOGGING', false),
    env('FELIX_DEFAULTENDPOINTTOHOSTACTION', 'ACCEPT'),
    env('FELIX_HEALTHENABLED', true),
    // Felix reads its port from FelixConfiguration, its probes from here only; naming the usual one would roll the pods
    // of clusters that are taken over.
    ...envWhen(felix.healthPort !== USUAL_HEALTH_PORT, env('FELIX_HEALTHPORT', felix.healthPort)),
    envFromField('NODENAME', 'spec.nodeName'),
    envFromField('NAMESPACE', 'metadata.namespace'),
  ];
}

/** The API server stores no empty value, so none is sent; the scripts of the image want the variable to be there. */
function adapterEnv(adapter = ''): EnvVar {
  return adapter === '' ? { name: 'VXLAN_ADAPTER' } : env('VXLAN_ADAPTER', adapter);
}

/** Names of the networks that pods are attached to, as a regular expression for Felix. */
const networkPatterns: Readonly<Partial<Record<CniType, string>>> = {
  Calico: 'Calico.*',
  AmazonVPC: 'vpc.*',
  AzureVNET: 'azure.*',
};
