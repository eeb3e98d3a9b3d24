import { K8S_APP } from '../shared/labels.ts';
import { CALICO_APISERVER, CALICO_SYSTEM } from '../shared/names.ts';
import {
  allowApiServer,
  allowDns,
  allowEndpoint,
  allowLongDnsAnswers,
  type CalicoPolicy,
  hostNet,
  type PolicyRule,
  systemPolicy,
} from '../shared/network-policy.ts';
import { apiServerPort } from './deployment.ts';
import type { ApiServerComponentInput } from './index.ts';

/** Who reaches calico-apiserver: everybody may ask, and it decides by itself whom it answers. */
export function apiServerPolicy(input: ApiServerComponentInput): CalicoPolicy {
  const destination = { ports: [443, apiServerPort(input)] };
  const platform = input.spec.kubernetesProvider === 'OpenShift' ? 'openShift' : 'other';
  const from = (net: string): PolicyRule => ({
    action: 'Allow',
    protocol: 'TCP',
    source: { nets: [net] },
    destination,
  });
  return systemPolicy(CALICO_SYSTEM, 'apiserver-access', {
    order: 1,
    selector: `${K8S_APP} == '${CALICO_APISERVER}'`,
    types: ['Ingress', 'Egress'],
    ingress: [from('0.0.0.0/0'), from('::/0')],
    egress: [
      ...allowDns(platform),
      allowApiServer(),
      ...allowKnownEndpoint(input),
      ...allowLongDnsAnswers(platform),
      { action: 'Pass' },
    ],
  });
}

/** A name has no rule: open-source policy knows none, and the last rule leaves it to the user's own policies. */
function allowKnownEndpoint({ endpoint: { host } }: ApiServerComponentInput): PolicyRule[] {
  return host === undefined || hostNet(host.host) === undefined ? [] : allowEndpoint(host);
}
