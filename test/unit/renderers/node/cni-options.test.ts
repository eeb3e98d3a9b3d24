import { describe, expect, it } from '@jest/globals';
import type { SettledCalicoNetwork } from '../../../../src/crds/installation/calico-network.ts';
import type { CniType, IpamType, SettledSpec } from '../../../../src/crds/installation/spec.ts';
import type { CoreInput } from '../../../../src/renderers/input.ts';
import { cniConfigData } from '../../../../src/renderers/node/cni-config.ts';
import { nodeEnv } from '../../../../src/renderers/node/env.ts';
import { node } from '../../../../src/renderers/node/index.ts';
import { nodeInitContainers } from '../../../../src/renderers/node/init-containers.ts';
import { nodeVolumes } from '../../../../src/renderers/node/volumes.ts';
import { aCoreInput, aSettledSpec } from '../../../support/core-facts.ts';

type Network = Partial<SettledCalicoNetwork>;

function pluginsOf(calicoNetwork: Network, changes: Partial<CoreInput> = {}): Record<string, unknown>[] {
  const plain = aSettledSpec();
  const spec = { ...plain, calicoNetwork: { ...plain.calicoNetwork, ...calicoNetwork } };
  const { config } = cniConfigData(aCoreInput({ spec, ...changes }));
  return (JSON.parse(config) as { plugins: Record<string, unknown>[] }).plugins;
}

describe('the CNI configuration', () => {
  it.each<[Network, object]>([
    [{}, { mtu: 0, require_mtu_file: true }],
    [{ mtu: 0 }, { mtu: 0, require_mtu_file: true }],
    [{}, { container_settings: { allow_ip_forwarding: false }, policy_setup_timeout_seconds: 0 }],
    [{ containerIPForwarding: 'Enabled' }, { container_settings: { allow_ip_forwarding: true } }],
    [{ containerIPForwarding: 'Disabled' }, { container_settings: { allow_ip_forwarding: false } }],
    [{ linuxPolicySetupTimeoutSeconds: 11 }, { policy_setup_timeout_seconds: 11 }],
    [
      { linuxDataplane: 'VPP' },
      { dataplane_options: { type: 'grpc', socket: 'unix:///var/run/calico/cni-server.sock' } },
    ],
  ])('of the network %j says %j', (network, expected) => {
    expect(pluginsOf(network)[0]).toMatchObject(expected);
  });

  it.each<[Network, string]>([
    [{ mtu: 1410 }, 'require_mtu_file'],
    [{ linuxDataplane: 'VPP' }, 'require_mtu_file'],
    [{ linuxDataplane: 'BPF' }, 'dataplane_options'],
  ])('of the network %j does not say %s', (network, key) => {
    expect(pluginsOf(network)[0]).not.toHaveProperty(key);
  });

  it.each<[Network, string[]]>([
    [{}, ['calico']],
    [{ hostPorts: 'Enabled' }, ['calico', 'portmap']],
    [{ hostPorts: 'Disabled' }, ['calico']],
    [{ sysctl: [] }, ['calico', 'tuning']],
    [{ hostPorts: 'Enabled', sysctl: [] }, ['calico', 'portmap', 'tuning']],
    [{ multiInterfaceMode: 'Multus' }, ['calico']],
  ])('of the network %j has the plugins %j', (network, types) => {
    expect(pluginsOf(network).map(({ type }) => type)).toEqual(types);
  });

  it.each([
    [{ v4: true, v6: false }, 'true', 'false'],
    [{ v4: false, v6: true }, 'false', 'true'],
    [{ v4: true, v6: true }, 'true', 'true'],
  ])('lets Calico assign addresses of the families of the pools %j', (pools, v4, v6) => {
    const ipam = { type: 'calico-ipam', assign_ipv4: v4, assign_ipv6: v6 };
    expect(pluginsOf({}, { pools })[0]).toMatchObject({ ipam });
  });

  it.each<[Partial<CoreInput>, object]>([
    [{ calicoApi: 'projectcalico.org/v3' }, { calico_api_group: 'projectcalico.org/v3' }],
    [{ calicoApi: 'crd.projectcalico.org/v1' }, { calico_api_group: '' }],
    [{ endpoint: {} }, { kubernetes: { kubeconfig: '__KUBECONFIG_FILEPATH__' } }],
  ])('with %j says %j', (facts, expected) => {
    expect(pluginsOf({}, facts)[0]).toMatchObject(expected);
  });
});

interface Pair {
  readonly type: CniType;
  readonly ipam: IpamType;
  readonly provider?: SettledSpec['kubernetesProvider'];
}

function inputWith({ type, ipam, provider = '' }: Pair): CoreInput {
  const cni = { ...aSettledSpec().cni, type, ipam: { type: ipam } };
  const bgp = type === 'Calico' ? 'Enabled' : 'Disabled';
  const calicoNetwork = { ...aSettledSpec().calicoNetwork, bgp } as const;
  return aCoreInput({ spec: aSettledSpec({ cni, calicoNetwork, kubernetesProvider: provider }) });
}

/** What of calico-node's environment depends on the CNI plugin. */
const dependent = /MANAGE_CNI|BACKEND|PREFIX|ALLOWACTION|ROUTESOURCE|USE_POD_CIDR|CONNMARK|HOSTENCRYPTION/;

describe('calico-node beside a CNI plugin', () => {
  it.each<[Pair, string[]]>([
    [{ type: 'Calico', ipam: 'Calico' }, ['CALICO_MANAGE_CNI=true', 'CALICO_NETWORKING_BACKEND=bird']],
    [
      { type: 'Calico', ipam: 'HostLocal' },
      ['CALICO_MANAGE_CNI=true', 'USE_POD_CIDR=true', 'CALICO_NETWORKING_BACKEND=bird'],
    ],
    [
      { type: 'AmazonVPC', ipam: 'AmazonVPC', provider: 'EKS' },
      [
        'CALICO_MANAGE_CNI=false',
        'FELIX_BPFEXTTOSERVICECONNMARK=0x80',
        'CALICO_NETWORKING_BACKEND=none',
        'FELIX_WIREGUARDHOSTENCRYPTIONENABLED=true',
        'FELIX_INTERFACEPREFIX=eni',
        'FELIX_IPTABLESMANGLEALLOWACTION=Return',
        'FELIX_ROUTESOURCE=WorkloadIPs',
      ],
    ],
    [
      { type: 'AzureVNET', ipam: 'AzureVNET', provider: 'AKS' },
      [
        'CALICO_MANAGE_CNI=false',
        'CALICO_NETWORKING_BACKEND=none',
        'FELIX_WIREGUARDHOSTENCRYPTIONENABLED=true',
        'FELIX_INTERFACEPREFIX=azv',
        'FELIX_ROUTESOURCE=WorkloadIPs',
      ],
    ],
    [
      { type: 'GKE', ipam: 'HostLocal', provider: 'GKE' },
      [
        'CALICO_MANAGE_CNI=false',
        'USE_POD_CIDR=true',
        'CALICO_NETWORKING_BACKEND=none',
        'FELIX_INTERFACEPREFIX=gke',
        'FELIX_IPTABLESMANGLEALLOWACTION=Return',
        'FELIX_IPTABLESFILTERALLOWACTION=Return',
        'FELIX_ROUTESOURCE=WorkloadIPs',
      ],
    ],
  ])('%j is told %j', (pair, expected) => {
    const told = nodeEnv(inputWith(pair)).filter(({ name }) => dependent.test(name));
    expect(told.map(({ name, value }) => `${name}=${value}`)).toEqual(expected);
  });

  it.each<[Pair, boolean]>([
    [{ type: 'Calico', ipam: 'HostLocal' }, true],
    [{ type: 'AmazonVPC', ipam: 'AmazonVPC' }, false],
    [{ type: 'AzureVNET', ipam: 'AzureVNET' }, false],
    [{ type: 'GKE', ipam: 'HostLocal' }, false],
  ])('%j installs Calico’s plugin and mounts its directories: %s', (pair, installs) => {
    const input = inputWith(pair);
    expect(nodeInitContainers(input).some(({ name }) => name === 'install-cni')).toBe(installs);
    expect(nodeVolumes(input).filter(({ name }) => name.startsWith('cni-'))).toHaveLength(installs ? 3 : 0);
  });
});

describe('calico-node without BGP', () => {
  it.each<[IpamType, string]>([
    ['Calico', 'vxlan'],
    ['HostLocal', 'none'],
  ])('with IPAM %s has the backend %s', (ipam, backend) => {
    const { spec, ...rest } = inputWith({ type: 'Calico', ipam });
    const calicoNetwork = { ...spec.calicoNetwork, bgp: 'Disabled' } as const;
    const variables = nodeEnv({ ...rest, spec: { ...spec, calicoNetwork } });
    expect(variables).toContainEqual({ name: 'CALICO_NETWORKING_BACKEND', value: backend });
  });
});

describe('packets of IP in IP', () => {
  const mtu = { name: 'FELIX_IPINIPMTU', value: '1410' };

  it.each<[Network, boolean]>([
    [{ bgp: 'Enabled', mtu: 1410 }, true],
    [{ bgp: 'Disabled', clusterRoutingMode: 'Felix', mtu: 1410 }, true],
    [{ bgp: 'Disabled', clusterRoutingMode: 'BIRD', mtu: 1410 }, false],
    [{ bgp: 'Disabled', mtu: 1410 }, false],
  ])('have the MTU of the network %j: %s', (network, told) => {
    const plain = aSettledSpec();
    const spec = { ...plain, calicoNetwork: { ...plain.calicoNetwork, ...network } };
    expect(nodeEnv(aCoreInput({ spec })).some(({ name }) => name === mtu.name)).toBe(told);
  });
});

function absent(changes: Partial<CoreInput>): string[] {
  return node.render(aCoreInput(changes)).absent.map(({ name }) => name);
}

describe('what calico-node needs no more', () => {
  it('goes: files of the user, and the configuration of Calico’s CNI plugin beside another', () => {
    const { spec } = inputWith({ type: 'AmazonVPC', ipam: 'AmazonVPC' });
    expect(absent({ spec })).toEqual(expect.arrayContaining(['cni-config', 'bird-templates', 'bgp-layout']));
  });

  it('stays while it is used', () => {
    const files = { birdTemplates: { 'bird.cfg.template': '' }, bgpLayout: { earlyNetworkConfiguration: '' } };
    expect(absent(files)).toEqual(['calico-node-migration', 'calico-node-migration']);
  });
});
