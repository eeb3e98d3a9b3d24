import type { PodDisruptionBudget, Service } from '../../crds/generated/core.gen.ts';
import type { ObjectRef } from '../../k8s/object.ts';
import { keyPairSecrets } from '../shared/key-pair-secrets.ts';
import type { Component, Rendered } from '../component.ts';
import type { ApiServerInput } from '../input.ts';
import { requestBinding, requestBindingRef } from '../shared/certificate-request.ts';
import { K8S_APP } from '../shared/labels.ts';
import { CALICO_SYSTEM, CALICO_SYSTEM_TIER, CALICO_WEBHOOKS, WEBHOOKS_TLS } from '../shared/names.ts';
import { serviceAccount } from '../shared/rbac.ts';
import { refTo } from '../shared/refs.ts';
import { selects } from '../shared/workloads.ts';
import { webhooksDeployment, webhooksOnHost, webhooksPort } from './deployment.ts';
import { webhooksPolicy } from './policy.ts';
import { webhooksRbac } from './rbac.ts';
import { registration, REGISTRATION } from './registration.ts';

export type WebhooksInput = Pick<
  ApiServerInput,
  'spec' | 'apiServer' | 'operator' | 'calicoApi' | 'images' | 'certs' | 'formerAnchors' | 'livePods' | 'tierReady'
>;

/** calico-webhooks: checks writes where CRDs serve projectcalico.org/v3. Where calico-apiserver does, it checks by itself. */
export const webhooks: Component<WebhooksInput> = {
  name: 'webhooks',
  images: ['webhooks'],
  render: (input) =>
    input.calicoApi === 'projectcalico.org/v3' ? serving(input) : { present: [], absent: webhooksRefs },
};

function serving(input: WebhooksInput): Rendered {
  const onHost = webhooksOnHost(input);
  const policy = input.tierReady && !onHost ? [webhooksPolicy(input)] : [];
  return {
    present: [
      serviceAccount(CALICO_WEBHOOKS),
      ...webhooksRbac(),
      ...(input.certs.webhooks.signer === undefined ? [] : [requestBinding(CALICO_WEBHOOKS)]),
      ...keyPairSecrets(input.certs.webhooks),
      disruptionBudget(),
      service(webhooksPort(input)),
      webhooksDeployment(input),
      ...policy,
      registration(input),
    ],
    absent: [
      ...(onHost ? [webhooksPolicyRef] : []),
      ...(input.certs.webhooks.signer === undefined ? [requestBindingRef(CALICO_WEBHOOKS)] : []),
      ...formerRefs,
    ],
  };
}

/** Policies do not match pods on the network of a host. */
export const webhooksPolicyRef = refTo.policy(`${CALICO_SYSTEM_TIER}.${CALICO_WEBHOOKS}`);

/** The registration; first of all to go, since without the pods every write of a policy is refused. */
export const registrationRef: ObjectRef = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  name: REGISTRATION,
};

/** All that the component may ever have, in the order in which it goes. */
export const webhooksRefs: readonly ObjectRef[] = [
  registrationRef,
  refTo.deployment(CALICO_WEBHOOKS),
  refTo.disruptionBudget(CALICO_WEBHOOKS),
  refTo.service(CALICO_WEBHOOKS),
  webhooksPolicyRef,
  requestBindingRef(CALICO_WEBHOOKS),
  refTo.clusterRoleBinding(CALICO_WEBHOOKS),
  refTo.clusterRole(CALICO_WEBHOOKS),
  refTo.serviceAccount(CALICO_WEBHOOKS),
  refTo.secret(WEBHOOKS_TLS),
];

/** Earlier releases let the webhooks read Secrets. */
const FORMER = 'calico-webhooks-secrets-access';
const formerRefs: readonly ObjectRef[] = [
  refTo.clusterRoleBinding(FORMER),
  refTo.clusterRole(FORMER),
  refTo.roleBinding(FORMER),
  refTo.role(FORMER),
];

/** Drains take one webhook at a time: without any, policies cannot be written. */
function disruptionBudget(): PodDisruptionBudget {
  const metadata = { name: CALICO_WEBHOOKS, namespace: CALICO_SYSTEM };
  const spec = { maxUnavailable: 1, selector: selects(CALICO_WEBHOOKS) };
  return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec };
}

function service(targetPort: number): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: CALICO_WEBHOOKS, namespace: CALICO_SYSTEM },
    spec: { selector: { [K8S_APP]: CALICO_WEBHOOKS }, ports: [{ port: 443, targetPort, protocol: 'TCP' }] },
  };
}
