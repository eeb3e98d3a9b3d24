import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { adviseInstallation, describeAdvice, type AdviceFacts } from '../../../../src/crds/installation/advice.ts';
import type { InstallationSpec } from '../../../../src/crds/installation/spec.ts';
import { settled } from '../../../support/installation-facts.ts';

const quiet: AdviceFacts = { nodes: [{ name: 'node-0', address: '172.18.0.2' }], services: [], fullMesh: true };
const manyNodes = Array.from({ length: 101 }, (_, index) => ({ name: `node-${index}`, address: '' }));

type Network = NonNullable<InstallationSpec['calicoNetwork']>;
type Pool = NonNullable<Network['ipPools']>[number];

const withPool = (pool: Partial<Pool>, network: Network = {}): InstallationSpec => ({
  calicoNetwork: { ...network, ipPools: [{ cidr: '10.0.0.0/16', ...pool }] },
});

/** What is advised, in words. */
function advice(spec: InstallationSpec, facts: Partial<AdviceFacts> = {}): string[] {
  return adviseInstallation(settled(spec), { ...quiet, ...facts }).map(describeAdvice);
}

describe('adviseInstallation', () => {
  it('has nothing against the defaults', () => {
    expect(advice({})).toEqual([]);
    expect(advice(withPool({}), { nodes: manyNodes, fullMesh: false })).toEqual([]);
  });

  const cases: readonly (readonly [why: string, spec: InstallationSpec, facts: Partial<AdviceFacts>, says: RegExp])[] =
    [
      [
        'a pool over the nodes',
        withPool({ cidr: '172.18.0.0/16' }),
        {},
        /^CAL-101 spec\.calicoNetwork\.ipPools\[0\]\.cidr: "172\.18\.0\.0\/16" holds 172\.18\.0\.2, the address of node node-0/,
      ],
      [
        'a pool over the range of Services',
        withPool({ cidr: '10.96.0.0/12' }),
        { services: [{ range: '10.100.0.0/16', from: 'kubeadm' }] },
        /^CAL-102 .* overlaps 10\.100\.0\.0\/16 of Services \(kubeadm\)/,
      ],
      [
        'a pool over the address of a Service',
        withPool({ cidr: '10.96.0.0/12' }),
        { services: [{ range: '10.96.0.1', from: 'Service default/kubernetes' }] },
        /^CAL-102 .* overlaps 10\.96\.0\.1/,
      ],
      [
        'too few blocks',
        withPool({ cidr: '10.0.0.0/20', blockSize: 26 }),
        { nodes: manyNodes, fullMesh: false },
        /^CAL-103 .*\.blockSize: 26 cuts 10\.0\.0\.0\/20 into 64 blocks for 101 nodes/,
      ],
      [
        'a pool that the platform does not know',
        withPool({ cidr: '10.9.0.0/16' }),
        { platformCidrs: ['192.168.0.0/16'] },
        /^CAL-104 .* is not within the pod network that the platform was told, 192\.168\.0\.0\/16/,
      ],
      [
        'an overlay without a way out',
        withPool({ natOutgoing: 'Disabled', encapsulation: 'VXLAN' }, { bgp: 'Disabled' }),
        {},
        /^CAL-105 .*\.natOutgoing: "Disabled" with VXLAN and without BGP/,
      ],
      [
        'IP in IP on Azure',
        { ...withPool({ encapsulation: 'IPIPCrossSubnet' }), kubernetesProvider: 'AKS' },
        {},
        /^CAL-201 .*\.encapsulation: "IPIPCrossSubnet" is dropped/,
      ],
      [
        'a large full mesh',
        withPool({}),
        { nodes: manyNodes },
        /^CAL-202 spec\.calicoNetwork\.bgp: "Enabled" makes each of 101 nodes/,
      ],
      [
        'packets too large for Ethernet',
        withPool({ encapsulation: 'VXLAN' }, { mtu: 1_480 }),
        {},
        /^CAL-203 spec\.calicoNetwork\.mtu: 1480 and 50 bytes of encapsulation .* at most 1450/,
      ],
      [
        'packets too large for a cloud',
        { ...withPool({ encapsulation: 'IPIP' }, { mtu: 1_450 }), kubernetesProvider: 'GKE' },
        {},
        /^CAL-203 .* at most 1440/,
      ],
      [
        'kube-proxy where the platform manages it',
        { kubernetesProvider: 'EKS', calicoNetwork: { linuxDataplane: 'BPF', kubeProxyManagement: 'Enabled' } },
        {},
        /^CAL-303 spec\.calicoNetwork\.kubeProxyManagement: "Enabled" on EKS/,
      ],
      [
        'a bootstrap on a managed platform',
        { kubernetesProvider: 'AKS', calicoNetwork: { linuxDataplane: 'BPF', bpfNetworkBootstrap: 'Enabled' } },
        {},
        /^CAL-303 spec\.calicoNetwork\.bpfNetworkBootstrap/,
      ],
      [
        'a namespace that calico-node is not admitted to',
        { namespaces: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } } },
        {},
        /^CAL-205 spec\.namespaces\.labels\[.*\/enforce\]: "baseline" keeps calico-node out/,
      ],
      [
        'a severity that the CNI plugin does not know',
        { logging: { cni: { logSeverity: 'Warning' } } },
        {},
        /^CAL-208 spec\.logging\.cni\.logSeverity: "Warning" counts as Info/,
      ],
    ];

  it.each(cases)('warns of %s', (_why, spec, facts, says) => {
    expect(advice(spec, facts)).toEqual([expect.stringMatching(says)]);
  });

  it.each([
    ['jumbo frames', withPool({ encapsulation: 'VXLAN' }, { mtu: 8_950 }), {}],
    [
      'a pool of some nodes',
      withPool({ cidr: '10.0.0.0/20', nodeSelector: 'has(rack)' }),
      { nodes: manyNodes, fullMesh: false },
    ],
    ['an overlay whose routes are told by BGP', withPool({ natOutgoing: 'Disabled', encapsulation: 'IPIP' }), {}],
  ])('leaves %s alone', (_what, spec, facts) => {
    expect(advice(spec, facts)).toEqual([]);
  });

  it('uses codes that docs/warnings.md explains', () => {
    const page = readFileSync('docs/warnings.md', 'utf8');
    const used = cases.map(([, spec, facts]) => advice(spec, facts)[0]?.split(' ')[0] ?? '');
    expect(used.filter((code) => !page.includes(`| ${code} |`))).toEqual([]);
  });
});
