import type { Owner } from '../input.ts';

/** The label that selectors of workloads, Services and policies use. */
export const K8S_APP = 'k8s-app';

const MAX_LABEL_VALUE = 63;

/**
 * Makes any text a legal label value: foreign characters become `_`, and both ends are trimmed to a letter or digit
 * (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set).
 */
export function labelValue(text: string): string {
  return text
    .replaceAll(/[^A-Za-z0-9_.-]/g, '_')
    .slice(0, MAX_LABEL_VALUE)
    .replaceAll(/^[-_.]+|[-_.]+$/g, '');
}

/**
 * The recommended labels (https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/) plus `k8s-app`.
 * @param name the value of `k8s-app` and of `app.kubernetes.io/name` before cleaning
 * @param operatorName name of the operator's Deployment
 */
export function standardLabels(name: string, owner: Owner, operatorName: string): Record<string, string> {
  return {
    [K8S_APP]: labelValue(name),
    'app.kubernetes.io/name': labelValue(name),
    'app.kubernetes.io/instance': labelValue(owner.reference.name),
    'app.kubernetes.io/component': labelValue(owner.component),
    'app.kubernetes.io/part-of': 'Calico',
    'app.kubernetes.io/managed-by': labelValue(operatorName),
  };
}
