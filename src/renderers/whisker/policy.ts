import { dnsPlatform } from '../shared/addon.ts';
import { K8S_APP } from '../shared/labels.ts';
import { CALICO_SYSTEM, GOLDMANE, GOLDMANE_PORT, WHISKER } from '../shared/names.ts';
import { allowDns, allowLongDnsAnswers, type CalicoPolicy, systemPolicy } from '../shared/network-policy.ts';
import type { WhiskerInput } from './index.ts';

/**
 * Nobody reaches the console by the network: it asks for no password. `kubectl port-forward` comes from the node of the
 * pod, which policy lets through; docs/addons.md says how to let others in.
 */
export function whiskerPolicy(input: WhiskerInput): CalicoPolicy {
  const platform = dnsPlatform(input);
  const goldmane = { selector: `${K8S_APP} == '${GOLDMANE}'`, ports: [GOLDMANE_PORT] };
  return systemPolicy(CALICO_SYSTEM, WHISKER, {
    selector: `${K8S_APP} == '${WHISKER}'`,
    types: ['Ingress', 'Egress'],
    egress: [
      { action: 'Allow', protocol: 'TCP', destination: goldmane },
      ...allowDns(platform),
      ...allowLongDnsAnswers(platform),
    ],
  });
}
