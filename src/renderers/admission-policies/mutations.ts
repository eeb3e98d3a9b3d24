/** What of a MutatingAdmissionPolicy differs from one to the next. */
export interface Mutation {
  readonly name: string;
  /** Name of its binding. */
  readonly binding: string;
  readonly resources: readonly string[];
  readonly matchConditions: readonly { readonly name: string; readonly expression: string }[];
  readonly variables: readonly { readonly name: string; readonly expression: string }[];
  readonly mutations: readonly object[];
}

const tiered = ['globalnetworkpolicies', 'networkpolicies', 'stagedglobalnetworkpolicies', 'stagednetworkpolicies'];
const stagedKubernetes = 'stagedkubernetesnetworkpolicies';

/**
 * A JSON patch, for lists of CRDs are atomic by default, and those an apply configuration may not touch.
 * https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/#json-patch
 */
function jsonPatch(expression: string): object {
  return { patchType: 'JSONPatch', jsonPatch: { expression } };
}

const isStagedKubernetes = "object.kind == 'StagedKubernetesNetworkPolicy'";

/** A policy that does not say which directions it decides on decides on those that it has rules for, or on Ingress. */
export const setTypes: Mutation = {
  name: 'policytypes.policy.projectcalico.org',
  binding: 'set-policytypes-binding',
  resources: [...tiered, stagedKubernetes],
  matchConditions: [
    { name: 'has-spec', expression: 'has(object.spec)' },
    {
      name: 'has-no-types',
      expression: `${isStagedKubernetes} ? size(object.spec.?policyTypes.orValue([])) == 0 : size(object.spec.?types.orValue([])) == 0`,
    },
  ],
  variables: [
    { name: 'ingress', expression: 'size(object.spec.?ingress.orValue([])) > 0' },
    { name: 'egress', expression: 'size(object.spec.?egress.orValue([])) > 0' },
    { name: 'path', expression: `${isStagedKubernetes} ? '/spec/policyTypes' : '/spec/types'` },
    {
      name: 'types',
      expression: `!variables.egress ? ['Ingress'] : variables.ingress || ${isStagedKubernetes} ? ['Ingress', 'Egress'] : ['Egress']`,
    },
  ],
  mutations: [jsonPatch("[JSONPatch{op: 'add', path: variables.path, value: variables.types}]")],
};

/** A policy without a tier is in the tier `default`; the label is what a list by tier selects on. */
export const labelTier: Mutation = {
  name: 'tierlabel.policy.projectcalico.org',
  binding: 'set-tier-label-binding',
  resources: tiered,
  matchConditions: [{ name: 'has-spec', expression: 'has(object.spec)' }],
  variables: [
    { name: 'given', expression: "object.spec.?tier.orValue('')" },
    { name: 'tier', expression: "variables.given == '' ? 'default' : variables.given" },
  ],
  mutations: [
    jsonPatch("variables.given == '' ? [JSONPatch{op: 'add', path: '/spec/tier', value: variables.tier}] : []"),
    jsonPatch("has(object.metadata.labels) ? [] : [JSONPatch{op: 'add', path: '/metadata/labels', value: {}}]"),
    jsonPatch(
      "[JSONPatch{op: 'add', path: '/metadata/labels/' + jsonpatch.escapeKey('projectcalico.org/tier'), value: variables.tier}]",
    ),
  ],
};
