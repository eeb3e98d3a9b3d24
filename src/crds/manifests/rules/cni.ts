import type { CalicoNetwork } from '../../installation/calico-network.ts';
import type { InstallationSpec } from '../../installation/spec.ts';
import { isJsonMap, type JsonMap } from '../cni-config.ts';
import { INSTALL_CNI, NODE } from '../facts.ts';
import { fieldOf, type ManifestReading } from '../manifest-reading.ts';
import { check, type ManifestRule } from './rule.ts';

/** A row for clusters whose CNI plugin is Calico's. */
function forCalico(reads: string, convert: (reading: ManifestReading) => InstallationSpec): ManifestRule {
  return { reads, convert: (reading) => (reading.cniType === 'Calico' ? convert(reading) : {}) };
}

function refuseCni(reading: ManifestReading, field: string, value: unknown, fix: string): void {
  reading.refuse({ component: 'cni-config', field, value, message: 'cannot be kept', fix });
}

const cniType: ManifestRule = {
  reads: '`FELIX_INTERFACEPREFIX`',
  convert: (reading) => {
    reading.expectEnv('FELIX_INTERFACEPREFIX', ['cali', 'eni', 'azv', 'gke']);
    const type = reading.cniType;
    if (type === 'Calico') return {};
    return { cni: { type, ipam: { type: type === 'GKE' ? 'HostLocal' : type } } };
  },
};

const fileName = check('`CNI_CONF_NAME`', (reading) => {
  if (reading.cniType === 'Calico') reading.expectEnv('CNI_CONF_NAME', ['10-calico.conflist'], INSTALL_CNI);
});

const network = forCalico('name of the network', (reading) => {
  const { name } = reading.cni;
  if (name !== undefined && name !== 'k8s-pod-network') refuseCni(reading, 'name', name, 'call it k8s-pod-network');
  return {};
});

const backends: Readonly<Record<'Calico' | 'HostLocal', Readonly<Record<string, CalicoNetwork['bgp']>>>> = {
  Calico: { bird: 'Enabled', '': 'Enabled', vxlan: 'Disabled' },
  HostLocal: { bird: 'Enabled', none: 'Disabled' },
};

const ipam = forCalico('`ipam`, `CALICO_NETWORKING_BACKEND`', (reading) => {
  const found = reading.cni.calico['ipam'];
  const settings = isJsonMap(found) ? found : {};
  const type = ({ 'calico-ipam': 'Calico', 'host-local': 'HostLocal' } as const)[String(settings['type'])];
  if (type === undefined) {
    refuseCni(reading, 'ipam.type', settings['type'], 'use calico-ipam or host-local');
    return {};
  }
  if (type === 'Calico') checkCalicoIpam(reading, settings);
  else checkHostLocal(reading, settings);
  const bgp = bgpOf(reading, type);
  return { cni: { type: 'Calico', ipam: { type } }, ...(bgp && { calicoNetwork: { bgp } }) };
});

function bgpOf(reading: ManifestReading, type: 'Calico' | 'HostLocal'): CalicoNetwork['bgp'] | undefined {
  const backend = reading.env('CALICO_NETWORKING_BACKEND') ?? (type === 'Calico' ? '' : 'bird');
  const bgp = backends[type][backend.toLowerCase()];
  const words = Object.keys(backends[type]).filter((word) => word !== '');
  reading.refuseIf(bgp === undefined, {
    field: fieldOf('CALICO_NETWORKING_BACKEND', NODE),
    value: backend,
    message: `does not go with this IPAM`,
    fix: `set it to ${words.join(' or ')}`,
  });
  return bgp;
}

function checkCalicoIpam(reading: ManifestReading, settings: JsonMap): void {
  for (const key of ['subnet', 'ipv4_pools', 'ipv6_pools']) {
    if (settings[key] === undefined) continue;
    refuseCni(
      reading,
      `ipam.${key}`,
      settings[key],
      'remove it, and choose pools by their nodeSelector or by annotations of namespaces',
    );
  }
}

const podCidrs: readonly unknown[] = ['usePodCidr', 'usePodCidrIPv6'];

function checkHostLocal(reading: ManifestReading, settings: JsonMap): void {
  const { type: _, subnet, ranges, ...others } = settings;
  for (const [key, value] of Object.entries(others)) refuseCni(reading, `ipam.${key}`, value, 'remove it');
  const sets = Array.isArray(ranges) ? ranges : [];
  const isShort = sets.length <= 2 && sets.every((set) => Array.isArray(set) && set.length <= 1);
  if (!isShort) refuseCni(reading, 'ipam.ranges', ranges, 'keep one range for each family');
  const inside: unknown[] = isShort ? sets.flat() : [];
  for (const range of [...(subnet === undefined ? [] : [{ subnet }]), ...inside]) checkRange(reading, range);
}

function checkRange(reading: ManifestReading, range: unknown): void {
  const { subnet, ...others } = isJsonMap(range) ? range : {};
  for (const [key, value] of Object.entries(others)) refuseCni(reading, `ipam.ranges.${key}`, value, 'remove it');
  if (!podCidrs.includes(subnet)) refuseCni(reading, 'ipam.subnet', subnet, `use ${podCidrs.join(' or ')}`);
}

/** BPF serves host ports by itself, so there the plugin says nothing. */
const hostPorts = forCalico('plugin `portmap`', (reading) => {
  if (reading.usesBpf) return {};
  const isThere = reading.cni.plugins.some(({ type }) => type === 'portmap');
  return { calicoNetwork: { hostPorts: isThere ? 'Enabled' : 'Disabled' } };
});

const sysctls = [
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
] as const;

const tuning = forCalico('plugin `tuning`', (reading) => {
  const found = reading.cni.plugins.find(({ type }) => type === 'tuning')?.['sysctl'];
  const wanted = isJsonMap(found) ? found : {};
  const sysctl = sysctls.flatMap((key) => (typeof wanted[key] === 'string' ? [{ key, value: wanted[key] }] : []));
  for (const [key, value] of Object.entries(wanted)) {
    if (sysctls.some((known) => known === key)) continue;
    refuseCni(reading, `sysctl ${key}`, value, `remove it; only ${sysctls.join(', ')} can be set`);
  }
  return sysctl.length === 0 ? {} : { calicoNetwork: { sysctl } };
});

/** Calico limits bandwidth by itself, by annotations of its own; the plugin `bandwidth` does not come with the operator. */
const otherPlugins = forCalico('other plugins', (reading) => {
  for (const { type } of reading.cni.plugins) {
    if (['calico', 'portmap', 'tuning'].includes(String(type))) continue;
    if (type === 'bandwidth') reading.notes.push(noBandwidth);
    else refuseCni(reading, 'plugin', type, 'remove it');
  }
  return {};
});

const noBandwidth =
  'the CNI plugin bandwidth goes: annotations kubernetes.io/ingress-bandwidth and egress-bandwidth of new pods have no effect; use qos.projectcalico.org/ingressBandwidth and egressBandwidth';

const containerSettings = forCalico('`container_settings`, `floating_ips`, `ip_addrs_no_ipam`', (reading) => {
  const { calico } = reading.cni;
  const features = isJsonMap(calico['feature_control']) ? calico['feature_control'] : {};
  for (const [key, value] of Object.entries({ ...calico, ...features })) {
    if ((key === 'floating_ips' || key === 'ip_addrs_no_ipam') && value === true) {
      refuseCni(reading, key, value, 'switch it off');
    }
  }
  const settings = isJsonMap(calico['container_settings']) ? calico['container_settings'] : {};
  return settings['allow_ip_forwarding'] === true ? { calicoNetwork: { containerIPForwarding: 'Enabled' } } : {};
});

/** What Felix must be told where another plugin makes the interfaces. */
const allowActions: Readonly<Record<string, readonly string[]>> = {
  AmazonVPC: ['FELIX_IPTABLESMANGLEALLOWACTION'],
  GKE: ['FELIX_IPTABLESMANGLEALLOWACTION', 'FELIX_IPTABLESFILTERALLOWACTION'],
};

const otherCni = check('variables beside another CNI plugin', (reading) => {
  if (reading.cniType === 'Calico') return;
  const expected: Readonly<Record<string, readonly string[]>> = {
    CALICO_NETWORKING_BACKEND: ['none'],
    IP: [''],
    NO_DEFAULT_POOLS: ['true'],
  };
  for (const [name, allowed] of Object.entries(expected)) reading.expectEnv(name, allowed);
  for (const name of allowActions[reading.cniType] ?? []) {
    const value = reading.env(name);
    const isRight = value?.toLowerCase() === 'return';
    reading.refuseIf(!isRight, {
      field: fieldOf(name, NODE),
      value,
      message: 'must be "return" beside this CNI plugin',
      fix: 'set it to return',
    });
  }
  const backend = reading.env('CALICO_NETWORKING_BACKEND');
  reading.refuseIf(backend === undefined, {
    field: fieldOf('CALICO_NETWORKING_BACKEND', NODE),
    message: 'must be "none" beside another CNI plugin',
    fix: 'set it to none',
  });
});

/** Rules about the CNI plugin and its address management. */
export const cniRules: readonly ManifestRule[] = [
  cniType,
  fileName,
  network,
  ipam,
  hostPorts,
  tuning,
  otherPlugins,
  containerSettings,
  otherCni,
];
