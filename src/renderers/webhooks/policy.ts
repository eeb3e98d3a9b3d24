import { K8S_APP } from '../shared/labels.ts';
import { CALICO_SYSTEM, CALICO_WEBHOOKS } from '../shared/names.ts';
import {
  allowApiServer,
  allowDns,
  allowLongDnsAnswers,
  type CalicoPolicy,
  kubernetesApi,
  systemPolicy,
} from '../shared/network-policy.ts';
import { webhooksPort } from './deployment.ts';
import type { WebhooksInput } from './index.ts';

/**
 * Who reaches the webhooks: the API server, and what is no pod. Where the API server is on a host, its packets come from
 * the tunnel address of that host, which nobody can list.
 */
export function webhooksPolicy(input: WebhooksInput): CalicoPolicy {
  const destination = { ports: [webhooksPort(input)] };
  const platform = input.spec.kubernetesProvider === 'OpenShift' ? 'openShift' : 'other';
  return systemPolicy(CALICO_SYSTEM, CALICO_WEBHOOKS, {
    order: 1,
    selector: `${K8S_APP} == '${CALICO_WEBHOOKS}'`,
    types: ['Ingress', 'Egress'],
    ingress: [
      { action: 'Allow', protocol: 'TCP', source: kubernetesApi, destination },
      { action: 'Deny', source: { namespaceSelector: 'all()', selector: 'has(projectcalico.org/orchestrator)' } },
      { action: 'Allow', protocol: 'TCP', destination },
    ],
    egress: [...allowDns(platform), allowApiServer(), ...allowLongDnsAnswers(platform), { action: 'Pass' }],
  });
}
