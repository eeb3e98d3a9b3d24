import { describe } from '@jest/globals';
import { ipPoolRules } from '../../../../../src/crds/installation/rules/ip-pools.ts';
import type { IpPoolEntry } from '../../../../../src/crds/installation/ip-pool.ts';
import type { InstallationSpec } from '../../../../../src/crds/installation/spec.ts';
import { aPool } from '../../../../support/installation-facts.ts';
import { testRules } from '../../../../support/rule-cases.ts';

const pools = (...ipPools: IpPoolEntry[]): InstallationSpec => ({ calicoNetwork: { ipPools } });
const v4 = (changes: Partial<IpPoolEntry> = {}): InstallationSpec => pools({ cidr: '10.0.0.0/16', ...changes });
const unlisted: InstallationSpec = {};
const v6 = (changes: Partial<IpPoolEntry> = {}): InstallationSpec => pools({ cidr: 'fd00::/48', ...changes });

describe('rules of pools', () => {
  testRules(ipPoolRules, [
    ['take pools of both families', pools({ cidr: '10.0.0.0/16' }, { cidr: 'fd00::/48' }), []],
    ['refuse what is no range', pools({ cidr: '10.0.0.0' }), [/ipPools\[0\]\.cidr: "10\.0\.0\.0" is no range/]],
    [
      'refuse a use that is not known',
      v4({ allowedUses: ['Pods'] }),
      [/allowedUses: "Pods" is not known; allowed: Work/],
    ],
    ['refuse a mode that is not known', v4({ assignmentMode: 'Auto' }), [/assignmentMode: "Auto" is not known/]],
    [
      'refuse IPv4 blocks that are too small',
      v4({ blockSize: 33 }),
      [/blockSize: 33 must be from 20 to 32 for an IPv4/],
    ],
    ['refuse IPv6 blocks that are too large', v6({ blockSize: 115 }), [/blockSize: 115 must be from 116 to 128/]],
    [
      'refuse a pool that is smaller than a block',
      pools({ cidr: '10.0.0.0/28' }),
      [/blockSize: 26 is larger than the pool, a \/28/],
    ],
    ['take a selector of nodes', v4({ nodeSelector: "zone == 'a' && !has(gpu)" }), []],
    [
      'refuse a selector that does not parse',
      v4({ nodeSelector: 'zone=a' }),
      [/^spec\.calicoNetwork\.ipPools\[0\]\.nodeSelector: "zone=a" is no selector; write it like all\(\)/],
    ],
    ['take a pool for load balancers', v4({ allowedUses: ['LoadBalancer'] }), []],
    [
      'name everything that a pool for load balancers must not have',
      v4({
        allowedUses: ['LoadBalancer', 'Tunnel'],
        nodeSelector: 'zone == "a"',
        encapsulation: 'VXLAN',
        disableBGPExport: true,
      }),
      [/allowedUses: .* alone/, /nodeSelector: /, /encapsulation: "VXLAN" must be None/, /disableBGPExport: true/],
    ],
    ['refuse IP-in-IP for IPv6', v6({ encapsulation: 'IPIPCrossSubnet' }), [/encapsulation: .* is for IPv4 only/]],
    [
      'refuse routes without BGP',
      { calicoNetwork: { bgp: 'Disabled', ipPools: [{ cidr: '10.0.0.0/16', encapsulation: 'None' }] } },
      [/encapsulation: "None" needs routes that BGP brings/],
    ],
    [
      'take routes without BGP that Felix programs',
      { calicoNetwork: { bgp: 'Disabled', clusterRoutingMode: 'Felix', ipPools: [{ cidr: '10.0.0.0/16' }] } },
      [],
    ],
    [
      'take VXLAN without BGP',
      { calicoNetwork: { bgp: 'Disabled', ipPools: [{ cidr: '10.0.0.0/16', encapsulation: 'VXLAN' }] } },
      [],
    ],
    [
      'refuse VXLAN with host-local addresses',
      { cni: { type: 'Calico', ipam: { type: 'HostLocal' } }, ...v4({ encapsulation: 'VXLANCrossSubnet' }) },
      [/encapsulation: .* does not work with spec\.cni\.ipam\.type HostLocal/],
    ],
    [
      'name everything that a foreign CNI plugin cannot do',
      {
        cni: { type: 'AmazonVPC' },
        calicoNetwork: {
          bgp: 'Enabled',
          ipPools: [{ cidr: '10.0.0.0/16', encapsulation: 'VXLAN', nodeSelector: 'zone == "a"' }],
        },
      },
      [/encapsulation: "VXLAN" must be None/, /nodeSelector: .* must be all/, /\.bgp: "Enabled" must be Disabled/],
    ],
    [
      'refuse one name for two pools',
      pools({ name: 'a', cidr: '10.0.0.0/16' }, { name: 'a', cidr: '10.1.0.0/16' }),
      [/ipPools\[1\]\.name: "a" is the name of another pool/],
    ],
    [
      'refuse ranges that overlap, and name both pools',
      pools({ name: 'a', cidr: '10.0.0.0/16' }, { name: 'b', cidr: '10.0.128.0/17' }),
      [/ipPools\[1\]\.cidr: "10\.0\.128\.0\/17" of pool b overlaps 10\.0\.0\.0\/16 of pool a/],
    ],
    [
      'refuse one range twice, however it is written',
      pools({ name: 'a', cidr: 'fd00::/48' }, { name: 'b', cidr: 'FD00:0::1/48' }),
      [/of pool b overlaps fd00::\/48 of pool a/],
    ],
    [
      'take a first pool within the ranges of the platform',
      v4(),
      [],
      { pools: { existing: [], platformCidrs: ['10.0.0.0/8'] } },
    ],
    ['let pools that are listed be anywhere', v4(), [], { pools: { existing: [], platformCidrs: ['172.16.0.0/12'] } }],
    [
      'refuse to guess where the platform names no range',
      unlisted,
      [/ipPools: is not set, and the platform names no range for pods/],
      { pools: { existing: [], platformCidrs: [] } },
    ],
    [
      'leave existing pools alone there',
      unlisted,
      [],
      { pools: { existing: [aPool('a', '10.9.0.0/16')], platformCidrs: [] } },
    ],
    ['choose themselves where no platform decides', unlisted, [], { pools: { existing: [] } }],
  ]);
});
