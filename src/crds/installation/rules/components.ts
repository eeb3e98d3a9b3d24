import { problemIf } from '../../problem.ts';
import { hasBinarySuffix, parseQuantity } from '../../quantity.ts';
import type { Rule } from './rule.ts';

const cniLogFiles: Rule = ({ cni, logging }) => {
  if (cni.type !== 'Calico' || logging?.cni === undefined) return [];
  const { logFileMaxAgeDays: days, logFileMaxCount: count, logFileMaxSize: size = '100Mi' } = logging.cni;
  const amount = parseQuantity(size);
  return [
    ...problemIf(count !== undefined && count <= 0, {
      path: 'spec.logging.cni.logFileMaxCount',
      value: count,
      message: 'must be 1 or more',
    }),
    ...problemIf(days !== undefined && days <= 0, {
      path: 'spec.logging.cni.logFileMaxAgeDays',
      value: days,
      message: 'must be 1 or more',
    }),
    ...problemIf(amount === undefined || amount <= 0n || !hasBinarySuffix(size), {
      path: 'spec.logging.cni.logFileMaxSize',
      value: size,
      message: 'must be more than 0 and have a binary suffix; write it like 100Mi',
    }),
  ];
};

const hostPaths: Rule = (spec) =>
  (['flexVolumePath', 'kubeletVolumePluginPath'] as const).flatMap((field) =>
    problemIf(spec[field] !== 'None' && !spec[field].startsWith('/'), {
      path: `spec.${field}`,
      value: spec[field],
      message: 'must be an absolute path, or None to go without the driver',
    }),
  );

const rollingUpdatesOnly: Rule = ({ nodeUpdateStrategy: { type } }) =>
  problemIf(type !== 'RollingUpdate', {
    path: 'spec.nodeUpdateStrategy.type',
    value: type,
    message: 'must be RollingUpdate: the operator has to know when calico-node is up to date',
  });

const linuxControlPlane: Rule = ({ controlPlaneNodeSelector = {} }) =>
  ['kubernetes.io/os', 'beta.kubernetes.io/os'].flatMap((label) => {
    const os = controlPlaneNodeSelector[label];
    return problemIf(os !== undefined && os !== 'linux', {
      path: `spec.controlPlaneNodeSelector[${label}]`,
      value: os,
      message: 'must be linux: the control plane has no images for anything else; remove the label',
    });
  });

const someReplicas: Rule = ({ controlPlaneReplicas }) =>
  problemIf(controlPlaneReplicas <= 0, {
    path: 'spec.controlPlaneReplicas',
    value: controlPlaneReplicas,
    message: 'must be 1 or more',
  });

const noNonPrivileged: Rule = ({ nonPrivileged }) =>
  problemIf(nonPrivileged === 'Enabled', {
    path: 'spec.nonPrivileged',
    value: nonPrivileged,
    message: 'is no longer possible: calico-node needs its privileges; remove the field',
  });

const metricsPorts: Rule = (spec) =>
  (['nodeMetricsPort', 'typhaMetricsPort'] as const).flatMap((field) => {
    const port = spec[field];
    return problemIf(port !== undefined && (port < 0 || port > 65_535), {
      path: `spec.${field}`,
      value: port,
      message: 'must be a port, from 1 to 65535',
    });
  });

const namedCipherSuites: Rule = ({ tlsCipherSuites = [] }) =>
  tlsCipherSuites.flatMap(({ name }, index) =>
    problemIf(name === undefined, {
      path: `spec.tlsCipherSuites[${index}].name`,
      message: 'must name a cipher suite; remove the empty entry',
    }),
  );

const signerName: Rule = ({ certificateManagement }) =>
  problemIf(certificateManagement !== undefined && !/^[^/\s]+\/\S+$/.test(certificateManagement.signerName), {
    path: 'spec.certificateManagement.signerName',
    value: certificateManagement?.signerName,
    message: 'is not the name of a signer; write it like example.com/calico',
  });

/** Components and how they run. */
export const componentRules: readonly Rule[] = [
  cniLogFiles,
  hostPaths,
  rollingUpdatesOnly,
  linuxControlPlane,
  someReplicas,
  noNonPrivileged,
  metricsPorts,
  namedCipherSuites,
  signerName,
];
