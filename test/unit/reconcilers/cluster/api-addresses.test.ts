import { describe, expect, it } from '@jest/globals';
import type { EndpointSlice, Service } from '../../../../src/crds/generated/core.gen.ts';
import { apiEndpoints, apiService } from '../../../../src/reconcilers/cluster/api-addresses.ts';

function service(spec: NonNullable<Service['spec']>): Service {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: 'kubernetes', namespace: 'default' }, spec };
}

function slice(content: Partial<EndpointSlice>): EndpointSlice {
  const metadata = { name: 'kubernetes', namespace: 'default' };
  return { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType: 'IPv4', metadata, ...content };
}

const https = { name: 'https', port: 6443 };

describe('apiService', () => {
  it('keeps every address with the port for HTTPS', () => {
    const ports = [{ name: 'https', port: 443 }];
    expect(apiService(service({ clusterIPs: ['10.96.0.1', 'fd00::1'], ports }))).toEqual({
      clusterIps: ['10.96.0.1', 'fd00::1'],
      addresses: ['10.96.0.1:443', '[fd00::1]:443'],
    });
  });

  it('survives a Service that is headless or bare', () => {
    expect(apiService(service({ clusterIPs: ['None'] }))).toEqual({ clusterIps: [], addresses: [] });
    expect(apiService(service({}))).toEqual({ clusterIps: [], addresses: [] });
  });
});

describe('apiEndpoints', () => {
  it.each<[string, Partial<EndpointSlice>, string[]]>([
    [
      'every address',
      { endpoints: [{ addresses: ['10.0.0.1', '10.0.0.2'] }], ports: [https] },
      ['10.0.0.1:6443', '10.0.0.2:6443'],
    ],
    [
      'those that are ready',
      { endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready: false } }], ports: [https] },
      [],
    ],
    [
      'the port for HTTPS',
      { endpoints: [{ addresses: ['fd00::1'] }], ports: [https, { name: 'metrics', port: 9 }] },
      ['[fd00::1]:6443'],
    ],
    ['a port without a name', { endpoints: [{ addresses: ['10.0.0.1'] }], ports: [{ port: 443 }] }, ['10.0.0.1:443']],
    ['no port without a number', { endpoints: [{ addresses: ['10.0.0.1'] }], ports: [{ name: 'https' }] }, []],
    ['nothing of an empty slice', {}, []],
  ])('keeps %s', (_, content, addresses) => {
    expect(apiEndpoints(slice(content)).addresses).toEqual(addresses);
  });
});
