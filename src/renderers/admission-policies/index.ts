import type { KubeObject } from '../../k8s/object.ts';
import type { Component } from '../component.ts';
import type { AdmissionApi, AdmissionInput } from '../input.ts';
import { labelTier, setTypes, type Mutation } from './mutations.ts';

/** How the operator finds again what it has rendered, in any release. */
export const MUTATING_LABEL = 'operator.tigera.io/mutating-admission-policy';
export const VALIDATING_LABEL = 'operator.tigera.io/validating-admission-policy';

/**
 * What Calico's own API server does to policies and tiers, where CRDs serve them: defaults of policies, and tiers that
 * cannot be deleted.
 * https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
 */
export const admissionPolicies: Component<AdmissionInput> = {
  name: 'admission-policies',
  images: [],
  render: ({ admissionApi: { mutating, validating } }) => ({
    present: [
      ...(mutating === undefined ? [] : [setTypes, labelTier].flatMap((each) => mutatingPolicy(each, mutating))),
      ...(validating === undefined ? [] : protectedTiers(validating)),
    ],
    absent: [],
  }),
};

type Version = NonNullable<AdmissionApi['mutating']>;

interface Manifest extends KubeObject {
  spec: object;
}

function mutatingPolicy({ name, binding, resources, ...spec }: Mutation, version: Version): Manifest[] {
  const labels = { [MUTATING_LABEL]: 'managed' };
  const apiVersion = `admissionregistration.k8s.io/${version}`;
  return [
    {
      apiVersion,
      kind: 'MutatingAdmissionPolicy',
      metadata: { name, labels },
      spec: {
        failurePolicy: 'Fail',
        reinvocationPolicy: 'Never',
        matchConstraints: constraints(['CREATE', 'UPDATE'], resources),
        ...spec,
      },
    },
    {
      apiVersion,
      kind: 'MutatingAdmissionPolicyBinding',
      metadata: { name: binding, labels },
      spec: { policyName: name },
    },
  ];
}

/** Calico creates these tiers, relies on them, and does not create them again before its next start. */
function protectedTiers(version: Version): Manifest[] {
  const metadata = { name: 'protect-builtin-tiers.projectcalico.org', labels: { [VALIDATING_LABEL]: 'managed' } };
  const apiVersion = `admissionregistration.k8s.io/${version}`;
  const validation = {
    expression: "!(oldObject.metadata.name in ['default', 'kube-admin', 'kube-baseline'])",
    messageExpression: "'Tier ' + oldObject.metadata.name + ' is a part of Calico and cannot be deleted'",
    message: 'The tier is a part of Calico and cannot be deleted',
    reason: 'Forbidden',
  };
  return [
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicy',
      metadata,
      spec: { failurePolicy: 'Fail', matchConstraints: constraints(['DELETE'], ['tiers']), validations: [validation] },
    },
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata,
      spec: { policyName: metadata.name, validationActions: ['Deny'] },
    },
  ];
}

/** With all that the API server would fill in: a list that it stores otherwise than we sent it would never be equal. */
function constraints(operations: readonly string[], resources: readonly string[]): object {
  return {
    matchPolicy: 'Equivalent',
    resourceRules: [{ apiGroups: ['projectcalico.org'], apiVersions: ['v3'], operations, resources, scope: '*' }],
  };
}
