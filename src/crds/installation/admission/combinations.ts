import { celList, network, optional, quoted, type AdmissionRule } from './rule.ts';

/** Fields that contradict each other. */
export const combinations: readonly AdmissionRule[] = [
  ...Object.entries({
    Calico: ['Calico', 'HostLocal'],
    GKE: ['HostLocal'],
    AmazonVPC: ['AmazonVPC'],
    AzureVNET: ['AzureVNET'],
  }).map(([cni, ipam]) => ({
    path: 'spec.cni.ipam.type',
    refuses: `variables.cni == '${cni}' && !(variables.ipam in ${celList(['', ...ipam])})`,
    value: quoted('variables.ipam'),
    message: `does not work with spec.cni.type ${cni}; set ${ipam.join(' or ')}`,
  })),
  ...Object.entries({ GKE: 'GKE', AmazonVPC: 'EKS', AzureVNET: 'AKS' }).map(([cni, provider]) => ({
    path: 'spec.cni.type',
    refuses: `variables.cni == '${cni}' && !(variables.provider in ${celList(['', provider])})`,
    value: quoted('variables.cni'),
    message: `works on ${provider} only; set Calico, or spec.kubernetesProvider right`,
  })),
  {
    path: 'spec.azure',
    refuses: "object.?spec.?azure.?policyMode.orValue('Default') != 'Default' && !(variables.provider in ['', 'AKS'])",
    message: 'is for AKS only; remove it, or set spec.kubernetesProvider to AKS',
  },
  ...vppNeeds('spec.variant', 'variables.variant', 'Calico'),
  ...vppNeeds('spec.cni.type', 'variables.cni', 'Calico'),
  ...vppNeeds('spec.calicoNetwork.bgp', 'variables.bgp', 'Enabled'),
  ...vppNeeds('spec.calicoNetwork.hostPorts', 'variables.hostPorts', 'Enabled'),
  {
    path: 'spec.calicoNetwork.linuxPolicySetupTimeoutSeconds',
    refuses: `variables.dataplane == 'VPP' && ${network}.?linuxPolicySetupTimeoutSeconds.orValue(0) != 0`,
    message: 'does not work with linuxDataplane VPP; remove it',
  },
  {
    path: 'spec.calicoNetwork.bpfNetworkBootstrap',
    refuses: `${network}.?bpfNetworkBootstrap.orValue('') == 'Enabled' && !(variables.dataplane in ['', 'BPF'])`,
    message: 'needs linuxDataplane BPF; set Disabled, or the dataplane',
  },
  ...Object.entries({ multiInterfaceMode: 'None', containerIPForwarding: '' }).map(([field, stale]) => ({
    path: `spec.calicoNetwork.${field}`,
    refuses: `!(variables.cni in ['', 'Calico']) && !(${network}.?${field}.orValue('') in ${celList(['', stale])})`,
    message: 'needs the Calico CNI, but spec.cni.type is another; remove it',
  })),
  ...(['V4', 'V6'] as const).flatMap((family) => autodetection(family)),
];

function vppNeeds(path: string, value: string, needed: string): readonly AdmissionRule[] {
  return [
    {
      path,
      refuses: `variables.dataplane == 'VPP' && !(${value} in ${celList(['', needed])})`,
      value: quoted(value),
      message: `must be ${needed} with spec.calicoNetwork.linuxDataplane VPP`,
    },
  ];
}

function autodetection(family: 'V4' | 'V6'): readonly AdmissionRule[] {
  const path = `spec.calicoNetwork.nodeAddressAutodetection${family}`;
  const detection = `object.${optional(path)}`;
  const texts = ['kubernetes', 'interface', 'skipInterface', 'canReach'];
  const used = [
    `${detection}.?firstFound.orValue(false) == true`,
    ...texts.map((field) => `${detection}.?${field}.orValue('') != ''`),
    `${detection}.?cidrs.orValue([]).size() > 0`,
  ];
  const [digit, example] = family === 'V4' ? [4, '10.0.0.0/8'] : [6, 'fd00::/8'];
  return [
    {
      path,
      refuses: `[${used.join(', ')}].filter(it, it).size() > 1`,
      message: 'names more than one method; keep one',
    },
    {
      path: `${path}.cidrs`,
      refuses: `${detection}.?cidrs.orValue([]).exists(it, !isCIDR(it) || cidr(it).ip().family() != ${digit})`,
      message: `holds what is no IPv${digit} range; write each like ${example}`,
    },
  ];
}
