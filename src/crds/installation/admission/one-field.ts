import { imageParts } from '../rules/images.ts';
import { outOfRange, textUnless, type AdmissionRule } from './rule.ts';

/** Fields that stand alone. */
export const oneField: readonly AdmissionRule[] = [
  outOfRange('spec.calicoNetwork.mtu', 0, 65_535, 'must be from 0 to 65535; 0 lets Calico find it'),
  outOfRange('spec.nodeMetricsPort', 0, 65_535, 'must be a port, from 1 to 65535'),
  outOfRange('spec.typhaMetricsPort', 0, 65_535, 'must be a port, from 1 to 65535'),
  outOfRange('spec.controlPlaneReplicas', 1, 2_147_483_647, 'must be 1 or more'),
  outOfRange('spec.logging.cni.logFileMaxCount', 1, 4_294_967_295, 'must be 1 or more'),
  outOfRange('spec.logging.cni.logFileMaxAgeDays', 1, 4_294_967_295, 'must be 1 or more'),
  outOfRange(
    'spec.calicoNetwork.linuxPolicySetupTimeoutSeconds',
    0,
    2_147_483_647,
    'must be 0 or more; 0 does not wait',
  ),
  textUnless(
    'spec.flexVolumePath',
    "it in ['', 'None'] || it.startsWith('/')",
    'must be an absolute path, or None to go without the driver',
  ),
  textUnless(
    'spec.kubeletVolumePluginPath',
    "it in ['', 'None'] || it.startsWith('/')",
    'must be an absolute path, or None to go without the driver',
  ),
  textUnless(
    'spec.nodeUpdateStrategy.type',
    "it in ['', 'RollingUpdate']",
    'must be RollingUpdate: the operator has to know when calico-node is up to date',
  ),
  textUnless(
    'spec.nonPrivileged',
    "it != 'Enabled'",
    'is no longer possible: calico-node needs its privileges; remove the field',
  ),
  textUnless(
    'spec.certificateManagement.signerName',
    "it == '' || it.matches('^[^/[:space:]]+/[^[:space:]]+$')",
    'is not the name of a signer; write it like example.com/calico',
  ),
  ...imageParts.map(({ field, form, message }) =>
    textUnless(`spec.${field}`, `it in ['', 'UseDefault'] || it.matches(${JSON.stringify(form)})`, message),
  ),
  {
    path: 'spec.imagePullSecrets[].name',
    refuses: "object.?spec.?imagePullSecrets.orValue([]).exists(secret, secret.?name.orValue('') == '')",
    message: 'must name a Secret',
  },
  {
    path: 'spec.controlPlaneNodeSelector',
    refuses:
      "['kubernetes.io/os', 'beta.kubernetes.io/os']" +
      ".exists(label, object.?spec.?controlPlaneNodeSelector[?label].orValue('linux') != 'linux')",
    message: 'must be linux: the control plane has no images for anything else; remove the label',
  },
];
