import type { NodeAffinity, NodeSelectorTerm, Toleration } from '../../crds/generated/core.gen.ts';
import type { Placement } from '../../renderers/typha/placement.ts';
import { labelOf, type NodeFacts, type Taint } from '../cluster/node-facts.ts';

/** Why no Typha can run on a node. */
export type Hindrance = 'cordoned' | 'os' | 'labels' | 'taints';

/**
 * What keeps a pod with this placement from a node, judged as the scheduler does it
 * (https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/); undefined where nothing does. Resources and
 * the places of other pods are not looked at.
 */
export function hindranceOf(
  node: NodeFacts,
  { nodeSelector = {}, affinity, tolerations }: Placement,
): Hindrance | undefined {
  if (node.unschedulable) return 'cordoned';
  if (node.os !== 'linux') return 'os';
  const isSelected = Object.entries(nodeSelector).every(([key, value]) => labelOf(node, key) === value);
  if (!isSelected || !meetsAffinity(node, affinity?.nodeAffinity)) return 'labels';
  return node.taints.every((taint) => isTolerated(taint, tolerations)) ? undefined : 'taints';
}

function meetsAffinity(node: NodeFacts, affinity: NodeAffinity | undefined): boolean {
  const terms = affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return terms === undefined || terms.some((term) => meetsTerm(node, term));
}

/** All of a term must hold; an empty one never does. */
function meetsTerm(node: NodeFacts, { matchExpressions = [], matchFields = [] }: NodeSelectorTerm): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false;
  return (
    matchExpressions.every((requirement) => meets(labelOf(node, requirement.key), requirement)) &&
    matchFields.every((requirement) => meets(node.name, requirement))
  );
}

type Requirement = NonNullable<NodeSelectorTerm['matchExpressions']>[number];

function meets(value: string | undefined, { operator, values = [] }: Requirement): boolean {
  switch (operator as string) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return integer(value) > integer(values[0]);
    case 'Lt':
      return integer(value) < integer(values[0]);
    default:
      return false;
  }
}

/** NaN, which is in no order with anything, for what is no whole number. */
function integer(text = ''): number {
  return /^-?\d+$/.test(text) ? Number(text) : NaN;
}

function isTolerated(taint: Taint, tolerations: readonly Toleration[] = []): boolean {
  return tolerations.some(({ key = '', operator = 'Equal', value = '', effect = '' }) => {
    if (effect !== '' && effect !== taint.effect) return false;
    if (key === '') return operator === 'Exists';
    return key === taint.key && (operator === 'Exists' || value === taint.value);
  });
}
