import { describe, expect, it } from '@jest/globals';
import { converted, setEnv } from '../../../support/manifest-facts.ts';

const rows: readonly (readonly [variable: string, value: string, expected: object])[] = [
  ['FELIX_BPFLOGLEVEL', 'Info', { bpfLogLevel: 'Info' }],
  ['FELIX_XDPENABLED', 'false', { xdpEnabled: false }],
  ['FELIX_IPTABLESMARKMASK', '0xff000000', { iptablesMarkMask: 0xff000000 }],
  ['FELIX_MAXIPSETSIZE', '2000000', { maxIpsetSize: 2_000_000 }],
  ['FELIX_NETLINKTIMEOUT', '15', { netlinkTimeout: '15s' }],
  ['FELIX_ROUTEREFRESHINTERVAL', '2m', { routeRefreshInterval: '2m' }],
  ['FELIX_IPTABLESBACKEND', 'nft', { iptablesBackend: 'NFT' }],
  ['FELIX_IPTABLESBACKEND', 'auto', {}],
  ['FELIX_FAILSAFEINBOUNDHOSTPORTS', 'none', { failsafeInboundHostPorts: [] }],
  [
    'FELIX_FAILSAFEOUTBOUNDHOSTPORTS',
    'tcp:10.0.0.0/8:22, 53',
    { failsafeOutboundHostPorts: [{ protocol: 'TCP', net: '10.0.0.0/8', port: 22 }, { port: 53 }] },
  ],
  ['FELIX_ROUTETABLERANGE', '1-250', { routeTableRange: { min: 1, max: 250 } }],
  ['FELIX_KUBENODEPORTRANGES', '30000:32767,80', { kubeNodePortRanges: ['30000:32767', 80] }],
  [
    'FELIX_BPFEXCLUDECIDRSFROMNAT',
    '10.0.0.0/8,172.16.0.0/12',
    { bpfExcludeCIDRsFromNAT: ['10.0.0.0/8', '172.16.0.0/12'] },
  ],
  ['FELIX_NATPORTRANGE', '32768:65535', { natPortRange: '32768:65535' }],
  ['FELIX_AWSSRCDSTCHECK', 'disable', { awsSrcDstCheck: 'Disable' }],
];

describe('felixSettings', () => {
  it.each(rows)('makes %s=%s a field', (variable, value, expected) => {
    const { felix, problems } = converted((draft) => setEnv(draft, { [variable]: value }));
    expect({ felix, problems }).toEqual({ felix: { iptablesRefreshInterval: '60s', ...expected }, problems: [] });
  });
});
