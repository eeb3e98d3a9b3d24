import { describe } from '@jest/globals';
import { validateOverrides } from '../../../../src/crds/installation/validate-overrides.ts';
import { testRules } from '../../../support/rule-cases.ts';

describe('validateOverrides', () => {
  testRules(
    [validateOverrides],
    [
      [
        'takes an override as users write it',
        {
          typhaDeployment: {
            spec: {
              template: { spec: { containers: [{ name: 'calico-typha', resources: { requests: { cpu: '1' } } }] } },
            },
          },
        },
        [],
      ],
      [
        'names the override and the field',
        { calicoNodeDaemonSet: { metadata: { labels: { 'a b': 'c' } } } },
        [/^spec\.calicoNodeDaemonSet\.metadata\.labels: "a b" is no valid key/],
      ],
      [
        'refuses one container by both of its names',
        {
          calicoNodeDaemonSet: {
            spec: { template: { spec: { initContainers: [{ name: 'mount-bpffs' }, { name: 'ebpf-bootstrap' }] } } },
          },
        },
        [/initContainers: .* mount-bpffs is the old name of ebpf-bootstrap/],
      ],
      [
        'looks at deprecated resources, too',
        { componentResources: [{ componentName: 'Node', resourceRequirements: { limits: { cpu: '-1' } } }] },
        [/^spec\.componentResources\[0\]\.resourceRequirements\.limits\[cpu\]: "-1" must be 0 or more/],
      ],
      [
        'looks at tolerations and labels of the control plane',
        { controlPlaneTolerations: [{ operator: 'Equal' }], controlPlaneNodeSelector: { a: '/' } },
        [/^spec\.controlPlaneTolerations\[0\]\.operator: /, /^spec\.controlPlaneNodeSelector\[a\]: "\/"/],
      ],
      [
        'ignores the override of a DaemonSet that is gone',
        { calicoWindowsUpgradeDaemonSet: { metadata: { labels: { 'a b': 'c' } } } },
        [],
      ],
    ],
  );
});
