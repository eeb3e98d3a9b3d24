import { describe, expect, it } from '@jest/globals';
import {
  allowDns,
  allowEndpoint,
  hostNet,
  systemGlobalPolicy,
} from '../../../../src/renderers/shared/network-policy.ts';

describe('hostNet', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1/32'],
    ['2001:db8::1', '2001:db8::1/128'],
    ['api.example.com', undefined],
    ['1.2.3', undefined],
  ])('takes %s as %s', (host, net) => {
    expect(hostNet(host)).toBe(net);
  });
});

describe('allowEndpoint', () => {
  it('opens the port to one address', () => {
    const destination = { nets: ['10.0.0.1/32'], ports: [6443] };
    expect(allowEndpoint({ host: '10.0.0.1', port: '6443' })).toEqual([
      { action: 'Allow', protocol: 'TCP', destination },
    ]);
  });

  it('opens the port to any address when the endpoint is a name', () => {
    const [rule] = allowEndpoint({ host: 'api.example.com', port: '6443' });
    expect(rule?.destination).toEqual({ ports: [6443] });
  });

  it('opens nothing without a port number', () => {
    expect(allowEndpoint({ host: '10.0.0.1', port: 'https' })).toEqual([]);
  });
});

describe('allowDns', () => {
  it('allows UDP in general, and TCP too on OpenShift', () => {
    expect(allowDns('other').map(({ protocol }) => protocol)).toEqual(['UDP']);
    expect(allowDns('openShift').map(({ protocol }) => protocol)).toEqual(['UDP', 'TCP']);
  });
});

describe('systemGlobalPolicy', () => {
  it('has its tier in the name, as Calico demands', () => {
    const policy = systemGlobalPolicy('node-local-dns', { selector: 'all()', types: ['Egress'] });
    expect(policy.metadata).toEqual({ name: 'calico-system.node-local-dns' });
    expect(policy.spec.tier).toBe('calico-system');
  });
});
