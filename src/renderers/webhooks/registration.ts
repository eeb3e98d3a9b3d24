import type {
  AdmissionregistrationV1WebhookClientConfig,
  MatchCondition,
  RuleWithOperations,
  ValidatingWebhook,
  ValidatingWebhookConfiguration,
} from '../../crds/generated/core.gen.ts';
import type { OperatorIdentity } from '../input.ts';
import { authorityBundle } from '../shared/authority-bundle.ts';
import { CALICO_SYSTEM, CALICO_WEBHOOKS } from '../shared/names.ts';
import type { WebhooksInput } from './index.ts';

/** Name of the registration. */
export const REGISTRATION = 'api.projectcalico.org';

const TIERED_POLICIES = [
  'networkpolicies',
  'globalnetworkpolicies',
  'stagednetworkpolicies',
  'stagedglobalnetworkpolicies',
];
const WRITES = ['CREATE', 'UPDATE', 'DELETE'];

/**
 * Asks the webhooks about writes: whether the author may use the tier of a policy, and who writes ClusterInformation.
 * Without an answer a policy is refused, so this goes out only once the webhooks serve.
 */
export function registration(input: WebhooksInput): ValidatingWebhookConfiguration {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: REGISTRATION },
    webhooks: [
      {
        ...webhook(input, 'tiered-rbac', '/rbac'),
        failurePolicy: 'Fail',
        rules: [ruleFor(TIERED_POLICIES, WRITES), ruleFor(TIERED_POLICIES, [...WRITES, 'CONNECT'])],
        matchConditions: [exceptOperator(input.operator)],
      },
      {
        ...webhook(input, 'cluster-info', '/cluster-info'),
        failurePolicy: 'Ignore',
        rules: [ruleFor(['clusterinformations'], WRITES)],
      },
    ],
  };
}

type Call = Pick<
  ValidatingWebhook,
  'name' | 'admissionReviewVersions' | 'clientConfig' | 'sideEffects' | 'timeoutSeconds'
>;

function webhook(input: WebhooksInput, name: string, path: string): Call {
  return {
    name: `${name}.${REGISTRATION}`,
    admissionReviewVersions: ['v1'],
    clientConfig: clientConfig(input, path),
    sideEffects: 'None',
    timeoutSeconds: 5,
  };
}

function clientConfig(input: WebhooksInput, path: string): AdmissionregistrationV1WebhookClientConfig {
  const service = { name: CALICO_WEBHOOKS, namespace: CALICO_SYSTEM, path };
  return { caBundle: authorityBundle(input.certs.webhooks, input), service };
}

function ruleFor(resources: readonly string[], operations: readonly string[]): RuleWithOperations {
  return {
    apiGroups: ['projectcalico.org'],
    apiVersions: ['v3'],
    operations: [...operations] as NonNullable<RuleWithOperations['operations']>,
    resources: [...resources],
    scope: '*',
  };
}

/** The policies that let the webhooks be reached must not wait for the webhooks. */
function exceptOperator({ namespace, serviceAccount }: OperatorIdentity): MatchCondition {
  const user = `system:serviceaccount:${namespace}:${serviceAccount}`;
  return { name: 'not-the-operator', expression: `request.userInfo.username != '${user}'` };
}
