import { problemIf, type Problem } from '../../problem.ts';
import { metadataProblems } from '../../workload-rules/labels.ts';
import type { Rule } from './rule.ts';

/** Labels by which the operator, the API server and network policies know a namespace. */
const keptLabels = new Set(['k8s-app', 'kubernetes.io/metadata.name', 'name']);

const isKept = (key: string): boolean => keptLabels.has(key) || key.includes('operator.tigera.io');

function keptProblems(entries: Readonly<Record<string, string>> = {}, path: string): readonly Problem[] {
  return Object.keys(entries).flatMap((key) =>
    problemIf(isKept(key), { path, value: key, message: 'is a key of the operator or of Kubernetes; remove it' }),
  );
}

const labelsAndAnnotations: Rule = ({ namespaces = {} }) => [
  ...metadataProblems(namespaces, 'spec.namespaces'),
  ...keptProblems(namespaces.labels, 'spec.namespaces.labels'),
  ...keptProblems(namespaces.annotations, 'spec.namespaces.annotations'),
];

const levels = ['privileged', 'baseline', 'restricted'];
const levelKey = /^pod-security\.kubernetes\.io\/(enforce|audit|warn)$/;

/** The API server refuses a namespace with any other level. */
const podSecurityLevels: Rule = ({ namespaces: { labels = {} } = {} }) =>
  Object.entries(labels).flatMap(([key, value]) =>
    problemIf(levelKey.test(key) && !levels.includes(value), {
      path: `spec.namespaces.labels[${key}]`,
      value,
      message: `is no pod security level; allowed: ${levels.join(', ')}`,
    }),
  );

/** Labels and annotations of namespaces. */
export const namespaceRules: readonly Rule[] = [labelsAndAnnotations, podSecurityLevels];
