import { parseCidr } from '../../cidr.ts';
import { problemIf } from '../../problem.ts';
import type { Rule } from './rule.ts';

const endpointKnown: Rule = ({ calicoNetwork }, { apiEndpointKnown }) =>
  problemIf(calicoNetwork.windowsDataplane === 'HNS' && !apiEndpointKnown, {
    path: 'spec.calicoNetwork.windowsDataplane',
    value: 'HNS',
    message:
      'needs the address of the API server; put KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT into the ConfigMap ' +
      'kubernetes-services-endpoint in the namespace of the operator',
  });

const serviceRanges: Rule = ({ calicoNetwork, cni, serviceCIDRs = [] }) => [
  ...problemIf(calicoNetwork.windowsDataplane === 'HNS' && cni.type === 'Calico' && serviceCIDRs.length === 0, {
    path: 'spec.serviceCIDRs',
    message: 'must be set with windowsDataplane HNS; list the Service ranges of the cluster, like 10.96.0.0/12',
  }),
  ...serviceCIDRs.flatMap((cidr, index) =>
    problemIf(parseCidr(cidr) === undefined, {
      path: `spec.serviceCIDRs[${index}]`,
      value: cidr,
      message: 'is no range of addresses; write it like 10.96.0.0/12',
    }),
  ),
];

/** The host network service of Windows wraps in VXLAN or not at all. */
const windowsEncapsulation: Rule = ({ calicoNetwork, cni }) => {
  const { windowsDataplane, ipPools = [] } = calicoNetwork;
  if (windowsDataplane !== 'HNS' || cni.type !== 'Calico') return [];
  const index = ipPools.findIndex(({ cidr }) => parseCidr(cidr)?.family === 4);
  const encapsulation = ipPools[index]?.encapsulation;
  return problemIf(encapsulation !== undefined && encapsulation !== 'VXLAN' && encapsulation !== 'None', {
    path: `spec.calicoNetwork.ipPools[${index}].encapsulation`,
    value: encapsulation,
    message: 'does not work on Windows nodes; set VXLAN or None, or windowsDataplane to Disabled',
  });
};

const noSettingsWithoutWindows: Rule = ({ calicoNetwork, windowsNodes }) =>
  problemIf(calicoNetwork.windowsDataplane === 'Disabled' && windowsNodes !== undefined, {
    path: 'spec.windowsNodes',
    value: windowsNodes,
    message: 'is for windowsDataplane HNS; remove it, or set the dataplane',
  });

/** Pods on Windows cannot ask for certificates: there is no image that does. */
const noCertificateManagement: Rule = ({ calicoNetwork, certificateManagement }) =>
  problemIf(calicoNetwork.windowsDataplane === 'HNS' && certificateManagement !== undefined, {
    path: 'spec.certificateManagement',
    message:
      'does not work with windowsDataplane HNS, because calico-node gets no certificate on Windows nodes; remove it, ' +
      'or set windowsDataplane to Disabled. Certificates of your own for Typha and calico-node can be put into the ' +
      'Secrets typha-certs and node-certs in the namespace of the operator',
  });

/** Windows nodes. */
export const windowsRules: readonly Rule[] = [
  endpointKnown,
  serviceRanges,
  windowsEncapsulation,
  noSettingsWithoutWindows,
  noCertificateManagement,
];
