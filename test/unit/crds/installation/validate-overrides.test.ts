import { describe } from '@jest/globals';
import { validateOverrides } from '../../../../src/crds/installation/validate-overrides.ts';
import type { ContainerOverride } from '../../../../src/crds/workload-override.ts';
import { testRules } from '../../../support/rule-cases.ts';

const containers = (entries: ContainerOverride[]): object => ({
  spec: { template: { spec: { containers: entries } } },
});

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
        'refuses a variable that the operator sets, with the container and the way out',
        { typhaDeployment: containers([{ name: 'calico-typha', env: [{ name: 'GOGC' }, { name: 'TYPHA_CAFILE' }] }]) },
        [
          /^spec\.typhaDeployment\.spec\.template\.spec\.containers\[0\]\.env\[1\]\.name: "TYPHA_CAFILE" is set by the operator in container calico-typha, from .*; remove it/,
        ],
      ],
      [
        'points to FelixConfiguration for what Felix reads',
        { calicoNodeDaemonSet: containers([{ name: 'calico-node', env: [{ name: 'FELIX_HEALTHPORT', value: '1' }] }]) },
        [/"FELIX_HEALTHPORT" is set by .* set the field of FelixConfiguration or of the Installation/],
      ],
      [
        'takes a variable that the operator sets in another container only',
        { typhaDeployment: containers([{ name: 'calico-typha', env: [{ name: 'NODENAME', value: 'n' }] }]) },
        [],
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
