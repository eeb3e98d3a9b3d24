import type { AdmissionRule } from './rule.ts';

/** Labels of namespaces. */
export const namespaceLabels: readonly AdmissionRule[] = [
  {
    path: 'spec.namespaces.labels',
    refuses:
      "object.?spec.?namespaces.?labels.orValue({}).exists(key, key.matches('^pod-security[.]kubernetes[.]io/(enforce|audit|warn)$') && " +
      "!(object.spec.namespaces.labels[key] in ['privileged', 'baseline', 'restricted']))",
    message: 'has a pod security level that is none; allowed: privileged, baseline, restricted',
  },
];
