/**
 * The checks of `../rules` that the API server can make by itself, in CEL. It sees what was written, not what is detected
 * or defaulted, so a rule speaks only where no default could make it right, and not of values that an earlier operator may
 * have stored as defaults. A test holds both against each other.
 *
 * Language and libraries: https://kubernetes.io/docs/reference/using-api/cel/
 */

import { imageParts } from '../rules/images.ts';

/** What is refused, and what the user reads. */
export interface AdmissionRule {
  /** From the top of the object. */
  readonly path: string;
  /** CEL, true where the object is refused. Sees the names of {@link admissionVariables}. */
  readonly refuses: string;
  /** CEL of type string: what stands there. Absent where it need not be shown. */
  readonly value?: string;
  /** What is wrong, what is allowed and what to do, going on after the value. */
  readonly message: string;
}

/** A rule for each pool of the list, which CEL sees as `pool`. */
type PoolRule = Omit<AdmissionRule, 'path' | 'value'> & { readonly field: string };

const network = 'object.?spec.?calicoNetwork';

/** Names for what rules look at; a text is empty where nothing is written. */
export const admissionVariables: Readonly<Record<string, string>> = {
  variant: "object.?spec.?variant.orValue('')",
  provider: "object.?spec.?kubernetesProvider.orValue('')",
  cni: "object.?spec.?cni.?type.orValue('')",
  ipam: "object.?spec.?cni.?ipam.?type.orValue('')",
  dataplane: `${network}.?linuxDataplane.orValue('')`,
  windows: `${network}.?windowsDataplane.orValue('')`,
  bgp: `${network}.?bgp.orValue('')`,
  routing: `${network}.?clusterRoutingMode.orValue('')`,
  hostPorts: `${network}.?hostPorts.orValue('')`,
  pools: `${network}.?ipPools.orValue([])`,
};

/** Fields that stand alone. */
const oneField: readonly AdmissionRule[] = [
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

/** Fields that contradict each other. */
const together: readonly AdmissionRule[] = [
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

const ipip = "pool.?encapsulation.orValue('') in ['IPIP', 'IPIPCrossSubnet']";
const vxlan = "pool.?encapsulation.orValue('') in ['VXLAN', 'VXLANCrossSubnet']";
const loadBalancer = "pool.?allowedUses.orValue([]).exists(use, use == 'LoadBalancer')";
const isV6 = 'isCIDR(pool.cidr) && cidr(pool.cidr).ip().family() == 6';

const eachPool: readonly PoolRule[] = [
  {
    field: 'cidr',
    refuses: '!isCIDR(pool.cidr)',
    message: 'is no range of addresses; write it like 192.168.0.0/16 or fd00:10:244::/56',
  },
  {
    field: 'encapsulation',
    refuses: `${ipip} && ${isV6}`,
    message: 'is for IPv4 only; set None, VXLAN or VXLANCrossSubnet',
  },
  {
    field: 'encapsulation',
    refuses: `${vxlan} && variables.cni == 'Calico' && variables.ipam == 'HostLocal'`,
    message: 'does not work with spec.cni.ipam.type HostLocal; set IPIP or None, or IPAM to Calico',
  },
  {
    field: 'encapsulation',
    refuses: `!(variables.cni in ['', 'Calico']) && !(pool.?encapsulation.orValue('None') in ['', 'None'])`,
    message: 'must be None with another CNI plugin than Calico',
  },
  {
    field: 'encapsulation',
    refuses:
      `pool.?encapsulation.orValue('') in ['IPIP', 'IPIPCrossSubnet', 'None'] && !${loadBalancer} && ` +
      "variables.cni == 'Calico' && variables.ipam == 'Calico' && variables.bgp == 'Disabled' && variables.routing == 'BIRD'",
    message:
      'needs routes that BGP brings, but spec.calicoNetwork.bgp is Disabled; set bgp to Enabled, or encapsulation to VXLAN',
  },
  {
    field: 'nodeSelector',
    refuses: "!(variables.cni in ['', 'Calico']) && !(pool.?nodeSelector.orValue('') in ['', 'all()'])",
    message: 'must be all() with another CNI plugin than Calico',
  },
  {
    field: 'blockSize',
    refuses:
      'isCIDR(pool.cidr) && pool.?blockSize.hasValue() && (cidr(pool.cidr).ip().family() == 4 ' +
      '? (pool.blockSize < 20 || pool.blockSize > 32) : (pool.blockSize < 116 || pool.blockSize > 128))',
    message: 'must be from 20 to 32 for an IPv4 pool, from 116 to 128 for an IPv6 pool',
  },
  {
    field: 'blockSize',
    refuses: 'isCIDR(pool.cidr) && pool.?blockSize.hasValue() && cidr(pool.cidr).prefixLength() > pool.blockSize',
    message: 'is larger than the pool; set the length of its prefix or more, or widen the pool',
  },
  {
    field: 'allowedUses',
    refuses: `${loadBalancer} && pool.allowedUses.size() > 1`,
    message: 'must be LoadBalancer alone; make a pool of its own for load balancers',
  },
  {
    field: 'nodeSelector',
    refuses: `${loadBalancer} && !(pool.?nodeSelector.orValue('') in ['', 'all()'])`,
    message: 'must be all() in a pool for load balancers, whose addresses belong to no node',
  },
  {
    field: 'disableBGPExport',
    refuses: `${loadBalancer} && pool.?disableBGPExport.orValue(false)`,
    message: 'must be false in a pool for load balancers, whose routes must be known outside',
  },
];

const pools: readonly AdmissionRule[] = [
  ...eachPool.map(inAnyPool),
  {
    path: 'spec.calicoNetwork.ipPools',
    refuses:
      'variables.pools.exists(pool, isCIDR(pool.cidr) && ' +
      'variables.pools.filter(other, isCIDR(other.cidr) && cidr(other.cidr).containsCIDR(pool.cidr)).size() > 1)',
    message: 'has two pools that overlap, so that two pods could get one address; choose ranges that share none',
  },
  {
    path: 'spec.calicoNetwork.bgp',
    refuses: "!(variables.cni in ['', 'Calico']) && variables.bgp == 'Enabled' && variables.pools.size() > 0",
    message: 'must be Disabled while pools are listed with another CNI plugin than Calico',
  },
];

const windowsNodes: readonly AdmissionRule[] = [
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

const typha = 'object.?spec.?typhaAutoscaling';

const replicas: readonly AdmissionRule[] = [
  {
    path: 'spec.typhaAutoscaling.minimum',
    refuses: `${typha}.?minimum.hasValue() && ${typha}.?maximum.hasValue() && ${typha}.?minimum.value() > ${typha}.?maximum.value()`,
    value: `string(${typha}.?minimum.orValue(0))`,
    message: 'is more than the maximum; lower it or raise the maximum',
  },
];

const podSecurity: readonly AdmissionRule[] = [
  {
    path: 'spec.namespaces.labels',
    refuses:
      "object.?spec.?namespaces.?labels.orValue({}).exists(key, key.matches('^pod-security[.]kubernetes[.]io/(enforce|audit|warn)$') && " +
      "!(object.spec.namespaces.labels[key] in ['privileged', 'baseline', 'restricted']))",
    message: 'has a pod security level that is none; allowed: privileged, baseline, restricted',
  },
];

/** All of them. */
export const admissionRules: readonly AdmissionRule[] = [
  ...oneField,
  ...together,
  ...pools,
  ...windowsNodes,
  ...replicas,
  ...podSecurity,
];

function outOfRange(path: string, least: number, most: number, message: string): AdmissionRule {
  const it = `object.${optional(path)}`;
  return {
    path,
    refuses: `${it}.hasValue() && (${it}.value() < ${least} || ${it}.value() > ${most})`,
    value: `string(${it}.orValue(0))`,
    message,
  };
}

/** `holds` sees the text as `it`, empty where nothing is written. */
function textUnless(path: string, holds: string, message: string): AdmissionRule {
  const value = `object.${optional(path)}.orValue('')`;
  return { path, refuses: `![${value}].all(it, ${holds})`, value: quoted(value), message };
}

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

function inAnyPool({ field, refuses, message }: PoolRule): AdmissionRule {
  return {
    path: `spec.calicoNetwork.ipPools[].${field}`,
    refuses: `variables.pools.exists(pool, ${refuses})`,
    value: `'of ' + variables.pools.filter(pool, ${refuses}).map(pool, pool.cidr).join(', ')`,
    message,
  };
}

/** `spec.a.b` as the optional fields `?spec.?a.?b`. */
function optional(path: string): string {
  return path
    .split('.')
    .map((field) => `?${field}`)
    .join('.');
}

/** The CEL of a text in quotes. */
function quoted(text: string): string {
  return `'"' + ${text} + '"'`;
}

function celList(texts: readonly string[]): string {
  return `[${texts.map((text) => `'${text}'`).join(', ')}]`;
}
