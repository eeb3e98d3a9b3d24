import type { AdmissionRule } from './rule.ts';

/** Windows nodes, and what goes with them. */
export const windowsNodes: readonly AdmissionRule[] = [
  {
    path: 'spec.serviceCIDRs',
    refuses: 'object.?spec.?serviceCIDRs.orValue([]).exists(range, !isCIDR(range))',
    message: 'holds what is no range of addresses; write each like 10.96.0.0/12',
  },
  {
    path: 'spec.windowsNodes',
    refuses:
      "variables.windows == 'Disabled' && ['vxlanMACPrefix', 'vxlanAdapter']" +
      '.exists(field, object.?spec.?windowsNodes[?field].hasValue())',
    message: 'is for windowsDataplane HNS; remove it, or set the dataplane',
  },
  {
    path: 'spec.certificateManagement',
    refuses: "variables.windows == 'HNS' && object.?spec.?certificateManagement.hasValue()",
    message:
      'does not work with windowsDataplane HNS, because calico-node gets no certificate on Windows nodes; remove one',
  },
];
