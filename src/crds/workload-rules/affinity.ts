import type {
  Affinity,
  LabelSelector,
  NodeAffinity,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinityTerm,
  PreferredSchedulingTerm,
  WeightedPodAffinityTerm,
} from '../generated/core.gen.ts';
import { problemIf, type Problem } from '../problem.ts';
import { isQualifiedName, labelProblems } from './labels.ts';

/** Scheduling rules of an override. */
export function affinityProblems(affinity: Affinity | undefined, path: string): readonly Problem[] {
  if (affinity === undefined) return [];
  return [
    ...nodeAffinityProblems(affinity.nodeAffinity, `${path}.nodeAffinity`),
    ...podAffinityProblems(affinity.podAffinity, `${path}.podAffinity`),
    ...podAffinityProblems(affinity.podAntiAffinity, `${path}.podAntiAffinity`),
  ];
}

const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
const required = 'requiredDuringSchedulingIgnoredDuringExecution';

function nodeAffinityProblems(affinity: NodeAffinity | undefined, path: string): readonly Problem[] {
  const terms = affinity?.[required]?.nodeSelectorTerms;
  return [
    ...problemIf(terms?.length === 0, {
      path: `${path}.${required}.nodeSelectorTerms`,
      message: 'must have a term; without one no node would do',
    }),
    ...(terms ?? []).flatMap((term, index) =>
      nodeTermProblems(term, `${path}.${required}.nodeSelectorTerms[${index}]`),
    ),
    ...(affinity?.[preferred] ?? []).flatMap((term, index) =>
      preferredTermProblems(term, `${path}.${preferred}[${index}]`),
    ),
  ];
}

function preferredTermProblems({ weight, preference }: PreferredSchedulingTerm, path: string): readonly Problem[] {
  return [...weightProblems(weight, `${path}.weight`), ...nodeTermProblems(preference, `${path}.preference`)];
}

function weightProblems(weight: number, path: string): readonly Problem[] {
  return problemIf(weight < 1 || weight > 100, { path, value: weight, message: 'must be from 1 to 100' });
}

function nodeTermProblems(term: NodeSelectorTerm, path: string): readonly Problem[] {
  return [
    ...(term.matchExpressions ?? []).flatMap((each, index) =>
      requirementProblems(each, `${path}.matchExpressions[${index}]`),
    ),
    ...(term.matchFields ?? []).flatMap((each, index) => fieldProblems(each, `${path}.matchFields[${index}]`)),
  ];
}

/** How many values an operator takes. */
const valueCounts: Readonly<Record<string, { readonly fits: (count: number) => boolean; readonly text: string }>> = {
  In: { fits: (count) => count > 0, text: 'must have values' },
  NotIn: { fits: (count) => count > 0, text: 'must have values' },
  Exists: { fits: (count) => count === 0, text: 'must have no values' },
  DoesNotExist: { fits: (count) => count === 0, text: 'must have no values' },
  Gt: { fits: (count) => count === 1, text: 'must have one value, a number' },
  Lt: { fits: (count) => count === 1, text: 'must have one value, a number' },
};

/** A selector's expression, on labels of nodes or of pods. */
function requirementProblems(
  { key, operator, values = [] }: Pick<NodeSelectorRequirement, 'key' | 'values'> & { readonly operator: string },
  path: string,
): readonly Problem[] {
  const rule = valueCounts[operator];
  return [
    ...problemIf(!isQualifiedName(key), { path: `${path}.key`, value: key, message: 'is no valid key of a label' }),
    ...problemIf(rule === undefined, {
      path: `${path}.operator`,
      value: operator,
      message: `is not known; allowed: ${Object.keys(valueCounts).join(', ')}`,
    }),
    ...problemIf(rule?.fits(values.length) === false, {
      path: `${path}.values`,
      value: values,
      message: `${rule?.text} with operator ${operator}`,
    }),
  ];
}

function fieldProblems({ key, values = [] }: NodeSelectorRequirement, path: string): readonly Problem[] {
  return problemIf(key !== 'metadata.name' || values.length !== 1, {
    path,
    value: key,
    message: 'must be metadata.name with one value; use matchExpressions for labels',
  });
}

interface PodRules {
  readonly [preferred]?: readonly WeightedPodAffinityTerm[];
  readonly [required]?: readonly PodAffinityTerm[];
}

function podAffinityProblems(affinity: PodRules | undefined, path: string): readonly Problem[] {
  return [
    ...(affinity?.[required] ?? []).flatMap((term, index) => podTermProblems(term, `${path}.${required}[${index}]`)),
    ...(affinity?.[preferred] ?? []).flatMap((term, index) =>
      weightedPodTermProblems(term, `${path}.${preferred}[${index}]`),
    ),
  ];
}

function weightedPodTermProblems(
  { weight, podAffinityTerm }: WeightedPodAffinityTerm,
  path: string,
): readonly Problem[] {
  return [...weightProblems(weight, `${path}.weight`), ...podTermProblems(podAffinityTerm, `${path}.podAffinityTerm`)];
}

function podTermProblems(term: PodAffinityTerm, path: string): readonly Problem[] {
  return [
    ...problemIf(term.topologyKey === '', {
      path: `${path}.topologyKey`,
      message: 'must be set, for example to kubernetes.io/hostname',
    }),
    ...selectorProblems(term.labelSelector, `${path}.labelSelector`),
    ...selectorProblems(term.namespaceSelector, `${path}.namespaceSelector`),
  ];
}

/** A selector of labels. */
export function selectorProblems(selector: LabelSelector | undefined, path: string): readonly Problem[] {
  return [
    ...labelProblems(selector?.matchLabels, `${path}.matchLabels`),
    ...(selector?.matchExpressions ?? []).flatMap((each, index) =>
      requirementProblems(each, `${path}.matchExpressions[${index}]`),
    ),
  ];
}
