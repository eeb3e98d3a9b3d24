import type { EnvVar } from '../../crds/generated/core.gen.ts';
import { interfacePrefix, usesPodCidr } from '../shared/cni.ts';
import { endpointEnv, env, envIfSet, envWhen } from '../shared/env.ts';
import { CALICO_SYSTEM } from '../shared/names.ts';
import { BUNDLE_PATH, keyPairDirectory } from '../shared/tls-mounts.ts';
import type { TyphaInput } from './index.ts';

/** Environment of Typha (https://docs.tigera.io/calico/latest/reference/typha/configuration). */
export function typhaEnv(input: TyphaInput, gracePeriodSeconds: number): EnvVar[] {
  const { spec, certs, endpoint } = input;
  const certificates = keyPairDirectory(certs.typha);
  return [
    env('TYPHA_LOGSEVERITYSCREEN', 'info'),
    env('TYPHA_LOGFILEPATH', 'none'),
    env('TYPHA_LOGSEVERITYSYS', 'none'),
    env('TYPHA_CONNECTIONREBALANCINGMODE', 'kubernetes'),
    env('TYPHA_DATASTORETYPE', 'kubernetes'),
    env('TYPHA_HEALTHENABLED', true),
    env('TYPHA_HEALTHPORT', typhaHealthPort(input)),
    env('TYPHA_K8SNAMESPACE', CALICO_SYSTEM),
    env('TYPHA_CAFILE', BUNDLE_PATH),
    env('TYPHA_SERVERCERTFILE', `${certificates}/tls.crt`),
    env('TYPHA_SERVERKEYFILE', `${certificates}/tls.key`),
    env('TYPHA_SHUTDOWNTIMEOUTSECS', gracePeriodSeconds),
    ...envIfSet('TYPHA_CLIENTCN', certs.node.commonName),
    ...envIfSet('TYPHA_CLIENTURISAN', certs.node.uriSan),
    ...envIfSet('FELIX_INTERFACEPREFIX', interfacePrefix(spec.cni.type)),
    ...envWhen(usesPodCidr(spec), env('USE_POD_CIDR', true)),
    ...endpointEnv(endpoint.host),
    ...metricsEnv(spec.typhaMetricsPort),
  ];
}

const usualHealthPort = 9098;

/** Typha runs on the host's network beside Felix and takes the port below Felix's, where that is a port. */
export function typhaHealthPort({ felix }: Pick<TyphaInput, 'felix'>): number {
  return felix.healthPort > 1 ? felix.healthPort - 1 : usualHealthPort;
}

function metricsEnv(port: number | undefined): EnvVar[] {
  if (port === undefined) return [];
  return [env('TYPHA_PROMETHEUSMETRICSENABLED', true), env('TYPHA_PROMETHEUSMETRICSPORT', port)];
}
