import type { ObjectRef } from '../../k8s/object.ts';
import type { Component } from '../component.ts';
import type { CoreInput } from '../input.ts';
import { K8S_APP } from '../shared/labels.ts';
import { CALICO_KUBE_CONTROLLERS, CALICO_SYSTEM, FORMER_TIER } from '../shared/names.ts';
import {
  allowApiServer,
  allowDns,
  allowEndpoint,
  allowLongDnsAnswers,
  type CalicoPolicy,
  inNamespace,
  POLICY_API,
  type PolicyRule,
  systemPolicy,
} from '../shared/network-policy.ts';

type PoliciesInput = Pick<CoreInput, 'spec' | 'endpoint' | 'kubeControllersMetricsPort' | 'tierReady'>;

/** Ports that API servers usually listen on. */
const API_SERVER_PORTS = [443, 6443, 12_388];

/** Policies for the pods of calico-system. They wait for the tier, and with it for an API that knows policies. */
export const policies: Component<PoliciesInput> = {
  name: 'policies',
  images: [],
  render: (input) =>
    input.tierReady
      ? { present: [kubeControllersAccess(input), defaultDeny()], absent: formerPolicies }
      : { present: [], absent: [] },
};

const formerPolicies: ObjectRef[] = ['kube-controller-access', 'default-deny'].map((name) => ({
  apiVersion: POLICY_API,
  kind: 'NetworkPolicy',
  namespace: CALICO_SYSTEM,
  name: `${FORMER_TIER}.${name}`,
}));

function kubeControllersAccess({ spec, endpoint, kubeControllersMetricsPort: port }: PoliciesInput): CalicoPolicy {
  const platform = spec.kubernetesProvider === 'OpenShift' ? 'openShift' : 'other';
  return systemPolicy(CALICO_SYSTEM, 'kube-controller-access', {
    order: 1,
    selector: `${K8S_APP} == '${CALICO_KUBE_CONTROLLERS}'`,
    types: ['Egress', 'Ingress'],
    egress: [
      ...allowDns(platform),
      { action: 'Allow', protocol: 'TCP', destination: { ports: API_SERVER_PORTS } },
      allowManager(),
      ...(endpoint.host === undefined ? [] : allowEndpoint(endpoint.host)),
      ...allowLongDnsAnswers(platform),
      allowApiServer(),
    ],
    ...(port !== 0 && { ingress: [allowScraping(port)] }),
  });
}

/** Existing clusters have this rule; nothing of that label runs in open-source Calico. */
function allowManager(): PolicyRule {
  const destination = {
    namespaceSelector: inNamespace(CALICO_SYSTEM),
    selector: `${K8S_APP} == 'calico-manager'`,
    ports: [9443],
  };
  return { action: 'Allow', protocol: 'TCP', destination };
}

function allowScraping(port: number): PolicyRule {
  const source = { namespaceSelector: `name == 'tigera-prometheus'`, selector: `${K8S_APP} == 'tigera-prometheus'` };
  return { action: 'Allow', protocol: 'TCP', source, destination: { ports: [port] } };
}

/** Everything else in the namespace is closed; calico-apiserver has a policy of its own. */
function defaultDeny(): CalicoPolicy {
  return systemPolicy(CALICO_SYSTEM, 'default-deny', {
    selector: `${K8S_APP} != 'calico-apiserver'`,
    types: ['Ingress', 'Egress'],
  });
}
