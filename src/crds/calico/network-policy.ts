import type * as z from 'zod';
import { struct, withRules } from '../schema.ts';
import type { CalicoKind, CalicoObject } from './calico-kind.ts';
import { globalPolicyFields, globalPolicyRules, policyColumns, policyFields } from './policy-rule.ts';

const namespacedSpec = struct('Which pods the policy is for, and its rules.', policyFields);

export type NetworkPolicySpec = z.input<typeof namespacedSpec>;
export type NetworkPolicy = CalicoObject<'NetworkPolicy', NetworkPolicySpec>;

/** The kind NetworkPolicy, for the generator. */
export const networkPolicy: CalicoKind = {
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  scope: 'Namespaced',
  shortNames: ['cnp', 'caliconetworkpolicy'],
  description: 'A policy for pods of its namespace, with tiers, order, and more ways to match than that of Kubernetes.',
  spec: namespacedSpec,
  printerColumns: policyColumns,
  selectableFields: ['.spec.tier'],
};

const globalSpec = withRules(
  struct('Which endpoints the policy is for, and its rules.', { ...policyFields, ...globalPolicyFields }),
  globalPolicyRules,
);

export type GlobalNetworkPolicySpec = z.input<typeof globalSpec>;
export type GlobalNetworkPolicy = CalicoObject<'GlobalNetworkPolicy', GlobalNetworkPolicySpec>;

/** The kind GlobalNetworkPolicy, for the generator. */
export const globalNetworkPolicy: CalicoKind = {
  kind: 'GlobalNetworkPolicy',
  plural: 'globalnetworkpolicies',
  scope: 'Cluster',
  shortNames: ['gnp', 'cgnp'],
  description: 'A policy for pods of all namespaces, and for nodes by their host endpoints.',
  spec: globalSpec,
  printerColumns: [...policyColumns, { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }],
  selectableFields: ['.spec.tier'],
};
