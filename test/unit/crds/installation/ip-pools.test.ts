import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { IpPoolEntry, SettledIpPool } from '../../../../src/crds/installation/ip-pool.ts';
import {
  hasOurLabel,
  ipPoolObject,
  mayKeepPool,
  settleIpPools,
  settledPoolOf,
  type PoolFacts,
  type PoolSettings,
} from '../../../../src/crds/installation/ip-pools.ts';
import { aPool, ourPool } from '../../../support/installation-facts.ts';

const calico: PoolSettings = { listed: undefined, provider: '', cni: { type: 'Calico', ipam: { type: 'Calico' } } };

function settle(settings: Partial<PoolSettings>, facts: Partial<PoolFacts> = {}): SettledIpPool[] | undefined {
  return settleIpPools({ ...calico, ...settings }, { existing: [], ...facts });
}

function names(listed: readonly IpPoolEntry[], facts: Partial<PoolFacts> = {}): (string | undefined)[] {
  return (settle({ listed }, facts) ?? []).map(({ name }) => name);
}

describe('settleIpPools', () => {
  it('chooses a pool for a cluster that has none', () => {
    expect(settle({})).toEqual([
      {
        name: 'default-ipv4-ippool',
        cidr: '192.168.0.0/16',
        encapsulation: 'IPIP',
        natOutgoing: 'Enabled',
        nodeSelector: 'all()',
        blockSize: 26,
        disableBGPExport: false,
        disableNewAllocations: false,
        allowedUses: ['Workload', 'Tunnel'],
        assignmentMode: 'Automatic',
      },
    ]);
  });

  it('chooses another range and VXLAN on EKS, which has 192.168 itself', () => {
    expect(settle({ provider: 'EKS' })).toMatchObject([{ cidr: '172.16.0.0/16', encapsulation: 'VXLAN' }]);
  });

  it('chooses none where another plugin gives addresses', () => {
    expect(settle({ cni: { type: 'AmazonVPC', ipam: { type: 'AmazonVPC' } } })).toBeUndefined();
  });

  it('takes the ranges that the platform names, the first of each family by the default name', () => {
    const platformCidrs = ['10.128.0.0/14', 'fd01::/48', '10.8.0.0/16'];
    expect(settle({}, { platformCidrs })).toMatchObject([
      { cidr: '10.128.0.0/14', name: 'default-ipv4-ippool' },
      { cidr: 'fd01::/48', name: 'default-ipv6-ippool' },
      { cidr: '10.8.0.0/16', name: '10.8.0.0-16' },
    ]);
  });

  it('makes none where the list is empty', () => {
    expect(settle({ listed: [] }, { platformCidrs: ['10.128.0.0/14'] })).toEqual([]);
  });

  it('keeps what it decided before', () => {
    const previous = settle({ listed: [{ cidr: '10.0.0.0/16' }] }) ?? [];
    expect(settle({}, { previous, existing: [aPool('other', '10.5.0.0/16')] })).toEqual(previous);
  });

  it('keeps the pools with our label of a cluster whose past it does not know', () => {
    const existing = [ourPool('ours', '10.0.0.0/16', { ipipMode: 'CrossSubnet' }), aPool('theirs', '10.1.0.0/16')];
    expect(settle({}, { existing })).toMatchObject([{ name: 'ours', encapsulation: 'IPIPCrossSubnet' }]);
  });

  it('leaves pools alone that others made', () => {
    expect(settle({}, { existing: [aPool('theirs', '10.1.0.0/16', { disabled: true })] })).toBeUndefined();
  });

  it('has other defaults for IPv6', () => {
    expect(settle({ listed: [{ cidr: 'fd00::/48' }] })).toMatchObject([
      { encapsulation: 'None', natOutgoing: 'Disabled', blockSize: 122 },
    ]);
  });

  it.each<[string, Partial<PoolSettings>, Partial<IpPoolEntry>]>([
    ['beside another CNI plugin', { cni: { type: 'GKE', ipam: { type: 'HostLocal' } } }, {}],
    ['for load balancers', {}, { allowedUses: ['LoadBalancer'] }],
  ])('wraps nothing %s', (_where, settings, pool) => {
    const listed = [{ cidr: '10.0.0.0/16', ...pool }];
    expect(settle({ ...settings, listed })).toMatchObject([{ encapsulation: 'None' }]);
  });

  it('takes an empty node selector for none', () => {
    expect(settle({ listed: [{ cidr: '10.0.0.0/16', nodeSelector: '' }] })).toMatchObject([{ nodeSelector: 'all()' }]);
  });
});

describe('names of pools', () => {
  it.each<[string, IpPoolEntry[], string[]]>([
    ['that is alone', [{ cidr: '10.0.0.0/16' }], ['default-ipv4-ippool']],
    [
      'that is alone in its family',
      [{ cidr: '10.0.0.0/16' }, { cidr: 'fd00::/48' }],
      ['default-ipv4-ippool', 'default-ipv6-ippool'],
    ],
    ['of several', [{ cidr: '10.0.0.1/16' }, { cidr: '10.1.0.0/16', name: 'b' }], ['10.0.0.0-16', 'b']],
    [
      'of several with IPv6',
      [
        { cidr: 'fd00::/64', name: '' },
        { cidr: 'fd01::/64', name: 'b' },
      ],
      ['fd00.0000.0000.0000.0000.0000.0000.0000-64', 'b'],
    ],
  ])('for one %s', (_what, listed, expected) => {
    expect(names(listed)).toEqual(expected);
  });

  it('are those of existing pools with the same range', () => {
    expect(names([{ cidr: '10.0.0.0/16' }], { existing: [aPool('known', '10.0.0.0/16')] })).toEqual(['known']);
    expect(names([{ cidr: 'fd00:10::/48' }], { existing: [aPool('known', 'FD00:0010:0::/48')] })).toEqual(['known']);
  });

  it('are made from the range where a pool of another range has the usual name', () => {
    const existing = [aPool('default-ipv4-ippool', '10.1.0.0/16')];
    expect(names([{ cidr: '10.0.0.0/16' }], { existing })).toEqual(['10.0.0.0-16']);
    const listed = [{ cidr: '10.1.0.0/16' }, { cidr: '10.2.0.0/16', name: 'default-ipv4-ippool' }];
    expect(names(listed, { existing })).toEqual(['10.1.0.0-16', 'default-ipv4-ippool']);
  });
});

const settledPools: fc.Arbitrary<SettledIpPool> = fc.record({
  name: fc.constantFrom('a', 'b'),
  cidr: fc.constantFrom('10.0.0.0/16', 'fd00::/48'),
  encapsulation: fc.constantFrom('IPIP', 'IPIPCrossSubnet', 'VXLAN', 'VXLANCrossSubnet', 'None'),
  natOutgoing: fc.constantFrom('Enabled', 'Disabled'),
  nodeSelector: fc.constantFrom('all()', 'zone == "a"'),
  blockSize: fc.integer({ min: 20, max: 128 }),
  disableBGPExport: fc.boolean(),
  disableNewAllocations: fc.boolean(),
  allowedUses: fc.constantFrom(['Workload'], ['LoadBalancer'], ['Workload', 'Tunnel']),
  assignmentMode: fc.constantFrom('Automatic', 'Manual'),
});

describe('ipPoolObject', () => {
  it('says nothing of what is false or not wrapped', () => {
    const [pool] = settle({ listed: [{ name: 'v6', cidr: 'fd00::/48' }] }) ?? [];
    expect(pool && ipPoolObject(pool, 'projectcalico.org/v3')).toEqual({
      apiVersion: 'projectcalico.org/v3',
      kind: 'IPPool',
      metadata: { name: 'v6', labels: { 'app.kubernetes.io/managed-by': 'tigera-operator' } },
      spec: {
        cidr: 'fd00::/48',
        blockSize: 122,
        nodeSelector: 'all()',
        allowedUses: ['Workload', 'Tunnel'],
        assignmentMode: 'Automatic',
      },
    });
  });

  it('comes back as the entry that it was made from, and as ours', () => {
    fc.assert(
      fc.property(settledPools, (pool) => {
        const object = ipPoolObject(pool, 'crd.projectcalico.org/v1');
        expect(settledPoolOf(object)).toEqual(pool);
        expect(hasOurLabel(object)).toBe(true);
      }),
    );
  });
});

describe('mayKeepPool', () => {
  const wanted = settle({ listed: [{ name: 'a', cidr: '10.0.0.0/16', encapsulation: 'None' }] }) ?? [];
  const same = { natOutgoing: true, blockSize: 26, nodeSelector: 'all()' };

  it.each([
    ['with our label', ourPool('x', '10.9.0.0/16'), true],
    ['that is already as the Installation wants it', aPool('a', '10.0.0.0/16', same), true],
    ['that differs in a field', aPool('a', '10.0.0.0/16', { ...same, disabled: true }), false],
    ['that the Installation does not list', aPool('b', '10.1.0.0/16', same), false],
  ])('tells of a pool %s', (_which, pool, expected) => {
    expect(mayKeepPool(pool, wanted)).toBe(expected);
  });

  it('leaves a pool to another manager', () => {
    const pool = aPool('a', '10.0.0.0/16', same);
    const theirs = { ...pool, metadata: { ...pool.metadata, labels: { 'app.kubernetes.io/managed-by': 'helm' } } };
    expect(mayKeepPool(theirs, wanted)).toBe(false);
  });
});

describe('settledPoolOf', () => {
  it('reads what a pool lacks as the default of Calico', () => {
    expect(settledPoolOf(aPool('a', '10.0.0.0/16', { allowedUses: [], nodeSelector: '' }))).toMatchObject({
      encapsulation: 'None',
      natOutgoing: 'Disabled',
      nodeSelector: 'all()',
      blockSize: 26,
      allowedUses: ['Workload', 'Tunnel'],
    });
  });
});
