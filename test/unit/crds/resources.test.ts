import { describe, expect, it } from '@jest/globals';
import { inProjectCalico } from '../../../src/crds/calico/calico-kind.ts';
import type { ResourceDefinition } from '../../../src/crds/definition.ts';
import { CALICO_KINDS, OPERATOR_RESOURCES, POLICY_RESOURCES } from '../../../src/crds/resources.ts';

const resources: readonly ResourceDefinition[] = [
  ...OPERATOR_RESOURCES,
  ...CALICO_KINDS.map(inProjectCalico),
  ...POLICY_RESOURCES,
];

function accepts(kind: string, spec: unknown): boolean {
  const resource = resources.find((each) => each.kind === kind);
  if (resource === undefined) throw new TypeError(`no kind ${kind}`);
  return resource.spec.safeParse(spec).success;
}

describe('schemas', () => {
  it.each(OPERATOR_RESOURCES.map(({ kind }) => kind))('take an empty spec of %s', (kind) => {
    expect(accepts(kind, {})).toBe(true);
  });

  it.each([
    ['Installation', { calicoNetwork: { ipPools: [{ cidr: '10.0.0.0/16', blockSize: 26 }], linuxDataplane: 'BPF' } }],
    [
      'Installation',
      { logging: { cni: { logFileMaxSize: '100Mi' } }, controlPlaneTolerations: [{ operator: 'Exists' }] },
    ],
    ['Installation', { variant: 'TigeraSecureEnterprise', kubernetesProvider: '' }],
    ['Istio', { dscpMark: 'AF11' }],
    ['Istio', { dscpMark: 23 }],
    ['IPPool', { cidr: '10.0.0.0/16', allowedUses: ['Workload'] }],
    ['FelixConfiguration', { logSeverityScreen: 'debug', bpfPSNATPorts: '20000:29999', natPortRange: 80 }],
    ['NetworkPolicy', { ingress: [{ action: 'Allow', ipVersion: 4, destination: { ports: [80, 'dns', '1:2'] } }] }],
    ['ClusterNetworkPolicy', { tier: 'Admin', priority: 1, subject: { namespaces: {} } }],
  ])('take %s %j', (kind, spec) => {
    expect(accepts(kind, spec)).toBe(true);
  });

  it.each([
    ['Installation', { calicoNetwork: { linuxDataplane: 'EBPF' } }],
    ['Installation', { calicoNetwork: { ipPools: [{ name: 'no-range' }] } }],
    ['Installation', { calicoNetwork: { ipPools: Array.from({ length: 26 }, () => ({ cidr: '10.0.0.0/16' })) } }],
    ['Installation', { controlPlaneReplicas: 1.5 }],
    ['Installation', { logging: { cni: { logFileMaxSize: 'much' } } }],
    ['Installation', { windowsNodes: { vxlanMACPrefix: '0E:2A' } }],
    ['Installation', { typhaDeployment: { spec: { template: { spec: { containers: [{ name: 'other' }] } } } } }],
    ['Installation', { typhaDeployment: { spec: { minReadySeconds: -1 } } }],
    ['ImageSet', { images: [{ image: 'calico/node' }] }],
    ['Istio', { dscpMark: 1.5 }],
    ['IPPool', {}],
    ['FelixConfiguration', { logSeverityScreen: 'loud' }],
    ['NetworkPolicy', { ingress: [{ action: 'Perhaps' }] }],
    ['NetworkPolicy', { ingress: [{ action: 'Allow', ipVersion: 5 }] }],
    ['BGPFilter', { exportV4: [{ action: 'Accept', communities: { values: ['70000:1'] } }] }],
  ])('refuse %s %j', (kind, spec) => {
    expect(accepts(kind, spec)).toBe(false);
  });

  it('describe every kind in a sentence', () => {
    expect(resources.filter(({ description }) => !description.endsWith('.'))).toEqual([]);
  });
});
