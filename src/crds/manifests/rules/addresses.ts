import type { NodeAddressAutodetection } from '../../installation/calico-network.ts';
import { NODE } from '../facts.ts';
import { fieldOf, type ManifestReading } from '../manifest-reading.ts';
import { check, type ManifestRule } from './rule.ts';

/** Ways to find the address of a node, as variables name them: each word, and what it makes of what stands behind `=`. */
const methods: Readonly<Record<string, (argument: string) => NodeAddressAutodetection>> = {
  '': () => ({ firstFound: true }),
  'first-found': () => ({ firstFound: true }),
  'can-reach': (canReach) => ({ canReach }),
  interface: (expression) => ({ interface: expression }),
  'skip-interface': (skipInterface) => ({ skipInterface }),
  cidr: (list) => ({ cidrs: list.split(',').map((each) => each.trim()) }),
  'kubernetes-internal-ip': () => ({ kubernetes: 'NodeInternalIP' }),
};

function detection(reading: ManifestReading, variable: string): NodeAddressAutodetection | undefined {
  const text = reading.env(variable) ?? '';
  const [word = '', ...rest] = text.split('=');
  const method = methods[word.trim()];
  const fix = `use ${Object.keys(methods)
    .filter((each) => each !== '')
    .join(', ')}`;
  reading.refuseIf(method === undefined, {
    field: fieldOf(variable, NODE),
    value: text,
    message: 'is no known method',
    fix,
  });
  return method?.(rest.join('=').trim());
}

const ipv4: ManifestRule = {
  reads: '`IP`, `IP_AUTODETECTION_METHOD`',
  convert: (reading) => {
    if (reading.cniType !== 'Calico') return {};
    const value = reading.expectEnv('IP', ['', 'autodetect', 'none']);
    if (value === 'none') {
      reading.env('IP_AUTODETECTION_METHOD');
      return { calicoNetwork: { nodeAddressAutodetectionV4: {} } };
    }
    const found = detection(reading, 'IP_AUTODETECTION_METHOD');
    return found === undefined ? {} : { calicoNetwork: { nodeAddressAutodetectionV4: found } };
  },
};

const ipv6: ManifestRule = {
  reads: '`IP6`, `IP6_AUTODETECTION_METHOD`, `FELIX_IPV6SUPPORT`',
  convert: (reading) => {
    if (reading.cniType !== 'Calico') return {};
    const value = reading.expectEnv('IP6', ['', 'autodetect', 'none']);
    const isOn = value === 'autodetect';
    reading.expectEnv('FELIX_IPV6SUPPORT', [String(isOn)]);
    if (!isOn) {
      if (value === 'none') reading.expectEnv('IP6_AUTODETECTION_METHOD', ['none']);
      return {};
    }
    const found = detection(reading, 'IP6_AUTODETECTION_METHOD');
    return found === undefined ? {} : { calicoNetwork: { nodeAddressAutodetectionV6: found } };
  },
};

/** Without an IPv4 address a router has no number of its own, unless it is made from the name of the node. */
const routerId = check('`CALICO_ROUTER_ID`', (reading) => {
  const isIpv6Only = reading.env('IP') === 'none' && reading.env('IP6') === 'autodetect';
  const hasBgp = ['bird', ''].includes(reading.env('CALICO_NETWORKING_BACKEND') ?? '');
  if (isIpv6Only && hasBgp) reading.expectEnv('CALICO_ROUTER_ID', ['hash']);
});

/** Rules about the addresses of nodes. */
export const addressRules: readonly ManifestRule[] = [ipv4, ipv6, routerId];
