import type { KubeObject } from '../../../k8s/object.ts';
import { admissionVariables, type AdmissionRule } from './rule.ts';
import { admissionRules } from './rules.ts';

/** An object as `kubectl apply` takes it. */
interface Manifest extends KubeObject {
  readonly spec: object;
}

const name = 'installations.operator.tigera.io';

/**
 * A policy by which the API server refuses an Installation that the operator could only call Degraded, and its binding.
 * It looks at changes of the spec alone, so that status, metadata and deletion are never in its way. A rule that cannot be
 * evaluated lets the object pass: the operator has the last word anyway.
 *
 * https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export function admissionPolicy(): readonly Manifest[] {
  const apiVersion = 'admissionregistration.k8s.io/v1';
  return [
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: {
        failurePolicy: 'Ignore',
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: ['operator.tigera.io'],
              apiVersions: ['v1'],
              operations: ['CREATE', 'UPDATE'],
              resources: ['installations'],
            },
          ],
        },
        matchConditions: [
          { name: 'not-being-deleted', expression: '!has(object.metadata.deletionTimestamp)' },
          { name: 'spec-changed', expression: 'oldObject == null || object.?spec != oldObject.?spec' },
        ],
        variables: Object.entries(admissionVariables).map(([variable, expression]) => ({ name: variable, expression })),
        validations: admissionRules.map(validation),
      },
    },
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec: { policyName: name, validationActions: ['Deny'] },
    },
  ];
}

function validation({ path, refuses, value, message }: AdmissionRule): object {
  const sentence =
    value === undefined
      ? celText(`${path}: ${message}`)
      : `${celText(`${path}: `)} + ${value} + ${celText(` ${message}`)}`;
  return {
    expression: `!(${refuses})`,
    messageExpression: sentence,
    message: `${path}: ${message}`,
    reason: 'Invalid',
  };
}

const celText = (text: string): string => JSON.stringify(text);
