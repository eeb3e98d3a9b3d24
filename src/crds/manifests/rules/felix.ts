import { INSTALL_CNI, NODE } from '../facts.ts';
import { fieldOf, type ManifestReading } from '../manifest-reading.ts';
import type { ManifestRule } from './rule.ts';

const defaultMetricsPort = '9091';

/** The port for metrics where they are switched on; undefined where they are not, or the port is none. */
function metricsPort(
  reading: ManifestReading,
  value: string | undefined,
  port: string | undefined,
  field: string,
): number | undefined {
  if (value?.toLowerCase() !== 'true') return undefined;
  const number = Number(port ?? defaultMetricsPort);
  if (Number.isInteger(number) && number >= 1 && number <= 65_535) return number;
  const component = field.startsWith('env TYPHA') ? 'deployment/calico-typha' : 'daemonset/calico-node';
  reading.refuse({ component, field, value: port, message: 'is no port', fix: 'set it to a number from 1 to 65535' });
  return undefined;
}

const nodeMetrics: ManifestRule = {
  reads: '`FELIX_PROMETHEUSMETRICSENABLED`, `FELIX_PROMETHEUSMETRICSPORT`',
  convert: (reading) => {
    const value = reading.env('FELIX_PROMETHEUSMETRICSENABLED');
    const field = fieldOf('FELIX_PROMETHEUSMETRICSPORT', NODE);
    const nodeMetricsPort = metricsPort(reading, value, reading.env('FELIX_PROMETHEUSMETRICSPORT'), field);
    return nodeMetricsPort === undefined ? {} : { nodeMetricsPort };
  },
};

const typhaMetrics: ManifestRule = {
  reads: '`TYPHA_PROMETHEUSMETRICSENABLED`, `TYPHA_PROMETHEUSMETRICSPORT`',
  convert: (reading) => {
    const of = (name: string): string | undefined => reading.envOf(reading.facts.typha, 'calico-typha', name);
    const field = fieldOf('TYPHA_PROMETHEUSMETRICSPORT', 'calico-typha');
    const typhaMetricsPort = metricsPort(
      reading,
      of('TYPHA_PROMETHEUSMETRICSENABLED'),
      of('TYPHA_PROMETHEUSMETRICSPORT'),
      field,
    );
    return typhaMetricsPort === undefined ? {} : { typhaMetricsPort };
  },
};

const mtuVariables = [
  'FELIX_IPINIPMTU',
  'FELIX_VXLANMTU',
  'FELIX_VXLANMTUV6',
  'FELIX_WIREGUARDMTU',
  'FELIX_WIREGUARDMTUV6',
];

const mtu: ManifestRule = {
  reads: '`FELIX_…MTU`, `mtu` of the CNI configuration, `CNI_MTU`',
  convert: (reading) => {
    const found = new Map<string, number>();
    for (const name of mtuVariables) {
      const value = reading.env(name);
      if (value !== undefined) found.set(name, Number(value));
    }
    const ofCni = reading.cniType === 'Calico' ? cniMtu(reading) : undefined;
    if (ofCni !== undefined) found.set('mtu', ofCni);
    const [value, ...others] = new Set(found.values());
    if (others.length > 0 || Number.isNaN(value)) {
      const fix = 'set all of them to the same number; 0 detects it';
      const field = `MTU (${[...found.keys()].join(', ')})`;
      reading.refuseIf(true, { field, value: [...found.values()], message: 'differ', fix });
      return {};
    }
    return value === undefined || value === 0 ? {} : { calicoNetwork: { mtu: value } };
  },
};

/** As Calico's own installer fills the template in. */
const defaultCniMtu = '1500';

function cniMtu(reading: ManifestReading): number | undefined {
  const value = reading.cni.calico['mtu'];
  const ofTemplate = reading.env('CNI_MTU', INSTALL_CNI) ?? defaultCniMtu;
  return value === undefined ? undefined : Number(value === -1 ? ofTemplate : value);
}

const dataplane: ManifestRule = {
  reads: '`FELIX_BPFENABLED`, `FELIX_NFTABLESMODE`, and the same fields of FelixConfiguration',
  convert: (reading) => {
    const { nftablesMode } = reading.facts.felix?.spec ?? {};
    const { usesBpf } = reading;
    const mode = reading.env('FELIX_NFTABLESMODE')?.toLowerCase();
    const usesNftables = mode === 'enabled' || (mode !== 'disabled' && nftablesMode === 'Enabled');
    reading.refuseIf(usesBpf && usesNftables, {
      field: 'BPF and nftables',
      message: 'are both switched on',
      fix: 'switch one of them off, by FELIX_BPFENABLED or FELIX_NFTABLESMODE or in FelixConfiguration default',
    });
    if (usesBpf) return { calicoNetwork: { linuxDataplane: 'BPF' } };
    return usesNftables ? { calicoNetwork: { linuxDataplane: 'Nftables' } } : {};
  },
};

/** Rules about Felix and its dataplane. */
export const felixRules: readonly ManifestRule[] = [nodeMetrics, typhaMetrics, mtu, dataplane];
