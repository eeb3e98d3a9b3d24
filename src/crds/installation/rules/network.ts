import { parseCidr } from '../../cidr.ts';
import { problemIf, type Problem } from '../../problem.ts';
import type { NodeAddressAutodetection } from '../calico-network.ts';
import type { SettledSpec } from '../spec.ts';
import type { Rule } from './rule.ts';

const path = (field: string): string => `spec.calicoNetwork.${field}`;

/** VPP brings its own limits. */
const vppNeeds: Rule = ({ variant, cni, calicoNetwork: { linuxDataplane, bgp, hostPorts } }) => {
  if (linuxDataplane !== 'VPP') return [];
  const because = 'with spec.calicoNetwork.linuxDataplane VPP';
  return [
    ...problemIf(variant !== 'Calico', { path: 'spec.variant', value: variant, message: `must be Calico ${because}` }),
    ...problemIf(cni.type !== 'Calico', {
      path: 'spec.cni.type',
      value: cni.type,
      message: `must be Calico ${because}`,
    }),
    ...problemIf(bgp !== 'Enabled', { path: path('bgp'), value: bgp, message: `must be Enabled ${because}` }),
    ...problemIf(hostPorts === 'Disabled', {
      path: path('hostPorts'),
      value: hostPorts,
      message: `must be Enabled ${because}`,
    }),
  ];
};

const families = [
  { family: 'V4', digit: 4 },
  { family: 'V6', digit: 6 },
] as const;

const oneAutodetectionMethod: Rule = ({ calicoNetwork }) =>
  families.flatMap(({ family, digit }) => {
    const field = `nodeAddressAutodetection${family}` as const;
    return autodetectionProblems(calicoNetwork[field], path(field), digit);
  });

function autodetectionProblems(
  detection: NodeAddressAutodetection | undefined,
  where: string,
  family: 4 | 6,
): readonly Problem[] {
  if (detection === undefined) return [];
  const methods = methodsOf(detection);
  const wrongCidrs = (detection.cidrs ?? [])
    .map((cidr, index) => ({ cidr, index }))
    .filter(({ cidr }) => parseCidr(cidr)?.family !== family);
  return [
    ...problemIf(methods.length > 1, {
      path: where,
      value: detection,
      message: `names ${methods.join(' and ')}; keep one method`,
    }),
    ...wrongCidrs.map(({ cidr, index }) => ({
      path: `${where}.cidrs[${index}]`,
      value: cidr,
      message: `is no IPv${family} range; write it like ${family === 4 ? '10.0.0.0/8' : 'fd00::/8'}`,
    })),
  ];
}

function methodsOf(detection: NodeAddressAutodetection): string[] {
  const set = Object.entries(detection).filter(([, value]) => {
    return Array.isArray(value) ? value.length > 0 : value !== '' && value !== false;
  });
  return set.map(([method]) => method);
}

/** What the Calico CNI plugin alone can do. Values that ask for nothing are fine with any. */
const forCalicoCniOnly: Rule = ({ cni, calicoNetwork, logging }) => {
  if (cni.type === 'Calico') return [];
  const { hostPorts, multiInterfaceMode, containerIPForwarding } = calicoNetwork;
  const message = `needs the Calico CNI, but spec.cni.type is ${cni.type}; remove it`;
  return [
    ...problemIf(hostPorts === 'Enabled', { path: path('hostPorts'), value: hostPorts, message }),
    ...problemIf(multiInterfaceMode !== undefined, {
      path: path('multiInterfaceMode'),
      value: multiInterfaceMode,
      message,
    }),
    ...problemIf(containerIPForwarding !== undefined, {
      path: path('containerIPForwarding'),
      value: containerIPForwarding,
      message,
    }),
    ...problemIf(logging?.cni !== undefined, { path: 'spec.logging.cni', value: logging?.cni, message }),
  ];
};

const policySetupTimeout: Rule = ({ calicoNetwork: { linuxDataplane, linuxPolicySetupTimeoutSeconds: seconds } }) => {
  if (seconds === undefined) return [];
  const where = path('linuxPolicySetupTimeoutSeconds');
  return [
    ...problemIf(seconds < 0, { path: where, value: seconds, message: 'must be 0 or more; 0 does not wait' }),
    ...problemIf(linuxDataplane === 'VPP', {
      path: where,
      value: seconds,
      message: 'does not work with linuxDataplane VPP; remove it',
    }),
  ];
};

const bootstrapNeedsBpf: Rule = ({ calicoNetwork: { bpfNetworkBootstrap, linuxDataplane } }) =>
  problemIf(bpfNetworkBootstrap === 'Enabled' && linuxDataplane !== 'BPF', {
    path: path('bpfNetworkBootstrap'),
    value: bpfNetworkBootstrap,
    message: `needs linuxDataplane BPF, which is ${linuxDataplane}; set Disabled, or the dataplane`,
  });

const mtuInRange: Rule = ({ calicoNetwork: { mtu } }) =>
  problemIf(mtu !== undefined && (mtu < 0 || mtu > 65_535), {
    path: path('mtu'),
    value: mtu,
    message: 'must be from 0 to 65535; 0 lets Calico find it',
  });

/** The BPF dataplane works with the addresses of nodes, in every family that pods use. */
const bpfNeedsNodeAddresses: Rule = ({ calicoNetwork }) => {
  if (calicoNetwork.linuxDataplane !== 'BPF') return [];
  return families.flatMap(({ family, digit }) => {
    const field = `nodeAddressAutodetection${family}` as const;
    return problemIf(usesFamily(calicoNetwork, digit) && calicoNetwork[field] === undefined, {
      path: path(field),
      message: `must be set with linuxDataplane BPF and an IPv${digit} pool; set for example {firstFound: true}`,
    });
  });
};

function usesFamily({ ipPools = [] }: SettledSpec['calicoNetwork'], family: 4 | 6): boolean {
  return ipPools.some(({ cidr }) => parseCidr(cidr)?.family === family);
}

/** `spec.calicoNetwork`, its pools aside. */
export const networkRules: readonly Rule[] = [
  vppNeeds,
  oneAutodetectionMethod,
  forCalicoCniOnly,
  policySetupTimeout,
  bootstrapNeedsBpf,
  mtuInRange,
  bpfNeedsNodeAddresses,
];
