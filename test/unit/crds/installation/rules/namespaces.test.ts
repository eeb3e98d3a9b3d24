import { describe } from '@jest/globals';
import { namespaceRules } from '../../../../../src/crds/installation/rules/namespaces.ts';
import { testRules } from '../../../../support/rule-cases.ts';

describe('namespace rules', () => {
  testRules(namespaceRules, [
    [
      'take labels and annotations of the user',
      {
        namespaces: {
          labels: { team: 'net', 'pod-security.kubernetes.io/enforce': 'baseline' },
          annotations: { owner: 'a@b' },
        },
      },
      [],
    ],
    [
      'refuse labels that namespaces are found by',
      { namespaces: { labels: { name: 'a', 'k8s-app': 'b', 'kubernetes.io/metadata.name': 'c' } } },
      [
        /^spec\.namespaces\.labels: "name" is a key of the operator or of Kubernetes; remove it$/,
        /"k8s-app" is/,
        /"kubernetes.io\/metadata.name" is/,
      ],
    ],
    [
      'refuse keys of the operator',
      { namespaces: { annotations: { 'unsupported.operator.tigera.io/ignore': 'true' } } },
      [/^spec\.namespaces\.annotations: "unsupported\.operator\.tigera\.io\/ignore" is a key of the operator/],
    ],
    [
      'refuse what is no label',
      { namespaces: { labels: { 'a b': 'c' } } },
      [/^spec\.namespaces\.labels: "a b" is no valid key/],
    ],
    [
      'refuse a level that there is not',
      { namespaces: { labels: { 'pod-security.kubernetes.io/warn': 'strict' } } },
      [
        /^spec\.namespaces\.labels\[pod-security\.kubernetes\.io\/warn\]: "strict" is no pod security level; allowed: pri/,
      ],
    ],
  ]);
});
