import { dnsPlatform } from '../shared/addon.ts';
import { K8S_APP } from '../shared/labels.ts';
import { CALICO_SYSTEM, GOLDMANE, GUARDIAN, GUARDIAN_PORT } from '../shared/names.ts';
import {
  allowApiServer,
  allowDns,
  allowLongDnsAnswers,
  type CalicoPolicy,
  systemPolicy,
} from '../shared/network-policy.ts';
import type { GuardianInput } from './index.ts';

/** Goldmane reaches guardian. Where the tunnel goes may be a host name, so that is left to the tiers after this one. */
export function guardianPolicy(input: GuardianInput): CalicoPolicy {
  const platform = dnsPlatform(input);
  return systemPolicy(CALICO_SYSTEM, 'guardian-access', {
    order: 1,
    selector: `${K8S_APP} == '${GUARDIAN}'`,
    types: ['Ingress', 'Egress'],
    ingress: [
      {
        action: 'Allow',
        protocol: 'TCP',
        source: { selector: `${K8S_APP} == '${GOLDMANE}'` },
        destination: { ports: [GUARDIAN_PORT] },
      },
    ],
    egress: [...allowDns(platform), allowApiServer(), ...allowLongDnsAnswers(platform), { action: 'Pass' }],
  });
}
