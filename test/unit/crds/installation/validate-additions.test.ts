import { describe } from '@jest/globals';
import { validateAdditions } from '../../../../src/crds/installation/validate-additions.ts';
import type { ContainerOverride, PodSpecOverride } from '../../../../src/crds/workload-override.ts';
import { testRules } from '../../../support/rule-cases.ts';

const withPod = (pod: PodSpecOverride): object => ({ spec: { template: { spec: pod } } });
const node = (container: Omit<ContainerOverride, 'name'>): object =>
  withPod({ containers: [{ name: 'calico-node', ...container }] });
const typha = (container: Omit<ContainerOverride, 'name'>): object =>
  withPod({ containers: [{ name: 'calico-typha', ...container }] });
const mountAt = (mountPath: string): Omit<ContainerOverride, 'name'> => ({
  volumeMounts: [{ name: 'mine', mountPath }],
});

describe('validateAdditions', () => {
  testRules(
    [
      (spec) => validateAdditions(spec, 'calicoNodeDaemonSet'),
      (spec) => validateAdditions(spec, 'typhaDeployment'),
      (spec) => validateAdditions(spec, 'csiNodeDriverDaemonSet'),
      (spec) => validateAdditions(spec, 'calicoNodeWindowsDaemonSet'),
    ],
    [
      [
        'takes mounts beside those of the operator',
        { calicoNodeDaemonSet: node(mountAt('/var/lib/calico-extra')) },
        [],
      ],
      [
        'refuses the name of a volume of the operator',
        { calicoNodeDaemonSet: withPod({ volumes: [{ name: 'lib-modules', emptyDir: {} }] }) },
        [
          /^spec\.calicoNodeDaemonSet\.spec\.template\.spec\.volumes\[0\]\.name: "lib-modules" is the name of a volume of/,
        ],
      ],
      [
        'takes that name in a workload that has no such volume',
        { typhaDeployment: withPod({ volumes: [{ name: 'lib-modules', emptyDir: {} }] }) },
        [],
      ],
      [
        'refuses a mount where the operator has one',
        { calicoNodeDaemonSet: node(mountAt('/lib/modules/')) },
        [
          /containers\[0\]\.volumeMounts\[0\]\.mountPath: "\/lib\/modules\/" collides with \/lib\/modules, where the oper/,
        ],
      ],
      [
        'refuses a mount inside one of the operator',
        { calicoNodeDaemonSet: node(mountAt('/var/lib/calico/x')) },
        [/collides with \/var\/lib\/calico,/],
      ],
      [
        'refuses a mount around one of the operator',
        { calicoNodeDaemonSet: node(mountAt('/etc/pki')) },
        [/collides with \/etc\/pki\/tls\/cert\.pem, .* in container calico-node; choose a path apart from it/],
      ],
      [
        'knows the directory of the kubelet that the Installation names',
        {
          kubeletVolumePluginPath: '/var/lib/k0s/kubelet',
          csiNodeDriverDaemonSet: withPod({ containers: [{ name: 'calico-csi', ...mountAt('/var/lib/k0s') }] }),
        },
        [/collides with \/var\/lib\/k0s\/kubelet/],
      ],
      [
        'knows paths of Windows by any of their spellings',
        { calicoNodeWindowsDaemonSet: withPod({ containers: [{ name: 'felix', ...mountAt('C:\\node-certs') }] }) },
        [/collides with c:\/node-certs/],
      ],
      [
        'refuses to make calico-node less than root',
        { calicoNodeDaemonSet: node({ securityContext: { privileged: false, runAsUser: 1000 } }) },
        [
          /\.securityContext\.privileged: false must stay true in container calico-node: it works on the node itself, as roo/,
          /\.securityContext\.runAsUser: 1000 must stay 0/,
        ],
      ],
      [
        'refuses a read-only file system for calico-node',
        { calicoNodeDaemonSet: node({ securityContext: { readOnlyRootFilesystem: true } }) },
        [/readOnlyRootFilesystem: true must stay false/],
      ],
      [
        'refuses privileges where none are needed',
        { typhaDeployment: typha({ securityContext: { privileged: true } }) },
        [/securityContext\.privileged: true must stay false in container calico-typha: it needs no privileges; remove/],
      ],
      [
        'refuses root where the container must not be root',
        { typhaDeployment: typha({ securityContext: { runAsUser: 0 } }) },
        [/securityContext\.runAsUser: 0 is root, which runAsNonRoot forbids; choose another user/],
      ],
      [
        'takes root where the user allows it, and values that are those of the operator',
        {
          typhaDeployment: typha({ securityContext: { runAsUser: 0, runAsNonRoot: false } }),
          calicoNodeDaemonSet: node({ securityContext: { privileged: true, runAsUser: 0 } }),
        },
        [],
      ],
    ],
  );
});
