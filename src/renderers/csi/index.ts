import type { CSIDriver, Role, RoleBinding } from '../../crds/generated/core.gen.ts';
import { type KubeObject, type ObjectRef, refOf } from '../../k8s/object.ts';
import type { Component } from '../component.ts';
import type { CoreInput } from '../input.ts';
import { CSI_NODE_DRIVER } from '../shared/names.ts';
import { refTo } from '../shared/refs.ts';
import { openShiftConstraint, role, roleBinding, serviceAccount, serviceAccountSubject } from '../shared/rbac.ts';
import { csiDaemonSet } from './daemonset.ts';

export type CsiInput = Pick<CoreInput, 'spec' | 'images' | 'lostNodes'>;

/** Name under which volumes ask for the driver. */
const CSI_DRIVER = 'csi.tigera.io';

/** The CSI driver on every node, which gives pods a socket to Felix. The kubelet path `None` removes it. */
export const csi: Component<CsiInput> = {
  name: 'csi',
  images: ['csi', 'node-driver-registrar'],
  render: (input) => {
    const objects = csiObjects(input);
    return input.spec.kubeletVolumePluginPath === 'None'
      ? { present: [], absent: objects.map(refOf) }
      : { present: objects, absent: [] };
  },
};

/** All that the driver may ever have, on any platform. */
export const csiRefs: readonly ObjectRef[] = [
  refTo.daemonSet(CSI_NODE_DRIVER),
  refTo.csiDriver(CSI_DRIVER),
  refTo.roleBinding(CSI_NODE_DRIVER),
  refTo.role(CSI_NODE_DRIVER),
  refTo.serviceAccount(CSI_NODE_DRIVER),
];

function csiObjects(input: CsiInput): KubeObject[] {
  const { kubernetesProvider } = input.spec;
  return [
    csiDriver(kubernetesProvider === 'OpenShift'),
    serviceAccount(CSI_NODE_DRIVER),
    ...(kubernetesProvider === 'OpenShift' ? openShiftRbac() : []),
    csiDaemonSet(input),
  ];
}

/** OpenShift admits inline volumes of a driver to restricted pods by this label. */
function csiDriver(onOpenShift: boolean): CSIDriver {
  const labels = { 'security.openshift.io/csi-ephemeral-volume-profile': 'restricted' };
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSIDriver',
    metadata: { name: CSI_DRIVER, ...(onOpenShift && { labels }) },
    spec: { podInfoOnMount: true, volumeLifecycleModes: ['Ephemeral'] },
  };
}

function openShiftRbac(): [Role, RoleBinding] {
  const roleRef = { kind: 'Role', name: CSI_NODE_DRIVER } as const;
  return [
    role(CSI_NODE_DRIVER, openShiftConstraint('OpenShift', 'privileged')),
    roleBinding(CSI_NODE_DRIVER, roleRef, [serviceAccountSubject(CSI_NODE_DRIVER)]),
  ];
}
