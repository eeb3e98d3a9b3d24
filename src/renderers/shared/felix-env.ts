import type { EnvVar } from '../../crds/generated/core.gen.ts';
import type { KubernetesProvider, SettledSpec } from '../../crds/installation/spec.ts';
import type { CoreCertificates, KeyPair } from '../input.ts';
import { env, envIfSet } from './env.ts';
import { CALICO_SYSTEM, CALICO_TYPHA } from './names.ts';
import { BUNDLE_PATH, keyPairDirectory } from './tls-mounts.ts';

/** What calico-node is told in the same words on Linux and on Windows. */

/** Words that Felix looks for; `ecs` is how it spells EKS. */
const PROVIDER_WORDS: Partial<Record<KubernetesProvider, string>> = {
  OpenShift: 'openshift',
  EKS: 'ecs',
  GKE: 'gke',
  AKS: 'aks',
};

/** Value of `CLUSTER_TYPE`: what kind of cluster this is, for usage statistics and for Felix. `also` ends the list. */
export function clusterType(
  { kubernetesProvider, calicoNetwork }: Pick<SettledSpec, 'kubernetesProvider' | 'calicoNetwork'>,
  also: readonly string[],
): string {
  const provider = PROVIDER_WORDS[kubernetesProvider];
  return [
    'k8s',
    'operator',
    ...(provider === undefined ? [] : [provider]),
    ...(calicoNetwork.bgp === 'Enabled' ? ['bgp'] : []),
    ...also,
  ].join(',');
}

/** Where Felix finds Typha, and by which certificate it is known there. */
export function typhaClientEnv({ node }: { readonly node: Pick<KeyPair, 'name'> }): EnvVar[] {
  const certificates = keyPairDirectory(node);
  return [
    env('FELIX_TYPHAK8SNAMESPACE', CALICO_SYSTEM),
    env('FELIX_TYPHAK8SSERVICENAME', CALICO_TYPHA),
    env('FELIX_TYPHACAFILE', BUNDLE_PATH),
    env('FELIX_TYPHACERTFILE', `${certificates}/tls.crt`),
    env('FELIX_TYPHAKEYFILE', `${certificates}/tls.key`),
  ];
}

/** Names by which Felix knows Typha's certificate. */
export function typhaNamesEnv({ typha }: { readonly typha: TyphaNames }): EnvVar[] {
  return [...envIfSet('FELIX_TYPHACN', typha.commonName), ...envIfSet('FELIX_TYPHAURISAN', typha.uriSan)];
}

type TyphaNames = Pick<CoreCertificates['typha'], 'commonName' | 'uriSan'>;

/** MTU of the tunnels; Felix finds it where the Installation says nothing. */
export function tunnelMtuEnv({ calicoNetwork: { mtu } }: Pick<SettledSpec, 'calicoNetwork'>): EnvVar[] {
  return mtu === undefined ? [] : [env('FELIX_VXLANMTU', mtu), env('FELIX_WIREGUARDMTU', mtu)];
}

/** What distributes routes where BGP does not. */
export function backendWithoutBgp({ type, ipam }: SettledSpec['cni']): 'vxlan' | 'none' {
  return type === 'Calico' && ipam.type !== 'HostLocal' ? 'vxlan' : 'none';
}

/** Felix's metrics for Prometheus; none without a port. */
export function metricsEnv({ nodeMetricsPort }: Pick<SettledSpec, 'nodeMetricsPort'>): EnvVar[] {
  if (nodeMetricsPort === undefined) return [];
  return [env('FELIX_PROMETHEUSMETRICSENABLED', true), env('FELIX_PROMETHEUSMETRICSPORT', nodeMetricsPort)];
}
