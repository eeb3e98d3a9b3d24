import * as z from 'zod';
import { k8sType, listOf, setOf, struct, withRules } from '../schema.ts';
import type { CalicoKind } from './calico-kind.ts';
import { globalPolicyFields, globalPolicyRules, policyColumns, policyFields, stagedAction } from './policy-rule.ts';

/** The kind StagedNetworkPolicy, for the generator. */
export const stagedNetworkPolicy: CalicoKind = {
  kind: 'StagedNetworkPolicy',
  plural: 'stagednetworkpolicies',
  scope: 'Namespaced',
  shortNames: ['scnp', 'snp'],
  description: 'A NetworkPolicy on trial: flow logs show what it would do, traffic does not feel it.',
  spec: struct('Which pods the policy is for, and its rules.', { ...policyFields, stagedAction }),
  printerColumns: policyColumns,
  selectableFields: ['.spec.tier'],
};

/** The kind StagedGlobalNetworkPolicy, for the generator. */
export const stagedGlobalNetworkPolicy: CalicoKind = {
  kind: 'StagedGlobalNetworkPolicy',
  plural: 'stagedglobalnetworkpolicies',
  scope: 'Cluster',
  shortNames: ['sgnp'],
  description: 'A GlobalNetworkPolicy on trial: flow logs show what it would do, traffic does not feel it.',
  spec: withRules(
    struct('Which endpoints the policy is for, and its rules.', {
      ...policyFields,
      ...globalPolicyFields,
      stagedAction,
    }),
    globalPolicyRules,
  ),
  printerColumns: policyColumns,
  selectableFields: ['.spec.tier'],
};

/** The kind StagedKubernetesNetworkPolicy, for the generator. */
export const stagedKubernetesNetworkPolicy: CalicoKind = {
  kind: 'StagedKubernetesNetworkPolicy',
  plural: 'stagedkubernetesnetworkpolicies',
  scope: 'Namespaced',
  shortNames: ['sknp'],
  description: 'A NetworkPolicy of Kubernetes on trial: flow logs show what it would do, traffic does not feel it.',
  spec: struct('Which pods the policy is for, and its rules.', {
    egress: listOf(
      k8sType('io.k8s.api.networking.v1.NetworkPolicyEgressRule'),
      'What the pods may send. An empty list: nothing, if policyTypes has Egress.',
    ),
    ingress: listOf(
      k8sType('io.k8s.api.networking.v1.NetworkPolicyIngressRule'),
      'What the pods may receive. An empty list: nothing, if policyTypes has Ingress.',
    ),
    podSelector: k8sType('io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector', 'Pods that the policy is for.'),
    policyTypes: setOf(z.string(), 'Directions that the policy decides on: Ingress, Egress or both.').min(1).max(2),
    stagedAction,
  }),
};
