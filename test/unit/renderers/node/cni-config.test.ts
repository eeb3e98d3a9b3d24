import { describe, expect, it } from '@jest/globals';
import { cniConfigData, cniConfigMap } from '../../../../src/renderers/node/cni-config.ts';
import type { CoreInput } from '../../../../src/renderers/input.ts';
import { aCoreInput, aSettledSpec } from '../../../support/core-facts.ts';

interface ConfigList {
  plugins: Record<string, unknown>[];
}

function pluginsOf(changes: Partial<CoreInput>): Record<string, unknown>[] {
  return (JSON.parse(cniConfigData(aCoreInput(changes)).config) as ConfigList).plugins;
}

const network = aSettledSpec().calicoNetwork;

describe('cniConfigData', () => {
  it('has the layout that the hash annotation of existing pods was made from', () => {
    const { config } = cniConfigData(aCoreInput());
    expect(config.split('\n').map((line) => line.slice(0, 14))).toEqual([
      '{',
      '\t\t\t  "name": "',
      '\t\t\t  "cniVersi',
      '\t\t\t  "plugins"',
      '\t\t\t}',
    ]);
  });

  it('writes plugins without blanks, with sorted keys and with escaped angle brackets', () => {
    const sysctl = [{ key: 'net.ipv4.tcp_keepalive_time' as const, value: '<40 & 5>' }];
    const { config } = cniConfigData(aCoreInput({ spec: aSettledSpec({ calicoNetwork: { ...network, sysctl } }) }));
    const tuning = String.raw`{"sysctl":{"net.ipv4.tcp_keepalive_time":"\u003c40 \u0026 5\u003e"},"type":"tuning"}`;
    expect(config).toContain(`,${tuning}]`);
  });

  it('puts an IPv6 endpoint in brackets', () => {
    const [calico] = pluginsOf({ endpoint: { host: { host: '2001:db8::1', port: '6443' } } });
    expect(calico?.['kubernetes']).toMatchObject({ k8s_api_root: 'https://[2001:db8::1]:6443' });
  });

  it.each([
    ['100Mi', 100],
    ['1Gi', 1024],
    ['1500k', 1],
    [0, 0],
  ])('gives the log file of %s a size of %d whole mebibytes', (logFileMaxSize, mebibytes) => {
    const [calico] = pluginsOf({ spec: aSettledSpec({ logging: { cni: { logFileMaxSize } } }) });
    expect(calico?.['log_file_max_size']).toBe(mebibytes);
  });

  it.each([
    [{ v4: true, v6: false }, { subnet: 'usePodCidr' }],
    [{ v4: false, v6: true }, { subnet: 'usePodCidrIPv6' }],
    [{ v4: true, v6: true }, { ranges: [[{ subnet: 'usePodCidr' }], [{ subnet: 'usePodCidrIPv6' }]] }],
  ])('lets host-local use the families of the pools %j', (pools, expected) => {
    const cni = { ...aSettledSpec().cni, ipam: { type: 'HostLocal' as const } };
    const [calico] = pluginsOf({ spec: aSettledSpec({ cni }), pools });
    expect(calico?.['ipam']).toEqual({ type: 'host-local', ...expected });
  });
});

describe('cniConfigMap', () => {
  it('is not there for the CNI plugin of somebody else', () => {
    const cni = { ...aSettledSpec().cni, type: 'AmazonVPC' as const };
    expect(cniConfigMap(aCoreInput({ spec: aSettledSpec({ cni }) }))).toEqual([]);
  });
});
