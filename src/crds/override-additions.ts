/**
 * What overrides of an Installation's workloads offer beyond those of the Go operator, which ignores these fields. Listed
 * for the comparison of the CRDs in test/parity/crd-additions.yaml.
 */
import * as z from 'zod';
import { k8sType, listOf, structWith } from './schema.ts';

const env = listOf(
  k8sType('io.k8s.api.core.v1.EnvVar'),
  'Variables added to the container, for example `{name: GOMEMLIMIT, value: 900MiB}`. Names that the operator sets ' +
    'itself in that container are refused.',
);

const volumeMounts = listOf(
  k8sType('io.k8s.api.core.v1.VolumeMount'),
  'Mounts added to the container, of the volumes that this override adds. Paths at, in or around those of the ' +
    "operator's own mounts are refused.",
);

const securityContext = k8sType(
  'io.k8s.api.core.v1.SecurityContext',
  "Security settings of the container; each field replaces the operator's. What the container cannot do without, like " +
    '`privileged` of calico-node, is refused with another value.',
);

/** More fields of a container. */
export const containerAdditions = { env, volumeMounts, securityContext };

/** Containers on Windows nodes are processes of the node with all rights: there is nothing to choose. */
export const windowsContainerAdditions = { env, volumeMounts };

const volume = structWith('A volume. Exactly one source is needed.', {
  required: { name: z.string().describe('Name that mounts refer to; none that the operator uses itself.') },
  optional: {
    configMap: k8sType(
      'io.k8s.api.core.v1.ConfigMapVolumeSource',
      'Files from a ConfigMap of namespace calico-system.',
    ),
    csi: k8sType('io.k8s.api.core.v1.CSIVolumeSource', 'A volume that lives as long as the pod, from a CSI driver.'),
    emptyDir: k8sType('io.k8s.api.core.v1.EmptyDirVolumeSource', 'An empty directory that lives as long as the pod.'),
    hostPath: k8sType('io.k8s.api.core.v1.HostPathVolumeSource', 'A file or directory of the node.'),
    secret: k8sType('io.k8s.api.core.v1.SecretVolumeSource', 'Files from a Secret of namespace calico-system.'),
  },
});

/** More fields of a pod. */
export const podAdditions = {
  volumes: listOf(volume, 'Volumes added to the pods, for `volumeMounts` of the containers.'),
};
