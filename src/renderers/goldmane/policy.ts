import { dnsPlatform } from '../shared/addon.ts';
import { K8S_APP } from '../shared/labels.ts';
import { CALICO_SYSTEM, GOLDMANE, GOLDMANE_PORT, GUARDIAN, GUARDIAN_PORT } from '../shared/names.ts';
import {
  allowApiServer,
  allowDns,
  allowLongDnsAnswers,
  type CalicoPolicy,
  inNamespace,
  type PolicyRule,
  systemPolicy,
} from '../shared/network-policy.ts';
import type { GoldmaneInput } from './index.ts';

/** Who talks to Goldmane: whoever has a certificate, which it checks by itself. It talks to the API server and to guardian. */
export function goldmanePolicy(input: GoldmaneInput, metricsPort: number | undefined): CalicoPolicy {
  const platform = dnsPlatform(input);
  const ports = [GOLDMANE_PORT, ...(metricsPort === undefined ? [] : [metricsPort])];
  return systemPolicy(CALICO_SYSTEM, GOLDMANE, {
    order: 1,
    selector: `${K8S_APP} == '${GOLDMANE}'`,
    types: ['Ingress', 'Egress'],
    ingress: ports.map((port): PolicyRule => ({ action: 'Allow', protocol: 'TCP', destination: { ports: [port] } })),
    egress: [
      ...allowDns(platform),
      allowApiServer(),
      ...(input.connected ? [allowGuardian()] : []),
      ...allowLongDnsAnswers(platform),
    ],
  });
}

function allowGuardian(): PolicyRule {
  const destination = {
    namespaceSelector: inNamespace(CALICO_SYSTEM),
    selector: `${K8S_APP} == '${GUARDIAN}'`,
    ports: [GUARDIAN_PORT],
  };
  return { action: 'Allow', protocol: 'TCP', destination };
}
